"""Which days are looked at, and for which part of the town hall."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

MAX_DAYS: Final = 3 * 366


class PeriodKind(StrEnum):
    """The choices of the page; running ones end today."""

    MONTH = "monat"
    LAST_MONTH = "vormonat"
    QUARTER = "quartal"
    YEAR = "jahr"
    OWN = "eigen"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included; `kind` says how they were chosen."""

    first: date
    last: date
    kind: PeriodKind = PeriodKind.OWN

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The period to compare with: as far into the month, quarter or year before, or as many days before."""
        if self.kind == PeriodKind.OWN:
            return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))
        months = {PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}.get(self.kind, 1)
        first = months_before(self.first, months)
        if self.last == end_of_month(self.last):
            return Period(first, end_of_month(months_before(self.last.replace(day=1), months)), self.kind)
        return Period(first, min(first + timedelta(days=self.days - 1), self.first - timedelta(days=1)), self.kind)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: everything, or one location, team or concern."""

    location: UUID | None = None
    pool: UUID | None = None
    concern: UUID | None = None


def period_of(kind: PeriodKind, today: date, *, first: date | None = None, last: date | None = None) -> Period:
    """Return the period of this kind as seen today; an own one is cut to three years and turned the right way round."""
    if kind == PeriodKind.LAST_MONTH:
        return month_of(months_before(today.replace(day=1), 1), kind)
    if kind == PeriodKind.OWN:
        start, end = sorted((first or today.replace(day=1), last or today))
        return Period(max(start, end - timedelta(days=MAX_DAYS - 1)), end)
    months = {PeriodKind.MONTH: today.month, PeriodKind.QUARTER: (today.month - 1) // 3 * 3 + 1, PeriodKind.YEAR: 1}
    return Period(today.replace(month=months[kind], day=1), today, kind)


def month_of(first: date, kind: PeriodKind = PeriodKind.LAST_MONTH) -> Period:
    """Return the whole month that begins on this day."""
    return Period(first, end_of_month(first), kind)


def months_before(first: date, months: int) -> date:
    """Return the first day of the month so many months before."""
    index = first.year * 12 + first.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def end_of_month(day: date) -> date:
    """Return the last day of the month."""
    return months_before(day.replace(day=1), -1) - timedelta(days=1)


def complete_months(period: Period, today: date) -> Period:
    """Return the months of the period that are over, or the last one that is: times are told by whole months only."""
    last = min(end_of_month(period.last), today.replace(day=1) - timedelta(days=1))
    first = min(period.first.replace(day=1), last.replace(day=1))
    return Period(first, last)
