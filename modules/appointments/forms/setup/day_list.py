"""Where the list of the day goes, and with which password it opens."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import AppointmentSettings
from rathaus.web.forms import ErrorTexts

MIN_LENGTH: Final = 10


class DayListForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """The mailbox, the password (never shown again) and whether an empty day is worth a mail."""

    password = forms.CharField(
        label=_("Kennwort der Datei"),
        min_length=MIN_LENGTH,
        max_length=100,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = AppointmentSettings
        fields = ("day_list_email", "day_list_when_empty")
        help_texts = {
            "day_list_email": _("Ein Postfach des Rathauses. Leer: Wir schicken keine Liste."),
            "day_list_when_empty": _("An Schließtagen schreiben wir nie."),
        }

    field_order = ("day_list_email", "password", "day_list_when_empty")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["password"].help_text = (
            _("Ein Kennwort ist gesetzt. Leer: Es bleibt, wie es ist.")
            if self.instance.day_list_password
            else _("Mindestens zehn Zeichen. Sagen Sie es dem Empfang; in der E-Mail steht es nicht.")
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an address without a password."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        has_password = self.instance.day_list_password or data.get("password") or "password" in self.errors
        if data.get("day_list_email") and not has_password:
            self.add_error("password", _("Bitte legen Sie ein Kennwort fest, mit dem sich die Liste öffnet."))
        return data
