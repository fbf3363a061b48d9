"""Weeks of invented bookings, so that every page of a demonstration shows life. The same town always gets the same.

Bookings are written at once, without mails and without a line in the record: nobody did them. Persons are invented.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from modules.appointments.demo_owners import give_to_citizens
from modules.appointments.demo_people import add_person, add_state
from modules.appointments.demo_room import create_room
from modules.appointments.demo_statistics import create_past
from modules.appointments.demo_waiting import create_demo_documents, create_demo_wishes
from modules.appointments.demo_ways import set_up_ways, show_ways
from modules.appointments.models import (
    Audience,
    Booking,
    BookingPlace,
    Closure,
    Concern,
    ConcernPlace,
    OpeningHours,
    Pool,
)
from modules.appointments.sample_data import COUNTERS, create_samples
from modules.appointments.selectors.places import offered_places, pools_of, window_mask
from modules.appointments.selectors.rules import load_rules
from modules.appointments.services import change_opening_hours, rebuild_days, save_closure, save_concern, save_pool
from modules.appointments.slots import PoolCells, length_cells, start_cells
from rathaus.calendar.localtime import instant_of, local_day
from rathaus.calendar.recurrence import Frequency
from rathaus.tenancy import current_tenant
from tenants.municipality.models import Location

WEEKS_BACK: Final = 4
WEEKS_AHEAD: Final = 6
OUTPOST_CONCERNS: Final = (
    "Personalausweis beantragen",
    "Ausweis oder Pass abholen",
    "Wohnung anmelden oder ummelden",
    "Meldebescheinigung",
)


@dataclass(frozen=True)
class Outpost:
    """A place in a village that is open on one weekday of the month."""

    name: str
    street: str
    postal_code: str
    city: str
    weekday: int
    nth: int
    hours: tuple[time, time] = (time(14), time(17))


OUTPOSTS: Final[dict[str, Sequence[Outpost]]] = {
    "tangerhuette": (
        Outpost("Außenstelle Lüderitz", "Dorfstraße 1", "39517", "Tangerhütte, Ortsteil Lüderitz", 1, 1),
        Outpost("Außenstelle Grieben", "Breite Straße 1", "39517", "Tangerhütte, Ortsteil Grieben", 3, 3),
    ),
    "arneburg-goldbeck": (
        Outpost("Bürgerbüro Arneburg", "Breite Straße 1", "39596", "Arneburg", 1, 2),
        Outpost("Bürgerbüro Werben", "Marktplatz 1", "39615", "Werben (Elbe)", 3, 4),
    ),
}


@dataclass
class Room:
    """What is left of the pools' days while bookings are drawn."""

    cap: dict[tuple[UUID, date], list[int]]
    used: dict[tuple[UUID, date], list[int]] = field(default_factory=dict)

    def cells(self, pool: Pool, day: date) -> PoolCells:
        """Return what is free and open in the pool on that day."""
        cap = self.cap[pool.pk, day]
        return PoolCells.from_row(cap, self.used.setdefault((pool.pk, day), [0] * len(cap)))

    def take(self, pools: Iterable[Pool], booking: Booking) -> None:
        """Take a place in each pool."""
        for pool in pools:
            row = self.used[pool.pk, booking.day]
            for cell in range(booking.cell_from - 1, booking.cell_to - 1):
                row[cell] += 1


def create_demo(now: datetime) -> None:
    """Add outposts, a closed day and bookings from four weeks ago to six weeks ahead; samples where there are none."""
    create_samples(None)
    if Booking.objects.exists():
        return
    for outpost in OUTPOSTS.get(current_tenant().slug, ()):
        _open_outpost(outpost)
    set_up_ways()
    today = local_day(now, current_tenant().time_zone)
    _close_a_day(today)
    random = Random(current_tenant().slug)  # noqa: S311 - invented life, nothing secret
    first = today - timedelta(weeks=WEEKS_BACK)
    bookings = list(_bookings(random, first, today, now))
    Booking.objects.bulk_create(booking for booking, _pools in bookings)
    BookingPlace.objects.bulk_create(
        BookingPlace(booking=booking, pool=pool, day=booking.day) for booking, pools in bookings for pool in pools
    )
    show_ways(now)
    create_room(now)
    create_demo_wishes(random, now)
    create_demo_documents(random, now)
    give_to_citizens(now)
    rebuild_days(pools=Pool.objects.all(), since=create_past(now, until=first), now=now)


