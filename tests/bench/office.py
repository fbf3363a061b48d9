"""An office as the promises describe it: 60 days ahead, a 10-minute grid from 9 to 17 o'clock, half of it booked."""

from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.db import connection
from django.utils import timezone

from modules.appointments.models import ConcernPlace, OpenDespiteHoliday
from modules.appointments.services import ensure_days, rebuild_days
from rathaus.calendar.holidays import public_holidays
from rathaus.tenancy import Tenant
from tests.factories.appointments import ConcernFactory, ConcernPlaceFactory, OpeningHoursFactory, PoolFactory

COUNTERS: Final = 10
DAYS: Final = 60
GRID: Final = 10  # minutes, and how long a visit takes
FIRST_CELL: Final = 109  # 9:00
STARTS: Final = 48  # until 17:00
OPENS: Final = time(9)
CLOSES: Final = time(17)

# Of each counter's day a random half, as in the comparison with other systems.
_HALF_BOOKED: Final = """
    WITH drawn AS (
        SELECT day::date AS day, %(first_cell)s + 2 * start AS cell_from,
               row_number() OVER (PARTITION BY day, counter ORDER BY random()) AS place_in_line
        FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS day,
             generate_series(0, %(starts)s - 1) AS start, generate_series(1, %(counters)s) AS counter),
    booked AS (
        INSERT INTO appointments_booking (
            id, token, code, idem_key, concern_id, place_id, day, cell_from, cell_to, starts_at, ends_at, state,
            origin, persons, person_names, answers, support, created_at)
        SELECT gen_random_uuid(), left(replace(gen_random_uuid()::text, '-', ''), 24), to_hex(number),
               gen_random_uuid(), %(concern)s, %(place)s, day, cell_from, cell_from + 2,
               day + (cell_from - 1) * interval '5 min', day + (cell_from + 1) * interval '5 min', %(state)s,
               'public', 1, '[]', '{}', '{}', now()
        FROM (SELECT *, row_number() OVER () AS number FROM drawn WHERE place_in_line <= %(each)s) AS numbered
        RETURNING id, day)
    INSERT INTO appointments_bookingplace (booking_id, pool_id, day) SELECT id, %(pool)s, day FROM booked
"""


def open_office(*, counters: int = COUNTERS, days: int = DAYS) -> ConcernPlace:
    """Return a place of the current municipality that is open every day, holidays as well, with its day rows."""
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        OpenDespiteHoliday.objects.bulk_create(OpenDespiteHoliday(day=day) for day in public_holidays("ST", year))
    pool = PoolFactory(counters=counters, horizon_days=days, grid_minutes=GRID)
    for weekday in range(7):
        OpeningHoursFactory(pool=pool, weekday=weekday, places=counters, starts_at=OPENS, ends_at=CLOSES)
    place: ConcernPlace = ConcernPlaceFactory(
        location=pool.location, pools=[pool], concern=ConcernFactory(first_minutes=GRID, max_persons=1)
    )
    ensure_days()
    return place


def book_half(place: ConcernPlace) -> None:
    """Book half of the days to come."""
    today = timezone.localdate()
    _book(place, today, today + timedelta(days=DAYS + 1), each=STARTS // 2, state="confirmed")
    rebuild_days(pools=place.pools.all())


def add_past(place: ConcernPlace, *, years: int, each: int) -> None:
    """Add so many bookings a counter for each day of the past years, and let Postgres learn of them."""
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    _book(place, today - timedelta(days=365 * years), yesterday, each=each, state="done")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE appointments_booking, appointments_bookingplace")


def _book(place: ConcernPlace, first: date, last: date, *, each: int, state: str) -> None:
    params = {
        "first": first,
        "last": last,
        "first_cell": FIRST_CELL,
        "starts": STARTS,
        "counters": COUNTERS,
        "concern": place.concern_id,
        "place": place.pk,
        "pool": place.pools.get().pk,
        "each": each,
        "state": state,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(_HALF_BOOKED, params)


def host_of(tenant: Tenant) -> str:
    """Return the host under which the municipality answers."""
    return urlsplit(tenant.url()).netloc


def close_after(place: ConcernPlace, day: date, *, starts: int) -> None:
    """Leave so many starts from nine o'clock on this one day, and nothing on any other."""
    pool = place.pools.get()
    pool.opening_hours.exclude(weekday=day.weekday()).delete()
    end = datetime.combine(day, OPENS) + timedelta(minutes=GRID * starts)
    pool.opening_hours.update(valid_from=day, valid_until=day, ends_at=end.time())
    rebuild_days(pools=[pool])
