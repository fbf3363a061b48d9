"""Closures that belong together, as a list of days or a rule; and the copy of a week."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid5

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.appointments.forms.setup.closures import EVERYWHERE, ids_of, scope_choices
from modules.appointments.forms.setup.recurring import WRONG_ORDER, Fields, clock_field, is_before, on_step_or_none
from modules.appointments.models import Closure
from modules.appointments.models.hours import NthOfMonth, Weekday
from modules.appointments.selectors.copying import WhatIsThere
from rathaus.calendar.recurrence import Frequency, Recurrence
from rathaus.web.forms import DateField, ErrorTexts, IdempotencyField

MOST: Final = 120  # closures of one series: more than two years of Fridays
_FURTHEST: Final = 800  # days
_MOST_WEEKS: Final = 26
_GERMAN_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class Kind:
    """How the days of a series are named."""

    LIST = "list"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


def kinds() -> list[tuple[str, Any]]:
    """Return the kinds with their labels."""
    return [(Kind.LIST, _("einzelne Tage")), (Kind.WEEKLY, _("jede Woche")), (Kind.MONTHLY, _("einmal im Monat"))]


class SeriesForm(ErrorTexts, forms.Form):
    """What is closed, on which days, from when to when, and what citizens read about it."""

    scope = forms.ChoiceField(label=_("Was ist geschlossen?"), initial=EVERYWHERE)
    kind = forms.ChoiceField(label=_("Welche Tage?"), widget=forms.RadioSelect, choices=kinds, initial=Kind.LIST)
    days = forms.CharField(
        label=_("Tage"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ein Tag in jeder Zeile, zum Beispiel 24.12.2026. Nur bei „einzelne Tage“."),
    )
    weekday = forms.TypedChoiceField(label=_("Wochentag"), choices=Weekday.choices, coerce=int, initial=4)
    nth = forms.TypedChoiceField(
        label=_("Der wievielte im Monat"), choices=NthOfMonth.choices, coerce=int, initial=NthOfMonth.FIRST
    )
    first = DateField(label=_("Vom"), required=False)
    last = DateField(label=_("Bis zum"), required=False)
    starts_at = clock_field(_("Von"), required=False, hint=_("Leer: vom Morgen an"))
    ends_at = clock_field(_("Bis"), required=False, hint=_("Leer: bis zum Abend"))
    reason = forms.CharField(label=_("Grund (öffentlich)"), max_length=200, required=False)
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["scope"].choices = scope_choices()  # type: ignore[attr-defined]

    def clean_starts_at(self) -> Any:
        """Return the beginning; raises ValidationError off the steps."""
        return on_step_or_none(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> Any:
        """Return the end; raises ValidationError off the steps."""
        return on_step_or_none(self.cleaned_data["ends_at"])

    def clean(self) -> Fields:
        """Check what belongs together, and work out the days."""
        data: Fields = super().clean() or self.cleaned_data
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", WRONG_ORDER)
        if data.get("kind") == Kind.LIST:
            self._check_list(data)
        elif data.get("kind"):
            self._check_rule(data)
        return data

    def _check_list(self, data: Fields) -> None:
        try:
            found = sorted({_read_day(line) for line in data.get("days", "").splitlines() if line.strip()})
        except ValueError as error:
            self.add_error("days", str(error))
            return
        self._take("days", [day for day in found if day >= self.today])

    def _check_rule(self, data: Fields) -> None:
        first, last = data.get("first"), data.get("last")
        for name in ("first", "last"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Bitte geben Sie einen Tag ein, zum Beispiel 24.12.2026."))
        if first is None or last is None:
            return
        if is_before(last, first) or (last - self.today).days > _FURTHEST:
            self.add_error("last", _("Bitte geben Sie einen Tag nach dem ersten ein, höchstens in zwei Jahren."))
            return
        rule = _rule(data)
        self._take("first", list(rule.occurrences(max(first, self.today), last)))

    def _take(self, field: str, days: list[date]) -> None:
        if not days:
            self.add_error(field, _("So entsteht kein Tag, der noch kommt. Bitte prüfen Sie Ihre Angaben."))
        elif len(days) > MOST:
            self.add_error(
                field, gettext("Das sind mehr als %(count)s Tage. Bitte teilen Sie sie auf.") % {"count": MOST}
            )
        self.found = days

    def closures(self) -> list[Closure]:
        """Return a closure for each day, not saved yet; ids follow from the form's key and the day."""
        data = self.cleaned_data
        pool_id, location_id = ids_of(data["scope"])
        return [
            Closure(
                id=uuid5(data["idem_key"], day.isoformat()),
                pool_id=pool_id,
                location_id=location_id,
                starts_on=day,
                ends_on=day,
                starts_at=data["starts_at"],
                ends_at=data["ends_at"],
                reason=data["reason"],
            )
            for day in self.found
        ]


def _rule(data: Fields) -> Recurrence:
    is_monthly = data["kind"] == Kind.MONTHLY
    return Recurrence(
        frequency=Frequency.MONTHLY_NTH if is_monthly else Frequency.WEEKLY,
        weekday=data["weekday"],
        nth=data["nth"] if is_monthly else None,
    )


def _read_day(line: str) -> date:
    """Return the day that a line names; raises ValueError with a sentence that quotes it."""
    text = line.strip()
    try:
        if match := _GERMAN_DAY.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        sentence = gettext("„%(line)s“ ist kein Tag. Bitte schreiben Sie ihn so: 24.12.2026.")
        raise ValueError(sentence % {"line": text[:40]}) from None


class CopyWeekForm(ErrorTexts, forms.Form):
    """From which week to which weeks; any day of a week stands for it."""

    source = DateField(label=_("Woche, die Sie kopieren"), help_text=_("Ein Tag in dieser Woche"))
    first = DateField(label=_("In die Wochen vom"), help_text=_("Ein Tag in der ersten Woche"))
    last = DateField(label=_("Bis zum"), required=False, help_text=_("Leer: nur die erste Woche"))
    what_is_there = forms.ChoiceField(
        label=_("Wenn eine Woche schon eigene Zeiten hat"),
        widget=forms.RadioSelect,
        choices=[
            (WhatIsThere.SKIP.value, _("auslassen")),
            (WhatIsThere.REPLACE.value, _("ersetzen")),
        ],
        initial=WhatIsThere.SKIP.value,
    )
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> Fields:
        """Check the order of the weeks."""
        data: Fields = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last") or data.get("first")
        if first is None or last is None:
            return data
        if monday_of(first) < monday_of(self.today):
            self.add_error("first", _("Bitte geben Sie eine Woche ein, die noch nicht vorbei ist."))
        elif last < first or (last - first).days > _MOST_WEEKS * 7:
            self.add_error(
                "last", _("Bitte geben Sie einen Tag nach dem ersten ein, höchstens ein halbes Jahr später.")
            )
        elif data.get("source") and list(self._mondays(first, last)) == [monday_of(data["source"])]:
            self.add_error("first", _("Bitte wählen Sie eine andere Woche als die, die Sie kopieren."))
        return data

    def source_monday(self) -> date:
        """Return the Monday of the week to copy."""
        return monday_of(self.cleaned_data["source"])

    def targets(self) -> list[date]:
        """Return the Mondays of the weeks to copy to."""
        data = self.cleaned_data
        return list(self._mondays(data["first"], data["last"] or data["first"]))

    def _mondays(self, first: date, last: date) -> Iterator[date]:
        monday = monday_of(first)
        while monday <= last:
            yield monday
            monday += timedelta(weeks=1)


def monday_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())
