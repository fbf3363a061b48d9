"""Which days are looked at."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """The choices of the page; running ones end today."""

    MONTH = "monat"
    LAST_MONTH = "vormonat"
    QUARTER = "quartal"
    YEAR = "jahr"
    TWELVE_MONTHS = "zwoelf-monate"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included."""

    first: date
    last: date


def period_of(kind: PeriodKind, today: date) -> Period:
    """Return the period of this kind as seen today."""
    month = today.replace(day=1)
    if kind == PeriodKind.LAST_MONTH:
        last = month - timedelta(days=1)
        return Period(last.replace(day=1), last)
    if kind == PeriodKind.TWELVE_MONTHS:
        return Period(today - timedelta(days=364), today)
    first = {
        PeriodKind.MONTH: month,
        PeriodKind.QUARTER: today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
        PeriodKind.YEAR: today.replace(month=1, day=1),
    }[kind]
    return Period(first, today)
