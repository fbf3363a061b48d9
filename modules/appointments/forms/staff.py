"""What staff type: a booking on the phone, somebody without appointment, a correction, a reason."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Self

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from modules.appointments.forms.public import ChosenTime
from modules.appointments.forms.visit import FIRST_PERSONS, MORE, NEEDS, WAY
from modules.appointments.models import Booking, Channel, Concern, ConcernPlace, PreliminaryQuestion, Support
from modules.appointments.services.details import Details
from modules.appointments.visits import Visit, visit_of
from rathaus.calendar.localtime import cell_of
from rathaus.tenancy import current_tenant
from rathaus.web.forms import (
    DateField,
    EmailField,
    ErrorTexts,
    IdempotencyField,
    PhoneField,
    TimeField,
    apply_error_texts,
)

_MAX_REASON: Final = 300
_LAST_NAME_MISSING: Final = _("Bitte geben Sie den Nachnamen ein.")


class VisitForm(forms.Form):
    """Who comes for what, how and with which needs; on the phone nothing of it is compulsory.

    The first concern is the booking's own. `ways` and `support` are what can be chosen, `more` what can be added.
    """

    def __init__(
        self,
        *args: Any,
        concerns: Sequence[Concern],
        questions: Sequence[PreliminaryQuestion],
        ways: Sequence[str] = (),
        support: Sequence[str] = (),
        more: Sequence[tuple[Any, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.concerns, self.questions = concerns, questions
        for concern in concerns:
            self.fields |= _persons_field(concern, self._persons_name(concern)) | _question_fields(self._asked(concern))
        self.fields |= _way_field(ways) | _needs_field(support) | _more_field(more)
        apply_error_texts(self)

    def parts(self) -> Iterator[tuple[Concern, list[BoundField]]]:
        """Yield each concern with its fields."""
        for concern in self.concerns:
            names = [self._persons_name(concern), *(f"frage-{question.pk}" for question in self._asked(concern))]
            yield concern, [self[name] for name in names if name in self.fields]

    def rest(self) -> list[BoundField]:
        """Return the fields about the whole visit."""
        return [self[name] for name in (MORE, WAY, NEEDS) if name in self.fields]

    def visit_for(self, concern: Concern) -> Visit:
        """Return the visit for one of the concerns; what does not fit counts as not said. Call `is_valid` before."""
        asked = self._asked(concern)
        answers = {str(question.pk): self.cleaned_data.get(f"frage-{question.pk}", "") for question in asked}
        return visit_of(
            concern,
            persons=int(self.cleaned_data.get(self._persons_name(concern)) or 1),
            answers={question: answer for question, answer in answers.items() if answer},
            offered=[answer for question in asked for answer in question.answers.all()],
        )

    def _persons_name(self, concern: Concern) -> str:
        return FIRST_PERSONS if concern == self.concerns[0] else f"{FIRST_PERSONS}-{concern.pk}"

    def _asked(self, concern: Concern) -> list[PreliminaryQuestion]:
        return [question for question in self.questions if question.concern_id == concern.pk]


def _persons_field(concern: Concern, name: str) -> dict[str, forms.Field]:
    if concern.max_persons < 2:
        return {}
    numbers = [(str(number), str(number)) for number in range(1, concern.max_persons + 1)]
    return {name: forms.TypedChoiceField(label=_("Personen"), coerce=int, required=False, choices=numbers)}


def _question_fields(questions: Sequence[PreliminaryQuestion]) -> dict[str, forms.Field]:
    return {
        f"frage-{question.pk}": forms.ChoiceField(
            label=question.text,
            required=False,
            choices=[("", _("noch offen")), *((str(answer.pk), answer.label) for answer in question.answers.all())],
        )
        for question in questions
    }


def _way_field(ways: Sequence[str]) -> dict[str, forms.Field]:
    if len(ways) < 2:
        return {}
    choices = [(way, Channel(way).label) for way in ways]
    return {WAY: forms.ChoiceField(label=_("Wie findet der Termin statt?"), required=False, choices=choices)}


def _needs_field(support: Sequence[str]) -> dict[str, forms.Field]:
    choices = [(need, Support(need).label) for need in support]
    widget = forms.CheckboxSelectMultiple
    return {NEEDS: forms.MultipleChoiceField(label=_("Unterstützung"), widget=widget, required=False, choices=choices)}


def _more_field(more: Sequence[tuple[Any, Any]]) -> dict[str, forms.Field]:
    if not more:
        return {}
    choices = [("", _("Nein, nichts weiter")), *more]
    return {MORE: forms.ChoiceField(label=_("Noch etwas erledigen?"), choices=choices, required=False)}


class PersonForm(ErrorTexts, forms.Form):
    """Who comes: on the phone the last name is enough."""

    last_name = forms.CharField(
        label=_("Nachname"), max_length=100, error_messages={"required": _LAST_NAME_MISSING}, widget=forms.TextInput
    )
    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    phone = PhoneField(label=_("Telefon"), required=False)
    email = EmailField(label=_("E-Mail-Adresse"), required=False)
    note = forms.CharField(
        label=_("Notiz für Kolleginnen und Kollegen"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].widget.attrs["autocomplete"] = "off"  # the browser knows the clerk, not the caller

    def ask_first(self) -> Self:
        """Return the form with the keyboard in its first field: somebody is on the phone."""
        self.fields["last_name"].widget.attrs["autofocus"] = True
        return self

    def details(self, **further: Any) -> Details:
        """Return what was typed, for the services."""
        typed = {name: self.cleaned_data[name] for name in PersonForm.base_fields}
        return Details(**typed | further)


class CallerForm(PersonForm):
    """Who comes, with what the visit needs beside the name: a number where we call, an address where we go."""

    home_address = forms.CharField(
        label=_("Anschrift für den Besuch"),
        max_length=200,
        error_messages={"required": _("Bitte geben Sie Straße, Hausnummer und Ort ein.")},
    )

    field_order = ("last_name", "first_name", "phone", "email", "home_address", "note")

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = visit.channel == Channel.PHONE
        if Support.HOME_VISIT not in visit.needs.support:
            del self.fields["home_address"]

    def details(self, **further: Any) -> Details:
        """Return what was typed, for the services."""
        return super().details(home_address=self.cleaned_data.get("home_address"), **further)


class CorrectionForm(PersonForm):
    """Everything about the person that may turn out to be wrong."""

    for_name = forms.CharField(label=_("Name der Person, für die der Termin ist"), max_length=200, required=False)
    support = forms.MultipleChoiceField(
        label=_("Unterstützung"), widget=forms.CheckboxSelectMultiple, choices=Support.choices, required=False
    )

    field_order = ("last_name", "first_name", "phone", "email", "for_name", "support", "note")

    @classmethod
    def of(cls, booking: Booking, data: Mapping[str, Any] | None = None) -> "CorrectionForm":
        """Return the form with what the booking says now."""
        return cls(data, initial={name: getattr(booking, name) for name in cls.base_fields})

    def corrected(self, booking: Booking) -> Details:
        """Return the details with what the form does not ask for as it was."""
        return self.details(
            for_name=self.cleaned_data["for_name"],
            support=self.cleaned_data["support"],
            person_names=booking.person_names,
            wants_callback=booking.wants_callback,
        )


class KeyForm(forms.Form):
    """The key by which the same page sent twice is recognised."""

    idem_key = IdempotencyField()


class ForcedTimeForm(ErrorTexts, forms.Form):
    """Any day and time, and why it may go beyond the places there are. Minutes off the five-minute steps are cut."""

    on = DateField(label=_("Tag"))
    at = TimeField(label=_("Uhrzeit"))
    reason = forms.CharField(label=_("Grund"), max_length=_MAX_REASON)

    def inside(self, form_id: str) -> "ForcedTimeForm":
        """Return the form with its fields sent along with another form of the page, so that nothing typed is lost."""
        for name in self.fields:
            self.fields[name].widget.attrs["form"] = form_id
        return self

    def chosen(self, place: ConcernPlace) -> ChosenTime:
        """Return the time at this place."""
        day, wall = self.cleaned_data["on"], self.cleaned_data["at"]
        return ChosenTime(place.pk, day, cell_of(day, wall, current_tenant().time_zone))


class WalkInForm(ErrorTexts, forms.Form):
    """Somebody without appointment, served now. `is_forced` is asked for only when no place is left."""

    concern = forms.ChoiceField(label=_("Anliegen"))
    persons = forms.IntegerField(label=_("Personen"), min_value=1, max_value=20, initial=1, required=False)
    last_name = forms.CharField(label=_("Name"), max_length=100, required=False)
    counter = forms.CharField(label=_("Platz"), max_length=40, required=False)
    is_forced = forms.BooleanField(label=_("Trotzdem bedienen, auch wenn kein Platz frei ist"), required=False)
    idem_key = IdempotencyField()

    def offer(self, places: Sequence[ConcernPlace]) -> None:
        """Offer these places; a concern of several locations names each."""
        self.places = {str(place.pk): place for place in places}
        has_several = len({place.location_id for place in places}) > 1
        choices = [
            (key, f"{place.concern.name} ({place.location.name})" if has_several else place.concern.name)
            for key, place in self.places.items()
        ]
        self.fields["concern"].choices = [("", _("Bitte wählen")), *choices]  # type: ignore[attr-defined]

    @property
    def place(self) -> ConcernPlace:
        """The place that was chosen."""
        return self.places[self.cleaned_data["concern"]]


class CancelForm(ErrorTexts, forms.Form):
    """Why the town hall cancels, and whether the citizen gets a mail."""

    reason = forms.CharField(
        label=_("Grund, den die Bürgerin oder der Bürger liest"),
        max_length=_MAX_REASON,
        error_messages={"required": _("Bitte geben Sie einen Grund an, zum Beispiel: Das Bürgerbüro ist geschlossen.")},
    )
    tells_citizen = forms.BooleanField(label=_("E-Mail mit der Absage schicken"), required=False, initial=True)
