"""The filter of the page "Protokoll", the request of a search, and how long the record is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models import User
from rathaus.accounts.selectors import staff_list
from rathaus.audit.models import ActorKind, AuditPreferences
from rathaus.audit.searching import LEAST_OF_A_REASON, Question
from rathaus.audit.selectors import Filter, names_staff
from rathaus.audit.words import all_objects, all_words
from rathaus.web.forms import DateField, ErrorTexts


class FilterForm(ErrorTexts, forms.Form):
    """What to show; lives in the URL. It knows no names: who did something is a search of its own."""

    action = forms.ChoiceField(label=_("Was"), required=False)
    object_kind = forms.ChoiceField(label=_("Woran"), required=False)
    actor_kind = forms.ChoiceField(label=_("Wer"), required=False, choices=[("", _("Alle")), *ActorKind.choices])
    number = forms.CharField(label=_("Nummer"), required=False, max_length=64)
    first_on = DateField(label=_("Von"), required=False)
    last_on = DateField(label=_("Bis"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("action", all_words()), ("object_kind", all_objects())):
            choices = sorted(((code, str(word)) for code, word in words.items()), key=lambda pair: pair[1])
            self.fields[name].choices = [("", _("Alles")), *choices]  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """Return the number of an object or of a citizen; raises ValidationError for that of a colleague."""
        number: str = self.cleaned_data["number"].strip()
        if names_staff(number):
            raise ValidationError(
                _("Das ist die Nummer einer Person aus der Verwaltung. Nutzen Sie bitte „Nach einer Person suchen“.")
            )
        return number

    def wanted(self) -> Filter:
        """Return the filter, for selectors."""
        return Filter(**self.cleaned_data)


class SearchForm(ErrorTexts, forms.Form):
    """What somebody wants to know about a colleague, for how long a time, and why."""

    about = forms.ChoiceField(label=_("Person"), required=False)
    object_id = forms.CharField(label=_("Nummer des Gegenstands"), required=False, max_length=64)
    first_on = DateField(label=_("Von"))
    last_on = DateField(label=_("Bis"))
    reason = forms.CharField(
        label=_("Grund"),
        max_length=1000,
        min_length=LEAST_OF_A_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Bitte sagen Sie, warum Sie suchen."),
            "min_length": _("Bitte sagen Sie in einem Satz, warum Sie suchen."),
        },
    )

    def __init__(self, *args: Any, requester: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = [member for member in staff_list() if member.user_id != requester.pk]
        self.people = {str(member.user_id): member.user for member in members}
        choices = [(key, person.full_name) for key, person in self.people.items()]
        self.fields["about"].choices = [("", _("Keine bestimmte Person")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return what was typed; adds errors where nothing is named or the days run backwards."""
        typed = self.cleaned_data
        if not typed.get("about") and not typed.get("object_id"):
            self.add_error("about", _("Bitte nennen Sie eine Person oder die Nummer eines Gegenstands."))
        first, last = typed.get("first_on"), typed.get("last_on")
        if first and last and first > last:
            self.add_error("last_on", _("Der letzte Tag liegt vor dem ersten. Bitte ändern Sie einen davon."))
        return typed

    def question(self) -> Question:
        """Return the question, for the services."""
        typed = self.cleaned_data
        return Question(
            about=self.people.get(typed["about"]),
            object_id=typed["object_id"],
            first_on=typed["first_on"],
            last_on=typed["last_on"],
            reason=typed["reason"],
        )


class KeepingForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """How many months the record is kept."""

    class Meta:
        model = AuditPreferences
        fields = ("kept_months",)
