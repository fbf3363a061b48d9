"""Opening hours as people read them: one week day by day, and a pool's hours in a few words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from django.utils.dates import WEEKDAYS_ABBR

from modules.appointments.models import OpeningHours
from modules.appointments.models.hours import FrequencyChoice, Recurring
from modules.appointments.rules import PoolRules
from rathaus.calendar.holidays import public_holidays
from rathaus.calendar.localtime import wall_time_of
from rathaus.web.wording import hour_range

_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day with the same number of places throughout; `staff_places` counts all of them."""

    start: time
    end: time
    places: int
    staff_places: int


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of a pool; `closed_by` names the holiday or the closure that takes something from it."""

    day: date
    stretches: tuple[Stretch, ...]
    closed_by: str = ""


def week_of(rules: PoolRules, monday: date) -> list[DayHours]:
    """Return the seven days from Monday on as these rules make them."""
    days = (monday + timedelta(days=offset) for offset in range(7))
    return [DayHours(day, tuple(_stretches(rules, day)), _closed_by(rules, day)) for day in days]


def first_week_of(entries: Sequence[Recurring], today: date) -> date:
    """Return the Monday of next week, or of the first later week in which one of the entries occurs."""
    monday = today + timedelta(days=7 - today.weekday())
    days = (monday + timedelta(days=offset) for offset in range(_A_YEAR))
    first = next((day for day in days if any(entry.recurrence.occurs_on(day) for entry in entries)), monday)
    return first - timedelta(days=first.weekday())


def hours_in_words(hours: Iterable[OpeningHours]) -> list[str]:
    """Return "Mo–Fr 9–12 Uhr" for what is open every week, and each special series in a line of its own."""
    weekly: dict[tuple[time, time], set[int]] = {}
    special = []
    for entry in hours:
        if _is_plain(entry):
            weekly.setdefault((entry.starts_at, entry.ends_at), set()).add(entry.weekday)
        else:
            special.append(f"{entry.recurrence.in_words()}, {hour_range(entry.starts_at, entry.ends_at)}")
    ordered = sorted(weekly.items(), key=lambda item: (min(item[1]), item[0]))
    return [f"{_weekdays(days)} {hour_range(*times)}" for times, days in ordered] + special


def _is_plain(entry: OpeningHours) -> bool:
    return entry.frequency == FrequencyChoice.WEEKLY and not entry.valid_from and not entry.valid_until


def _weekdays(days: Iterable[int]) -> str:
    """Return "Mo–Mi, Fr": three days in a row become a range."""
    words = []
    for _key, run in groupby(enumerate(sorted(days)), key=lambda pair: pair[1] - pair[0]):
        names = [str(WEEKDAYS_ABBR[day]) for _index, day in run]
        words += [f"{names[0]}–{names[-1]}"] if len(names) > 2 else names
    return ", ".join(words)


def _stretches(rules: PoolRules, day: date) -> Iterator[Stretch]:
    cell = 1
    for (places, staff_places), run in groupby(zip(*rules.capacity_on(day), strict=True)):
        length = len(list(run))
        if staff_places:
            start, end = (wall_time_of(day, edge, rules.zone) for edge in (cell, cell + length))
            yield Stretch(start, end, places, staff_places)
        cell += length


def _closed_by(rules: PoolRules, day: date) -> str:
    if not rules.windows_on(day):
        return ""
    if rules.is_closed_by_holiday(day):
        return public_holidays(rules.state, day.year)[day]
    closing = (closure for closure in rules.closures if closure.covers(day))
    return ", ".join(str(closure) for closure in closing if closure.reason or closure.missing_places is None)
