"""Who or what is missing and until when, never why; and what becomes of each affected person."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from modules.appointments.absences import Absence
from modules.appointments.forms.setup.closures import scope_choices
from modules.appointments.models import OutageChoice, Pool
from modules.appointments.selectors.outages import LOOK_AHEAD, most_places
from rathaus.web.forms import DateField, ErrorTexts, IdempotencyField
from rathaus.web.wording import day_month, full_clock
from tenants.municipality.models import Location

NOON: Final = time(12)
ALL_PLACES: Final = "all"
PREFIX: Final = "fall-"
_MOST_RADIOS: Final = 6
_FURTHEST: Final = 365


class Until:
    """How long: the values of the form's choice."""

    NOON = "noon"
    TODAY = "today"
    DAY = "day"


class OutageForm(ErrorTexts, forms.Form):
    """What the front desk enters at 7:20: three choices, with what is usual chosen already."""

    scope = forms.ChoiceField(label=_("Wer oder was fehlt?"))
    places = forms.ChoiceField(
        label=_("Wie viele Plätze fehlen?"),
        widget=forms.RadioSelect,
        initial="1",
        help_text=_("An einem ganzen Standort fehlen immer alle Plätze."),
    )
    until = forms.ChoiceField(label=_("Bis wann?"), widget=forms.RadioSelect, initial=Until.TODAY)
    on = DateField(label=_("Letzter Tag"), required=False, help_text=_("Nur bei „bis einschließlich“"))
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        everything, *groups = scope_choices()
        self.fields["scope"].choices = [*reversed(groups), everything]  # type: ignore[attr-defined]
        self._offer_places()
        self.fields["until"].choices = until_choices(now.time())  # type: ignore[attr-defined]

    def _offer_places(self) -> None:
        """Offer as many places as the largest team has; a script leaves those that the chosen team has."""
        today = self.now.date()
        most = {f"pool:{pool}": places for pool, places in most_places(first=today, last=today + LOOK_AHEAD).items()}
        largest = max(most.values(), default=0)
        field = self.fields["places"]
        if largest > _MOST_RADIOS:
            field.widget = forms.Select()
        field.choices = place_choices(largest)  # type: ignore[attr-defined]
        self.most_places = json.dumps(most)

    def clean(self) -> dict[str, Any]:
        """Check that a last day was named and still comes, and that so many places are there to be missed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("until") == Until.DAY and "on" not in self.errors:
            self._check_day(data.get("on"))
        if not self.errors:
            self._check_places(self.absence())
        return data

    def _check_places(self, absence: Absence) -> None:
        if absence.places is None or absence.pool_id is None:
            return
        there = most_places(first=self.now.date(), last=absence.until).get(absence.pool_id, 0)
        if there and absence.places > there:
            sentence = ngettext(
                "In dieser Zeit gibt es dort nur %(count)s Platz.",
                "In dieser Zeit gibt es dort nur %(count)s Plätze.",
                there,
            )
            self.add_error("places", sentence % {"count": there})

    def _check_day(self, on: date | None) -> None:
        if on is None:
            self.add_error("on", _("Bitte geben Sie den letzten Tag ein."))
        elif on < self.now.date() or (on - self.now.date()).days > _FURTHEST:
            self.add_error("on", _("Bitte geben Sie einen Tag ein, der noch kommt, höchstens in einem Jahr."))

    def absence(self) -> Absence:
        """Return what is taken away."""
        data = self.cleaned_data
        kind, _colon, number = data["scope"].partition(":")
        of_pool = kind == "pool"
        return Absence(
            key=data["idem_key"],
            since=self.now,
            until=data["on"] if data["until"] == Until.DAY else self.now.date(),
            until_time=NOON if data["until"] == Until.NOON else None,
            pool_id=UUID(number) if of_pool else None,
            location_id=UUID(number) if kind == "location" else None,
            places=int(data["places"]) if of_pool and data["places"] != ALL_PLACES else None,
        )


def place_choices(most: int) -> list[tuple[str, str]]:
    """Return one place, two and so on to the most there are, and all."""
    counts = range(1, max(most, 1) + 1)
    counted = [(str(n), ngettext("%(count)s Platz", "%(count)s Plätze", n) % {"count": n}) for n in counts]
    return [*counted, (ALL_PLACES, gettext("alle Plätze"))]


def until_choices(now: time) -> list[tuple[str, str]]:
    """Return the ends to choose from; noon only in the morning."""
    noon = [(Until.NOON, gettext("heute bis 12 Uhr"))] if now.replace(tzinfo=None) < NOON else []
    return [*noon, (Until.TODAY, gettext("heute")), (Until.DAY, gettext("bis einschließlich"))]


def subject_of(absence: Absence) -> str:
    """Return who or what is missing in a few words: "Meldewesen: 1 Platz"."""
    name = name_of(absence)
    if absence.places is None:
        return name
    return f"{name}: {ngettext('%(count)s Platz', '%(count)s Plätze', absence.places) % {'count': absence.places}}"


def name_of(absence: Absence) -> str:
    """Return the name of what is missing."""
    if absence.pool_id:
        return Pool.objects.get(pk=absence.pool_id).name
    if absence.location_id:
        return Location.objects.get(pk=absence.location_id).name
    return gettext("Alle Standorte")


def until_words(absence: Absence) -> str:
    """Return "heute bis 12 Uhr", "heute" or "bis einschließlich Fr, 27. November"."""
    if absence.until > absence.since.date():
        return gettext("bis einschließlich %(day)s") % {"day": day_month(absence.until)}
    if absence.until_time:
        return gettext("heute bis %(time)s") % {"time": full_clock(absence.until_time).replace(":00", "")}
    return gettext("heute")


def suggested_notice(absence: Absence) -> str:
    """Return what the public pages could say: what people notice, never why."""
    words = {"what": name_of(absence), "until": until_words(absence)}
    if absence.places is not None and not _takes_all(absence):
        return gettext("%(what)s, %(until)s: Es sind weniger Plätze besetzt. Bitte rechnen Sie mit Wartezeit.") % words
    if not absence.pool_id and not absence.location_id:
        return gettext("Wir haben %(until)s geschlossen. Wer einen Termin hat, bekommt von uns Bescheid.") % words
    return gettext("%(what)s: %(until)s geschlossen. Wer einen Termin hat, bekommt von uns Bescheid.") % words


def _takes_all(absence: Absence) -> bool:
    """Return whether the pool has no more counters than are missing."""
    pool = Pool.objects.filter(pk=absence.pool_id).first() if absence.pool_id else None
    return pool is not None and absence.places is not None and pool.counters <= absence.places


def choices_in(data: QueryDict) -> Mapping[UUID, OutageChoice]:
    """Return what was chosen for each booking; what is no choice is left aside."""
    found = {}
    for name, value in data.items():
        if name.startswith(PREFIX) and value in OutageChoice.values:
            try:
                found[UUID(name.removeprefix(PREFIX))] = OutageChoice(value)
            except ValueError:
                continue
    return found


class NoticeForm(ErrorTexts, forms.Form):
    """The sentence on the public pages."""

    notice = forms.CharField(
        label=_("Hinweis auf den öffentlichen Seiten"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leer: kein Hinweis. Schreiben Sie nicht, warum jemand fehlt."),
    )
