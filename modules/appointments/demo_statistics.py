"""The past of a demonstration: five more weeks of appointments without contact data, and the daily looks at free times.

Retention would have left exactly this: when, for what, by which way, how long it took and how it ended.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from modules.appointments.models import (
    Booking,
    BookingPlace,
    Channel,
    ConcernPlace,
    FurtherConcern,
    LeadTimeSample,
    Origin,
    Pool,
    PoolKind,
    State,
)
from modules.appointments.selectors.places import offered_places, pools_of
from modules.appointments.selectors.rules import load_rules
from modules.appointments.slots import length_cells, open_cells
from modules.appointments.slots.masks import runs
from rathaus.calendar.localtime import instant_of, local_day
from rathaus.tenancy import current_tenant

WEEKS_BEFORE: Final = 5  # with the four weeks before today two whole months, whatever day it is
_WAYS: Final = ((Origin.PUBLIC, Origin.PHONE, Origin.EMBED, Origin.WALK_IN), (62, 24, 8, 6))
_ENDS: Final = ((State.DONE, State.NO_SHOW, State.CANCELLED), (84, 7, 9))

Past = tuple[Booking, Sequence[Pool]]


def create_past(now: datetime, *, until: date) -> date:
    """Add the weeks before `until`, from which the demonstration's own bookings go on, and return the first day."""
    random = Random(f"past of {current_tenant().slug}")  # noqa: S311 - invented life, nothing secret
    places = [place for place in offered_places() if _is_simple(place)]
    first = until - timedelta(weeks=WEEKS_BEFORE)
    days = [first + timedelta(days=offset) for offset in range((until - first).days)]
    past = list(_past(random, places, days))
    Booking.objects.bulk_create(booking for booking, _pools in past)
    BookingPlace.objects.bulk_create(
        BookingPlace(booking=booking, pool=pool, day=booking.day) for booking, pools in past for pool in pools
    )
    _add_further(random, [booking for booking, _pools in past], places)
    _add_samples(random, places, first, local_day(now, current_tenant().time_zone))
    return first


def _is_simple(place: ConcernPlace) -> bool:
    """Return whether one counter is enough, so that no two of these shifts need the same one."""
    return sum(pool.kind == PoolKind.COUNTERS for pool in pools_of(place)) == 1


def _past(random: Random, places: Sequence[ConcernPlace], days: Sequence[date]) -> Iterator[Past]:
    """Yield the bookings of each counter of each team, one after the other, with gaps."""
    by_pool: dict[Pool, list[ConcernPlace]] = {}
    for place in places:
        by_pool.setdefault(pools_of(place)[0], []).append(place)
    rules = load_rules(by_pool)
    for index, day in enumerate(days):
        growth = 0.3 + 0.12 * index / len(days)
        for pool, offered in by_pool.items():
            cap, cap_staff = rules[pool.pk].capacity_on(day)
            for counter in range(max(cap_staff, default=0)):
                fullness = growth if counter < max(cap, default=0) else growth / 3
                yield from _shift(random, day, list(runs(open_cells(cap_staff))), offered, fullness)


def _shift(
    random: Random, day: date, hours: Sequence[tuple[int, int]], offered: Sequence[ConcernPlace], fullness: float
) -> Iterator[Past]:
    for start, end in hours:
        cell = start
        while True:
            place = random.choice(offered)
            length = length_cells(place.concern.first_minutes)
            if cell + length > end:
                break
            if random.random() < fullness:
                yield _visit(random, place, day, cell, length), pools_of(place)
            cell += length


def _visit(random: Random, place: ConcernPlace, day: date, cell: int, length: int) -> Booking:
    zone = current_tenant().time_zone
    starts_at, ends_at = instant_of(day, cell, zone), instant_of(day, cell + length, zone)
    booking = Booking(
        concern=place.concern,
        place=place,
        day=day,
        cell_from=cell,
        cell_to=cell + length,
        starts_at=starts_at,
        ends_at=ends_at,
        origin=random.choices(*_WAYS)[0],
        created_at=starts_at - timedelta(hours=min(random.expovariate(1 / 140), 1400)),
        erased_at=ends_at + timedelta(days=30),
    )
    booking.state = State.DONE if booking.origin == Origin.WALK_IN else random.choices(*_ENDS)[0]
    _add_course(random, booking)
    return booking


def _add_course(random: Random, booking: Booking) -> None:
    booking.confirmed_at = booking.created_at + timedelta(minutes=4)
    booking.moves_online = int(booking.origin == Origin.PUBLIC and random.random() < 0.05)
    if booking.state == State.CANCELLED:
        booking.cancelled_at = booking.starts_at - timedelta(hours=random.randint(2, 40))
        booking.cancelled_online = random.random() < 0.8
        return
    booking.finished_at = booking.ends_at
    if booking.state == State.NO_SHOW:
        return
    if booking.origin == Origin.PHONE and random.random() < 0.2:
        booking.channel = Channel.PHONE
    late = timedelta(minutes=random.choice((0, 0, 1, 2, 3, 4, 6, 9, 14)))
    booking.arrived_at = booking.starts_at - timedelta(minutes=random.randint(0, 12))
    booking.called_at = booking.starts_at + late
    worked = max((booking.ends_at - booking.starts_at) * random.uniform(0.5, 1.2), timedelta(minutes=3))
    booking.finished_at = booking.called_at + worked


def _add_further(random: Random, bookings: Sequence[Booking], places: Sequence[ConcernPlace]) -> None:
    concerns = list({place.concern_id for place in places})
    chosen = [booking for booking in bookings if booking.state == State.DONE and random.random() < 0.07]
    FurtherConcern.objects.bulk_create(
        FurtherConcern(booking=booking, concern_id=random.choice(others))
        for booking in chosen
        if (others := sorted(concern for concern in concerns if concern != booking.concern_id))
    )


def _add_samples(random: Random, places: Sequence[ConcernPlace], first: date, today: date) -> None:
    days = [first + timedelta(days=offset) for offset in range((today - first).days)]
    LeadTimeSample.objects.bulk_create(
        (
            LeadTimeSample(place=place, day=day, minutes=_lead(random, place, index / len(days)))
            for place in places
            for index, day in enumerate(days)
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )


def _lead(random: Random, place: ConcernPlace, progress: float) -> int | None:
    """Return minutes to the next free time: shorter for what is asked for less, and as the weeks pass."""
    days = max(9 - place.concern.position, 1) * (1.3 - 0.6 * progress) * random.uniform(0.6, 1.5)
    return None if random.random() < 0.004 else round(days * 24 * 60)
