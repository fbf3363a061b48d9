"""A colleague as citizens may see them."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.online_services.models import ContactPerson
from rathaus.accounts.organisation.selectors import working_staff
from rathaus.web.forms import ErrorTexts
from tenants.municipality.models import Locality


class ContactForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """Task, telephone, room, and for which parts of the municipality."""

    localities = forms.ModelMultipleChoiceField(
        label=_("Zuständig für"),
        queryset=Locality.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Häkchen: für alle Ortschaften."),
    )

    class Meta:
        model = ContactPerson
        fields: ClassVar[list[str]] = ["membership", "task", "phone", "room", "email", "localities", "is_public"]
        help_texts: ClassVar[dict[str, Any]] = {
            "task": _("Zum Beispiel: Hundesteuer, Buchstaben A bis K"),
            "is_public": _("Ohne Häkchen sieht nur das Rathaus diese Angaben."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = working_staff().filter(contact_person=None)
        field: Any = self.fields["membership"]
        field.queryset, field.label_from_instance = free, lambda one: one.user.full_name
        if not self.instance._state.adding:  # noqa: SLF001  Django documents it
            del self.fields["membership"]
        places: Any = self.fields["localities"]
        places.queryset = Locality.objects.all()
        places.initial = self.instance.localities
        if not places.queryset.exists():
            del self.fields["localities"]

    def clean_localities(self) -> list[Any]:
        """Return the ids, as the row keeps them."""
        return [one.pk for one in self.cleaned_data["localities"]]
