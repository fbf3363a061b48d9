"""What holding a time costs as a request, against the one SQL statement that it comes down to."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice, product
from typing import Any, Final
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from modules.appointments.forms.public import ChosenTime
from modules.appointments.models import Booking, ConcernPlace
from modules.appointments.services.cells import Quota, booking_statement
from modules.appointments.services.targets import Target
from rathaus.calendar.localtime import CELL_MINUTES
from rathaus.tenancy import Tenant, enter
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, at_most, interleaved, keep_connected
from tests.bench.office import DAYS, FIRST_CELL, GRID, STARTS, host_of, open_office

HOLDS: Final = 300  # in one round
ROUNDS: Final = 9
COUNTERS: Final = 200  # so that no time is ever full


def measure(_server: object, _database: str) -> Iterator[Finding]:
    """Yield the ratio of CPU seconds, Python and Postgres together; what is sent is made beforehand on both sides."""
    tenant = live_tenant("reservierung")
    keep_connected()
    with enter(tenant):
        place = open_office(counters=COUNTERS)
        times = _times(place)
        requests = iter([_requests(tenant, place, times) for _ in range(ROUNDS + 1)])
        statements = iter([_statements(place, times) for _ in range(ROUNDS + 1)])
    handler = WSGIHandler()

    def send() -> None:
        for environ in next(requests):
            response = handler(environ, lambda *_args: None)
            assert response.status_code == 303, response.content[:300]
            response.close()

    def execute() -> None:
        with enter(tenant), connection.cursor():  # which points the connection at the schema
            cursor = connection.connection.cursor()
            for sql, params in next(statements):
                assert cursor.execute(sql, params).fetchone()

    ours, bare = interleaved(send, execute, rounds=ROUNDS)
    detail = f"{ours / HOLDS * 1e6:.0f} µs against {bare / HOLDS * 1e6:.0f} µs"
    yield at_most("hold request against its bare statement", ours / bare, 6, detail)


def _times(place: ConcernPlace) -> Iterator[ChosenTime]:
    """Return times of all days in turn, tomorrow first."""
    today = timezone.localdate()
    days = [today + timedelta(days=ahead) for ahead in range(1, DAYS)]
    cells = [FIRST_CELL + 2 * start for start in range(STARTS)]
    return cycle(ChosenTime(place.pk, day, cell) for cell, day in product(cells, days))


def _requests(tenant: Tenant, place: ConcernPlace, times: Iterator[ChosenTime]) -> list[dict[str, Any]]:
    """Return requests like those of the page of times; each chooses another time."""
    factory, host = RequestFactory(), host_of(tenant)
    return [
        factory.post(
            f"/termine/zeit/?anliegen={place.concern_id}",
            urlencode({"zeit": str(time), "idem_key": str(uuid.uuid4())}),
            content_type="application/x-www-form-urlencoded",
            headers={"host": host, "origin": f"http://{host}"},
        ).environ
        for time in islice(times, HOLDS)
    ]


def _statements(place: ConcernPlace, times: Iterator[ChosenTime]) -> list[tuple[str, dict[str, Any]]]:
    """Return the statements of as many holds."""
    pools = [place.pools.get().pk]
    targets = [Target.at(place, time.day, time.cell, GRID // CELL_MINUTES) for time in islice(times, HOLDS)]
    now = timezone.now()
    return [booking_statement(Booking(**target.columns), pools, quota=Quota.PUBLIC, now=now) for target in targets]
