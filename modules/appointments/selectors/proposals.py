"""Where bookings could go that a change of the hours leaves outside."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from modules.appointments.models import Audience, Booking, ConcernPlace
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.conflicts import Proposed
from modules.appointments.selectors.free import free_days
from modules.appointments.selectors.joining import as_visited
from modules.appointments.selectors.places import pools_of, with_pools
from modules.appointments.selectors.rows import DayRow, Key, read_rows
from modules.appointments.slots import free_cells

_DAYS_AROUND = timedelta(days=14)
_Taken = set[tuple[UUID, date, int]]


@dataclass
class _Room:
    """The free cells of pools under rules that are not in force yet: each (pool, day) is worked out once."""

    proposed: Proposed
    rows: Mapping[Key, DayRow]
    known: dict[Key, int] = field(default_factory=dict)

    def has(self, time: FreeTime, place: ConcernPlace, length: int) -> bool:
        """Return whether a place is left in every pool whose rules change."""
        wanted = ((1 << length) - 1) << (time.cell - 1)
        return all(
            not wanted & ~self._free((pool.pk, time.day)) for pool in pools_of(place) if pool.pk in self.proposed
        )

    def _free(self, key: Key) -> int:
        if key not in self.known:
            cap = self.proposed[key[0]].capacity_on(key[1])[1]
            self.known[key] = free_cells(cap, self.rows[key].used) if key in self.rows else 0
        return self.known[key]


def proposed_times(
    *,
    bookings: Iterable[Booking],
    proposed: Proposed,
    now: datetime | None = None,
    earliest: datetime | None = None,
    until: date | None = None,
    fits: Callable[[FreeTime, int], bool] | None = None,
) -> dict[UUID, FreeTime | None]:
    """Return for each booking the nearest free time that the proposed rules still offer; None where nothing is free.

    Never before `earliest`, and up to two weeks behind the booking's own day, or behind `until`. Each time is proposed
    once, to the same booking in whatever order they come. `fits` says of a time and a length whether it is possible at
    all. Two queries for each concern and length, however many bookings.
    """
    now = now or timezone.now()
    bookings = sorted(bookings, key=lambda booking: (*_key(booking), booking.starts_at, booking.pk))
    places = {place.pk: place for place in with_pools(ConcernPlace.objects.filter(pk__in=_places_of(bookings)))}
    last = max([*(booking.day for booking in bookings), until or date.min]) + _DAYS_AROUND
    rows = read_rows(proposed, min(_first_days(bookings), default=last), last, audience=Audience.STAFF, now=now)
    room = _Room(proposed, rows)
    found: dict[UUID, FreeTime | None] = {}
    taken: _Taken = set()
    for (place_id, length, _further), group in groupby(bookings, key=_key):
        of_place = list(group)
        place = as_visited(places[place_id], of_place[0])
        times = [
            time
            for time in _times(place, length, of_place, last, now)
            if time.starts_at >= (earliest or now)
            and room.has(time, place, length)
            and (not fits or fits(time, length))
        ]
        for booking in of_place:
            found[booking.pk] = _nearest(booking, times, taken, until)
            taken |= _cells_of(found[booking.pk], place, length)
    return found


def _key(booking: Booking) -> tuple[UUID, int, tuple[UUID, ...]]:
    return booking.place_id, booking.length, tuple(entry.concern_id for entry in booking.further)


def _places_of(bookings: Iterable[Booking]) -> set[UUID]:
    return {booking.place_id for booking in bookings}


def _first_days(bookings: Iterable[Booking]) -> list[date]:
    return [booking.day for booking in bookings]


def _times(place: ConcernPlace, length: int, bookings: Sequence[Booking], last: date, now: datetime) -> list[FreeTime]:
    offers = free_days(
        places=[place],
        first=min(_first_days(bookings)),
        last=last,
        length=length,
        audience=Audience.STAFF,
        now=now,
    )
    return [time for offer in offers for time in offer.times]


def _nearest(
    booking: Booking, times: Iterable[FreeTime], taken: Collection[tuple[UUID, date, int]], until: date | None
) -> FreeTime | None:
    last = max(booking.day, until or booking.day) + _DAYS_AROUND
    free = [
        time
        for time in times
        if booking.day <= time.day <= last
        and not any((booking.place_id, time.day, cell) in taken for cell in _range(time, booking.length))
    ]
    return min(free, key=lambda time: (time.day, abs(time.cell - booking.cell_from)), default=None)


def _cells_of(time: FreeTime | None, place: ConcernPlace, length: int) -> _Taken:
    return {(place.pk, time.day, cell) for cell in _range(time, length)} if time else set()


def _range(time: FreeTime, length: int) -> range:
    return range(time.cell, time.cell + length)
