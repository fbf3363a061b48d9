"""Days on which something comes again: every week, every few weeks, or on a certain weekday of the month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rathaus.calendar import words

LAST: Final = -1
_WEEK: Final = timedelta(weeks=1)


class Frequency(StrEnum):
    """The three ways in which German offices repeat their hours."""

    WEEKLY = "weekly"
    EVERY_N_WEEKS = "every_n_weeks"
    MONTHLY_NTH = "monthly_nth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A rule that says for each calendar day whether it is one of the days.

    weekday: 0 is Monday, 6 is Sunday. interval_weeks and anchor belong to EVERY_N_WEEKS: the anchor is any
    day of the first week, and nothing happens before that week. nth belongs to MONTHLY_NTH: 1 to 5, or LAST.
    Both ends of the validity are included. Raises ValueError for values that do not fit together.
    """

    frequency: Frequency
    weekday: int
    interval_weeks: int = 1
    anchor: date | None = None
    nth: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "frequency", Frequency(self.frequency))
        if self.weekday not in range(7):
            raise ValueError("weekday is 0 (Monday) to 6 (Sunday)")
        if self.interval_weeks < 1:
            raise ValueError("interval_weeks is at least 1")
        if self.frequency is Frequency.EVERY_N_WEEKS and self.anchor is None:
            raise ValueError("every_n_weeks needs an anchor")
        if self.frequency is Frequency.MONTHLY_NTH and self.nth not in {1, 2, 3, 4, 5, LAST}:
            raise ValueError("nth is 1 to 5, or -1 for the last")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")

    def occurs_on(self, day: date) -> bool:
        """Whether the day is one of the days."""
        if day.weekday() != self.weekday or not self._is_valid_on(day):
            return False
        if self.frequency is Frequency.EVERY_N_WEEKS:
            return self._weeks_since_anchor(day) % self.interval_weeks == 0
        if self.frequency is Frequency.MONTHLY_NTH:
            return _is_nth_in_month(day, self.nth)
        return True

    def occurrences(self, start: date, end: date) -> Iterator[date]:
        """The days from start to end, both included, in their order."""
        day = start + timedelta(days=(self.weekday - start.weekday()) % 7)
        while day <= end:
            if self.occurs_on(day):
                yield day
            day += _WEEK

    def in_words(self) -> str:
        """The rule as a person says it, in the active language: "jeden 1. Dienstag im Monat"."""
        if day := self._only_day():
            return words.on_one_day(day)
        return words.with_validity(self._series_in_words(), self._first_day(), self.valid_until)

    def _series_in_words(self) -> str:
        if self.frequency is Frequency.MONTHLY_NTH and self.nth:
            return words.nth_in_month(self.weekday, self.nth)
        if self.frequency is Frequency.EVERY_N_WEEKS:
            return words.every_n_weeks(self.weekday, self.interval_weeks)
        return words.every_week(self.weekday)

    def _only_day(self) -> date | None:
        """The day of a rule that is valid for less than a week, as copied weeks leave them, and happens once."""
        if not self.valid_from or not self.valid_until or self.valid_until - self.valid_from >= _WEEK:
            return None
        return next(self.occurrences(self.valid_from, self.valid_until), None)

    def _first_day(self) -> date | None:
        """What "ab" names: where weeks are counted, people need a day on which it really happens."""
        if self.anchor is None or self.frequency is not Frequency.EVERY_N_WEEKS:
            return self.valid_from
        start = max(_monday(self.anchor), self.valid_from or date.min)
        return next(self.occurrences(start, start + self.interval_weeks * _WEEK), None)

    def _is_valid_on(self, day: date) -> bool:
        if self.frequency is Frequency.EVERY_N_WEEKS and self._weeks_since_anchor(day) < 0:
            return False
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    def _weeks_since_anchor(self, day: date) -> int:
        return (_monday(day) - _monday(self.anchor or day)) // _WEEK


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _is_nth_in_month(day: date, nth: int | None) -> bool:
    if nth == LAST:
        return (day + _WEEK).month != day.month
    return (day.day - 1) // 7 + 1 == nth
