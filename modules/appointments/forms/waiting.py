"""When somebody would like to come earlier, and who waits without an appointment."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import ConcernPlace, WaitingEntry
from modules.appointments.moments import today
from modules.appointments.services.details import Details
from modules.appointments.services.waiting import Wish
from rathaus.web.forms import DateField, EmailField, ErrorTexts, HoneypotField, IdempotencyField, PhoneField, TimeField

_A_YEAR: Final = timedelta(days=366)
_WORKING_DAYS: Final = [(str(number), WEEKDAYS[number]) for number in range(6)]


class WishForm(ErrorTexts, forms.Form):
    """Days, weekdays, times of day and place; everything may stay open but the days."""

    place = forms.ChoiceField(label=_("Wo?"), widget=forms.RadioSelect, required=False)
    from_day = DateField(label=_("Frühestens am"))
    until_day = DateField(label=_("Spätestens am"))
    weekdays = forms.MultipleChoiceField(
        label=_("An diesen Wochentagen"),
        widget=forms.CheckboxSelectMultiple,
        choices=_WORKING_DAYS,
        required=False,
        help_text=_("Nichts angekreuzt: an jedem Tag"),
    )
    time_from = TimeField(label=_("Frühestens um"), required=False, help_text=_("Leer: zu jeder Zeit"))
    time_until = TimeField(label=_("Spätestens um"), required=False, help_text=_("So spät beginnt der Termin."))

    def __init__(self, *args: Any, places: Sequence[ConcernPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        if len(self.places) > 1:
            choices = [(key, place.location.name) for key, place in self.places.items()]
            self.fields["place"].choices = [("", _("Ort ist mir egal")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        """Return what was typed; adds errors where days or times run backwards."""
        typed = self.cleaned_data
        first, last = typed.get("from_day"), typed.get("until_day")
        if last and not today() <= last <= today() + _A_YEAR:
            self.add_error("until_day", _("Bitte wählen Sie einen Tag ab heute, höchstens ein Jahr im Voraus."))
        elif first and last and first > last:
            self.add_error("until_day", _("Der letzte Tag liegt vor dem ersten. Bitte ändern Sie einen davon."))
        if typed.get("time_from") and typed.get("time_until") and typed["time_from"] > typed["time_until"]:
            self.add_error("time_until", _("Diese Zeit liegt vor der ersten. Bitte ändern Sie eine davon."))
        return typed

    def wish(self) -> Wish:
        """Return the wish, for the services."""
        typed = self.cleaned_data
        return Wish(
            place=self.places.get(typed.get("place", "")),
            from_day=typed["from_day"],
            until_day=typed["until_day"],
            weekdays=[int(number) for number in typed["weekdays"]],
            time_from=typed["time_from"],
            time_until=typed["time_until"],
        )


class WaitForm(WishForm):
    """A wish with the person who has no appointment yet."""

    first_name = forms.CharField(
        label=_("Vorname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Nachname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = EmailField(
        label=_("E-Mail-Adresse"), help_text=_("Dorthin schreiben wir, wenn eine passende Zeit frei wird.")
    )
    website = HoneypotField()
    idem_key = IdempotencyField()

    def details(self) -> Details:
        """Return the person, for the services."""
        typed = self.cleaned_data
        return Details(**{name: typed.get(name, "") for name in ("first_name", "last_name", "email", "phone")})


class PhoneWaitForm(WaitForm):
    """The same as staff ask it on the phone: an address or a number."""

    phone = PhoneField(label=_("Telefon"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "email"):
            self.fields[name].required = False
        self.fields["email"].help_text = _("Ohne E-Mail-Adresse rufen Sie an, wenn eine Zeit frei wird.")
        for name in ("first_name", "last_name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # the browser knows the clerk, not the caller

    def clean(self) -> dict[str, Any]:
        """Return what was typed; somebody without address needs a number."""
        typed = super().clean()
        if not typed.get("email") and not typed.get("phone") and "phone" not in self.errors:
            raise ValidationError(_("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer ein."))
        return typed


def wish_of(entry: WaitingEntry) -> dict[str, Any]:
    """Return what the form shows of a wish."""
    return {
        "place": str(entry.place_id) if entry.place_id else "",
        "from_day": max(entry.from_day, today()),
        "until_day": entry.until_day,
        "weekdays": [str(number) for number in entry.weekdays],
        "time_from": entry.time_from,
        "time_until": entry.time_until,
    }


def open_wish(until: date) -> dict[str, Any]:
    """Return what the form shows to begin with: from today on, until a day, nothing else said."""
    return {"place": "", "from_day": today(), "until_day": max(until, today())}
