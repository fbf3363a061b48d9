"""Where bookings could go that a change of the hours leaves outside."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from modules.appointments.models import Audience, Booking, ConcernPlace
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.conflicts import Proposed
from modules.appointments.selectors.free import free_days
from modules.appointments.selectors.places import pools_of, with_pools

_DAYS_AROUND = timedelta(days=14)
_Taken = set[tuple[UUID, date, int]]


def proposed_times(
    *, bookings: Iterable[Booking], proposed: Proposed, now: datetime | None = None
) -> dict[UUID, FreeTime | None]:
    """Return for each booking the nearest free time that the proposed rules still offer; None where nothing is free.

    Each time is proposed once. Two queries for each concern and length, however many bookings.
    """
    now = now or timezone.now()
    bookings = sorted(bookings, key=_key)
    places = {place.pk: place for place in with_pools(ConcernPlace.objects.filter(pk__in=_places_of(bookings)))}
    found: dict[UUID, FreeTime | None] = {}
    taken: _Taken = set()
    for (place_id, length), group in groupby(bookings, key=_key):
        of_place = list(group)
        times = _times(places[place_id], length, of_place, proposed, now)
        for booking in of_place:
            found[booking.pk] = _nearest(booking, times, taken)
            taken |= _cells_of(found[booking.pk], places[place_id], length)
    return found


def _key(booking: Booking) -> tuple[UUID, int]:
    return booking.place_id, booking.length


def _places_of(bookings: Iterable[Booking]) -> set[UUID]:
    return {booking.place_id for booking in bookings}


def _times(
    place: ConcernPlace, length: int, bookings: Sequence[Booking], proposed: Proposed, now: datetime
) -> list[FreeTime]:
    days = [booking.day for booking in bookings]
    offers = free_days(
        places=[place],
        first=min(days),
        last=max(days) + _DAYS_AROUND,
        length=length,
        audience=Audience.STAFF,
        now=now,
    )
    return [time for offer in offers for time in offer.times if _has_room(time, place, length, proposed)]


def _has_room(time: FreeTime, place: ConcernPlace, length: int, proposed: Proposed) -> bool:
    rules = (proposed[pool.pk] for pool in pools_of(place) if pool.pk in proposed)
    return all(all(entry.capacity_on(time.day)[1][time.cell - 1 : time.cell - 1 + length]) for entry in rules)


def _nearest(booking: Booking, times: Iterable[FreeTime], taken: Collection[tuple[UUID, date, int]]) -> FreeTime | None:
    free = [
        time
        for time in times
        if booking.day <= time.day <= booking.day + _DAYS_AROUND
        and not any((booking.place_id, time.day, cell) in taken for cell in _range(time, booking.length))
    ]
    return min(free, key=lambda time: (time.day, abs(time.cell - booking.cell_from)), default=None)


def _cells_of(time: FreeTime | None, place: ConcernPlace, length: int) -> _Taken:
    return {(place.pk, time.day, cell) for cell in _range(time, length)} if time else set()


def _range(time: FreeTime, length: int) -> range:
    return range(time.cell, time.cell + length)
