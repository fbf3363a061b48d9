"""Free starts as people look at them: by part of the day, or near a time they wished for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from rathaus.calendar.localtime import cell_of

_NOON: Final = time(12)
_AFTERNOON: Final = time(14)


@dataclass(frozen=True, slots=True)
class DayParts:
    """Start cells before 12, from 12 to before 14, and from 14 o'clock local time."""

    morning: tuple[int, ...]
    midday: tuple[int, ...]
    afternoon: tuple[int, ...]


def by_day_part(starts: Iterable[int], day: date, zone: str) -> DayParts:
    """The starts of a day in three groups, each in order."""
    noon, afternoon = cell_of(day, _NOON, zone), cell_of(day, _AFTERNOON, zone)
    ordered = sorted(starts)
    return DayParts(
        morning=tuple(cell for cell in ordered if cell < noon),
        midday=tuple(cell for cell in ordered if noon <= cell < afternoon),
        afternoon=tuple(cell for cell in ordered if cell >= afternoon),
    )


def neighbours(starts: Iterable[int], wished: int, count: int = 3) -> list[int]:
    """The starts nearest to a wished one, in order of time; of two equally near the earlier counts."""
    nearest = sorted(starts, key=lambda cell: (abs(cell - wished), cell))[:count]
    return sorted(nearest)
