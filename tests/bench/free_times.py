"""The page of free times: 60 days, 10 counters, a 10-minute grid, half booked; and what ten years of past add to it."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from modules.appointments.models import ConcernPlace
from rathaus.tenancy import Tenant, enter
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, at_most, exactly, interleaved, keep_connected
from tests.bench.office import DAYS, add_past, book_half, host_of, open_office

PAGES: Final = 10  # in one round
ROUNDS: Final = 7
YEARS: Final = 10
A_DAY: Final = 4  # bookings of each of the ten counters: 146,000 in ten years
DAY_ROWS: Final = "appointments_poolday"


def measure(_server: object, _database: str) -> Iterator[Finding]:
    """Yield what the page reads, and the ratio of CPU seconds of two offices, one of them with a past."""
    keep_connected()
    new, place = _office("neu")
    old, old_place = _office("alt")
    with enter(old):
        add_past(old_place, years=YEARS, each=A_DAY)
    yield from _what_is_read(old, old_place)
    with_past, without = interleaved(_pages(old, old_place), _pages(new, place), rounds=ROUNDS)
    detail = f"{with_past / PAGES * 1e3:.1f} ms against {without / PAGES * 1e3:.1f} ms"
    yield at_most(f"free times, {YEARS} years of past against none", with_past / without, 1.1, detail)


def _office(slug: str) -> tuple[Tenant, ConcernPlace]:
    tenant = live_tenant(slug)
    with enter(tenant):
        place = open_office()
        book_half(place)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {DAY_ROWS}, appointments_booking, appointments_bookingplace")
    return tenant, place


def _what_is_read(tenant: Tenant, place: ConcernPlace) -> Iterator[Finding]:
    """Count statements and day rows of one page in a process that has seen it before."""
    statements: list[tuple[str, int]] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        statements.append((sql, context["cursor"].rowcount))
        return result

    page = _pages(tenant, place, pages=1)
    page()
    with connection.execute_wrapper(count):
        page()
    yield at_most("free times, queries of the page", len(statements), 10)
    rows = sum(number for sql, number in statements if DAY_ROWS in sql)
    with enter(tenant):
        released = place.pools.get().days.filter(day__gte=timezone.localdate(), opened_at__lte=timezone.now()).count()
    yield exactly("free times, rows read for each pool and day", rows / released, 1, f"{rows} rows, {DAYS} days ahead")


def _pages(tenant: Tenant, place: ConcernPlace, *, pages: int = PAGES) -> Callable[[], None]:
    handler, factory = WSGIHandler(), RequestFactory()
    path, host = f"/termine/zeit/?anliegen={place.concern_id}", host_of(tenant)

    def read() -> None:
        for _ in range(pages):
            response = handler(factory.get(path, headers={"host": host}).environ, lambda *_args: None)
            assert response.status_code == 200, response.content[:300]
            assert b"zeit" in response.content
            response.close()

    return read
