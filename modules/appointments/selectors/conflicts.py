"""Bookings for which there is no room: under the rules as they are, or as somebody is about to make them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from modules.appointments.models import OPEN_STATES, Booking, BookingPlace, Closure, OpeningHours, Pool
from modules.appointments.rules import PoolRules
from modules.appointments.selectors.rules import load_rules

Proposed = Mapping[UUID, PoolRules]


def proposed_hours(*, pool: Pool, save: Sequence[OpeningHours] = (), remove: Collection[UUID] = ()) -> Proposed:
    """Return the pool's rules as they would be with these hours saved and those removed."""
    rules = load_rules([pool])[pool.pk]
    replaced = {hours.pk for hours in save} | set(remove)
    kept = [hours for hours in rules.hours if hours.pk not in replaced]
    return {pool.pk: rules.with_hours([*kept, *save])}


def proposed_closure(*, closure: Closure) -> Proposed:
    """Return the rules of the pools that the closure concerns, as they would be with it."""
    rules = load_rules(pools_closed_by(closure))
    return {pool: entry.with_closure(closure) for pool, entry in rules.items()}


def pools_closed_by(closure: Closure) -> list[Pool]:
    """Return the pools that a closure concerns."""
    pools = Pool.objects.all()
    if closure.pool_id:
        pools = pools.filter(pk=closure.pool_id)
    elif closure.location_id:
        pools = pools.filter(location=closure.location_id)
    return list(pools)


def affected_bookings(*, proposed: Proposed, now: datetime | None = None) -> list[Booking]:
    """Return the future bookings that fit today and would not under the proposed rules, in order of time.

    Where several stand at the same time and only some fit, whoever booked first stays. Overbookings that staff made on
    purpose do not fit before either and are left out.
    """
    now = now or timezone.now()
    places = _future_places(proposed, now)
    current = load_rules(Pool.objects.filter(pk__in=list(proposed)))
    affected = _without_room(places, proposed) - _without_room(places, current)
    return _bookings(affected)


def conflicting_bookings(*, pools: Iterable[Pool], now: datetime | None = None) -> list[Booking]:
    """Return the future bookings for which the pools have no room, in order of time."""
    rules = load_rules(pools)
    return _bookings(_without_room(_future_places(rules, now or timezone.now()), rules))


def _future_places(pools: Iterable[UUID], now: datetime) -> list[BookingPlace]:
    return list(
        BookingPlace.objects.filter(pool__in=list(pools), booking__state__in=OPEN_STATES, booking__starts_at__gt=now)
        .select_related("booking")
        .order_by("pool_id", "day", "booking__created_at", "booking_id")
    )


def _without_room(places: Sequence[BookingPlace], rules: Mapping[UUID, PoolRules]) -> set[UUID]:
    found: set[UUID] = set()
    for (pool, day), of_day in groupby(places, key=lambda place: (place.pool_id, place.day)):
        room = list(rules[pool].capacity_on(day)[1])
        for place in of_day:
            cells = range(place.booking.cell_from - 1, place.booking.cell_to - 1)
            if all(room[cell] > 0 for cell in cells):
                for cell in cells:
                    room[cell] -= 1
            else:
                found.add(place.booking_id)
    return found


def _bookings(ids: Collection[UUID]) -> list[Booking]:
    related = Booking.objects.select_related("concern", "place__location", "place__concern")
    return list(related.filter(pk__in=ids).order_by("starts_at", "id"))
