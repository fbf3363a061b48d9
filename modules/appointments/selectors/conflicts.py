"""Bookings for which there is no room: under the rules as they are, or as somebody is about to make them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from modules.appointments.models import (
    CITIZEN_ORIGINS,
    OPEN_STATES,
    Booking,
    BookingPlace,
    Closure,
    Concern,
    ConcernWindow,
    OpenDespiteHoliday,
    OpeningHours,
    Pool,
    PoolKind,
    State,
)
from modules.appointments.rules import PoolRules
from modules.appointments.selectors.rules import load_rules
from modules.appointments.slots import range_mask, windows_mask
from rathaus.tenancy import current_tenant

Proposed = Mapping[UUID, PoolRules]


def proposed_hours(*, pool: Pool, save: Sequence[OpeningHours] = (), remove: Collection[UUID] = ()) -> Proposed:
    """Return the pool's rules as they would be with these hours saved and those removed."""
    rules = load_rules([pool])[pool.pk]
    replaced = {hours.pk for hours in save} | set(remove)
    kept = [hours for hours in rules.hours if hours.pk not in replaced]
    return {pool.pk: rules.with_hours([*kept, *save])}


def proposed_closure(*, closure: Closure) -> Proposed:
    """Return the rules of the pools that the closure concerns, as they would be with it."""
    return proposed_closures(save=[closure])


def proposed_closures(*, save: Sequence[Closure] = (), remove: Sequence[Closure] = ()) -> Proposed:
    """Return the rules of the pools concerned as they would be with these closures saved and those removed."""
    reach = [(closure, pool.pk) for closure in save for pool in pools_closed_by(closure)]
    pools = {pool for _closure, pool in reach} | {pool.pk for closure in remove for pool in pools_closed_by(closure)}
    gone = [closure.pk for closure in remove]
    return {
        pool: entry.with_closures([closure for closure, there in reach if there == pool], without=gone)
        for pool, entry in load_rules(Pool.objects.filter(pk__in=pools)).items()
    }


def proposed_holidays(*, keep: OpenDespiteHoliday) -> Proposed:
    """Return the rules of the pools concerned as they would be if this holiday were kept after all."""
    pools = Pool.objects.filter(pk=keep.pool_id) if keep.pool_id else Pool.objects.filter(kind=PoolKind.COUNTERS)
    others = OpenDespiteHoliday.objects.filter(day=keep.day).exclude(pk=keep.pk)
    still_open = set(others.values_list("pool", flat=True))
    rules = load_rules(pool for pool in pools if not still_open & {None, pool.pk})
    return {pool: replace(entry, open_holidays=entry.open_holidays - {keep.day}) for pool, entry in rules.items()}


def proposed_shutdown(*, pool: Pool) -> Proposed:
    """Return the rules of a pool as they would be if it were taken out of use."""
    return {pool.pk: replace(load_rules([pool])[pool.pk], is_active=False)}


def pools_closed_by(closure: Closure) -> list[Pool]:
    """Return the pools that a closure concerns."""
    pools = Pool.objects.all()
    if closure.pool_id:
        pools = pools.filter(pk=closure.pool_id)
    elif closure.location_id:
        pools = pools.filter(location=closure.location_id)
    return list(pools)


def affected_bookings(
    *, proposed: Proposed, current: Proposed | None = None, now: datetime | None = None
) -> list[Booking]:
    """Return the future bookings that fit today and would not under the proposed rules, in order of time.

    Where several stand at the same time and only some fit, whoever booked first stays. Overbookings that staff made on
    purpose do not fit before either and are left out. `current` are the rules to compare with, those in force unless
    given.
    """
    now = now or timezone.now()
    places = _future_places(proposed, now)
    current = current or load_rules(Pool.objects.filter(pk__in=list(proposed)))
    affected = _without_room(places, proposed) - _without_room(places, current)
    return _bookings(affected)


def outside_windows(
    *, concern: Concern, windows: Sequence[ConcernWindow], now: datetime | None = None
) -> list[Booking]:
    """Return the future bookings of the concern that lie within its own hours today and would not within these."""
    now = now or timezone.now()
    before = list(concern.windows.all())
    bookings = Booking.objects.filter(concern=concern, state__in=OPEN_STATES, starts_at__gt=now)
    return _bookings([row.pk for row in bookings if _lies_in(before, row) and not _lies_in(windows, row)])


def _lies_in(windows: Sequence[ConcernWindow], booking: Booking) -> bool:
    return is_within(windows, day=booking.day, cell_from=booking.cell_from, cell_to=booking.cell_to)


def is_within(windows: Sequence[ConcernWindow], *, day: date, cell_from: int, cell_to: int) -> bool:
    """Return whether a stretch of a day lies wholly in a concern's own hours; without any it does."""
    if not windows:
        return True
    of_day = [window.window for window in windows if window.recurrence.occurs_on(day)]
    return not range_mask(cell_from, cell_to) & ~windows_mask(of_day, day, current_tenant().time_zone)


def holds_without_room(*, proposed: Proposed, now: datetime) -> set[UUID]:
    """Return the times that somebody holds at this moment and that these rules do not offer any more.

    Holds come behind all bookings, and the town hall's own (origin REPLACEMENT and others) are left alone.
    """
    places = _future_places(proposed, now)
    held = _places_of(proposed, now).filter(booking__state=State.HELD, booking__origin__in=CITIZEN_ORIGINS)
    together = sorted([*places, *held], key=lambda place: (place.pool_id, place.day))
    return _without_room(together, proposed) & {place.booking_id for place in held}


def conflicting_bookings(*, pools: Iterable[Pool], now: datetime | None = None) -> list[Booking]:
    """Return the future bookings for which the pools have no room, in order of time."""
    rules = load_rules(pools)
    return _bookings(_without_room(_future_places(rules, now or timezone.now()), rules))


def _future_places(pools: Iterable[UUID], now: datetime) -> list[BookingPlace]:
    return list(_places_of(pools, now).filter(booking__state__in=OPEN_STATES))


def _places_of(pools: Iterable[UUID], now: datetime) -> QuerySet[BookingPlace]:
    """Return the places of what is still to come, whoever booked first standing first."""
    places = BookingPlace.objects.filter(pool__in=list(pools), booking__starts_at__gt=now).select_related("booking")
    return places.order_by("pool_id", "day", "booking__created_at", "booking_id")


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
    related = Booking.objects.select_related("concern", "place__location", "place__concern").prefetch_related(
        "further_concerns__concern"
    )
    return list(related.filter(pk__in=ids).order_by("starts_at", "id"))
