"""What an outage takes away: closures by the wall clock, from this moment to its end. Pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from modules.appointments.models import Closure
from rathaus.calendar.holidays import is_public_holiday
from rathaus.calendar.localtime import CELL_MINUTES, instant_at

NOTICE_AHEAD: Final = timedelta(hours=2)  # who has to come sooner may not read a mail in time: they are called
_LEAST_AHEAD: Final = timedelta(hours=1)  # a replacement is free for others so long before it begins
_EVENING: Final = time(18)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Who or what is missing: one pool, one location, or without both everything; all places or so many.

    `since` is local time. It lasts to the end of `until`, or on a single day to `until_time`. `key` is the form's.
    """

    key: UUID
    since: datetime
    until: date
    until_time: time | None = None
    pool_id: UUID | None = None
    location_id: UUID | None = None
    places: int | None = None

    def closures(self) -> list[Closure]:
        """Return the closures, not saved yet and with the same ids each time: today's rest, then whole days."""
        return [self._closure(number, *days) for number, days in enumerate(self._days())]

    def _days(self) -> Iterator[tuple[date, date, time | None, time | None]]:
        today, start = self.since.date(), _down_to_step(self.since.time())
        yield today, today, start if start != time(0) else None, self.until_time
        if self.until > today:
            yield today + timedelta(days=1), self.until, None, None

    def _closure(self, number: int, first: date, last: date, start: time | None, end: time | None) -> Closure:
        return Closure(
            id=uuid5(self.key, str(number)),
            pool_id=self.pool_id,
            location_id=self.location_id,
            starts_on=first,
            ends_on=last,
            starts_at=start,
            ends_at=end,
            missing_places=self.places,
        )

    def ends_at(self, zone: str) -> datetime:
        """Return the instant at which everybody is back."""
        if self.until_time:
            return instant_at(self.until, self.until_time, zone)
        return instant_at(self.until + timedelta(days=1), time(0), zone)


def is_too_late_for_mail(starts_at: datetime, now: datetime) -> bool:
    """Return whether somebody is to be called because a mail may be read too late."""
    return starts_at - now < NOTICE_AHEAD


def earliest_replacement(now: datetime) -> datetime:
    """Return the first moment for a replacement: there has to be time to read the mail and to come."""
    return now + NOTICE_AHEAD


def kept_until(starts_at: datetime, *, now: datetime, zone: str, state: str) -> datetime:
    """Return how long a replacement is kept: to 18:00 of the next working day, never to less than 1 h before it begins.

    People read mails in the evening, and who was away for a day still finds the offer; what nobody wants goes back to
    the public while somebody can still use it.
    """
    day = now.date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY or is_public_holiday(day, state):
        day += timedelta(days=1)
    return min(instant_at(day, _EVENING, zone), starts_at - _LEAST_AHEAD)


def _down_to_step(wall: time) -> time:
    return wall.replace(minute=wall.minute - wall.minute % CELL_MINUTES, second=0, microsecond=0, tzinfo=None, fold=0)