def _open_outpost(outpost: Outpost) -> None:
    location = Location.objects.create(
        name=outpost.name,
        street=outpost.street,
        postal_code=outpost.postal_code,
        city=outpost.city,
        position=Location.objects.count() + 1,
    )
    pool = save_pool(pool=Pool(location=location, name=COUNTERS, position=10), actor=None)
    start, end = outpost.hours
    hours = OpeningHours(
        frequency=Frequency.MONTHLY_NTH, weekday=outpost.weekday, nth=outpost.nth, starts_at=start, ends_at=end
    )
    change_opening_hours(pool=pool, save=[hours], actor=None)
    for concern in Concern.objects.filter(name__in=OUTPOST_CONCERNS):
        others = {place.location: pools_of(place) for place in concern.places.select_related("location")}
        save_concern(concern=concern, places={**others, location: [pool]}, actor=None)


def _close_a_day(today: date) -> None:
    """Close the Friday after next for the staff outing."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7 + 14)
    save_closure(closure=Closure(starts_on=friday, ends_on=friday, reason="Betriebsausflug"), actor=None)


def _bookings(random: Random, first: date, today: date, now: datetime) -> Iterator[tuple[Booking, list[Pool]]]:
    """Yield the bookings of each day until the day is as full as it is to be."""
    places = list(offered_places(Audience.STAFF))
    days = [first + timedelta(days=offset) for offset in range((WEEKS_BACK + WEEKS_AHEAD) * 7)]
    room = _room(places, days)
    for day in days:
        offered = [place for place in places if any(room.cap[pools_of(place)[0].pk, day])]
        for _ in range(_wanted(random, day, today, room, offered)):
            place = random.choices(offered, [_popularity(place) for place in offered])[0]
            if drawn := _draw(random, place, day, room):
                booking = _booking(random, place, day, drawn, now)
                if booking.is_alive_at(now):
                    room.take(pools_of(place), booking)
                yield booking, list(pools_of(place))


def _room(places: Iterable[ConcernPlace], days: Sequence[date]) -> Room:
    rules = load_rules(pool for place in places for pool in pools_of(place))
    return Room({(pool, day): list(entry.capacity_on(day)[0]) for pool, entry in rules.items() for day in days})


def _wanted(random: Random, day: date, today: date, room: Room, offered: Sequence[ConcernPlace]) -> int:
    """Return how many bookings to draw: full days around today, fewer the farther ahead or behind."""
    ahead = (day - today).days
    fullness = 0.8 * (1 - ahead / (WEEKS_AHEAD * 7 + 3)) ** 1.5 if ahead > 0 else 0.85 if ahead > -7 else 0.6
    pools = {pools_of(place)[0].pk for place in offered}
    visits = sum(sum(room.cap[pool, day]) for pool in pools) / 4  # of twenty minutes
    return round(visits * fullness * random.uniform(0.8, 1.1))


def _popularity(place: ConcernPlace) -> int:
    """Return a weight: what stands on top of the list is asked for most."""
    return max(12 - 2 * place.concern.position, 2)


def _draw(random: Random, place: ConcernPlace, day: date, room: Room) -> tuple[int, int, int] | None:
    """Return persons, first cell and the cell behind the last one of a random free time."""
    concern = place.concern
    persons = min(random.choice((1, 1, 1, 1, 1, 2, 2, 3)), concern.max_persons)
    length = length_cells(concern.first_minutes + concern.further_minutes * (persons - 1))
    pools = pools_of(place)
    starts = start_cells(
        [room.cells(pool, day) for pool in pools],
        length=length,
        grid_minutes=pools[0].grid_minutes,
        window=window_mask(place, day),
    )
    if not starts:
        return None
    start = random.choice(starts)
    return persons, start, start + length


def _booking(random: Random, place: ConcernPlace, day: date, drawn: tuple[int, int, int], now: datetime) -> Booking:
    persons, cell_from, cell_to = drawn
    zone = current_tenant().time_zone
    starts_at, ends_at = instant_of(day, cell_from, zone), instant_of(day, cell_to, zone)
    created_at = min(
        starts_at - timedelta(hours=random.randint(2, 400)), now - timedelta(minutes=random.randint(5, 3000))
    )
    booking = Booking(
        idem_key=uuid.uuid4(),
        concern=place.concern,
        place=place,
        day=day,
        cell_from=cell_from,
        cell_to=cell_to,
        starts_at=starts_at,
        ends_at=ends_at,
        persons=persons,
        created_at=created_at,
    )
    add_person(random, booking)
    add_state(random, booking, now)
    return booking
