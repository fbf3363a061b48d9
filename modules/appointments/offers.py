"""What is offered: free times and days, as values that pages and errors pass around."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from modules.appointments.models import ConcernPlace
from modules.appointments.slots import DayParts, by_day_part
from rathaus.calendar.localtime import instant_of


class DayState(StrEnum):
    """Why a day has free times or not."""

    FREE = "free"
    FULL = "full"
    CLOSED = "closed"
    PAST = "past"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time that can be held: the place, the day and the first cell. `starts_at` is local time."""

    place: ConcernPlace = field(compare=False, repr=False)
    place_id: UUID
    day: date
    cell: int
    starts_at: datetime

    @classmethod
    def at(cls, place: ConcernPlace, day: date, cell: int, zone: str) -> "FreeTime":
        """Return the time at which the cell of the day begins."""
        starts_at = instant_of(day, cell, zone).astimezone(ZoneInfo(zone))
        return cls(place=place, place_id=place.pk, day=day, cell=cell, starts_at=starts_at)


@dataclass(frozen=True, slots=True)
class DayOffer:
    """One day of one place: its state and the cells at which an appointment may begin."""

    place: ConcernPlace = field(compare=False, repr=False)
    day: date
    state: DayState
    starts: tuple[int, ...]
    zone: str

    @property
    def times(self) -> tuple[FreeTime, ...]:
        """The free times in order."""
        return tuple(FreeTime.at(self.place, self.day, cell, self.zone) for cell in self.starts)

    @property
    def parts(self) -> dict[str, tuple[FreeTime, ...]]:
        """The free times of morning, midday and afternoon."""
        cells: DayParts = by_day_part(self.starts, self.day, self.zone)
        return {
            name: tuple(FreeTime.at(self.place, self.day, cell, self.zone) for cell in getattr(cells, name))
            for name in ("morning", "midday", "afternoon")
        }
