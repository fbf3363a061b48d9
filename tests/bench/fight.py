"""32 clients fight for 100 places through HTTP: every place is given once, and losers hear what is free nearby."""

import http.client
import os
import random
import re
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import psycopg
from django.utils import timezone
from psycopg import sql

from modules.appointments.forms.public import ChosenTime
from modules.appointments.models import AppointmentSettings, ConcernPlace, Confirmation
from rathaus.cli.processes import web_command
from rathaus.embedded import Server
from rathaus.tenancy import enter
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, exactly
from tests.bench.office import FIRST_CELL, close_after, host_of, open_office
from tests.processes import bare_environment, free_port, start, wait_until_answers

CLIENTS: Final = 32
COUNTERS: Final = 10
STARTS: Final = 10
PLACES: Final = COUNTERS * STARTS
VARIABLES: Final = ("DJANGO_SETTINGS_MODULE", "ENVIRONMENT", "SECRET_KEY", "BASE_DOMAIN", "PUBLIC_SCHEME")
NEAR: Final = re.compile(r'class="near-times".*?</div>', re.DOTALL)
VALUE: Final = re.compile(r'name="zeit" value="([^"]+)"')


@dataclass
class Contest:
    """Where it is fought, and what the clients have seen."""

    port: int
    host: str
    place: ConcernPlace
    day: date
    database: str
    schema: str
    lost: int = 0
    left_alone: int = 0  # losers who were offered nothing although something was free
    problems: list[str] = field(default_factory=list)


def measure(server: Server, database: str) -> Iterator[Finding]:
    """Yield confirmed bookings, places given twice and losers left alone; bookings per second is information."""
    tenant = live_tenant("gedraenge")
    with enter(tenant):
        place, day = _crowded_office()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = web_command(host="127.0.0.1", port=port, workers=2, threads=4)
        running = start("web", command, _environment(server, database, folder), Path(folder))
        try:
            wait_until_answers(port, "/healthz", running)
            contest = Contest(port, host_of(tenant), place, day, server.url(database), tenant.schema_name)
            seconds = _fight(contest)
        finally:
            running.kill()
    confirmed, doubles = _count(contest)
    pace = f"{confirmed / seconds:.0f} bookings/s, each of three requests; {contest.lost} times too late"
    yield exactly(f"{CLIENTS} clients for {PLACES} places: confirmed", confirmed, PLACES, pace)
    yield exactly("places given twice", doubles, 0)
    yield exactly("losers without the free times nearby", contest.left_alone, 0)
    yield exactly("answers that were neither won nor lost", len(contest.problems), 0, "; ".join(contest.problems[:2]))


def _crowded_office() -> tuple[ConcernPlace, date]:
    """Return an office whose only free times are ten in a row on the day after tomorrow."""
    day = timezone.localdate() + timedelta(days=2)
    place = open_office(counters=COUNTERS)
    close_after(place, day, starts=STARTS)
    AppointmentSettings.objects.update_or_create(
        pk=AppointmentSettings.ONLY_ID, defaults={"confirmation": Confirmation.NONE}
    )
    return place, day


def _environment(server: Server, database: str, folder: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in (*VARIABLES, "STATIC_ROOT", "LOG_LEVEL")}
    urls = {"DATABASE_URL": server.url(database), "DATABASE_OWNER_URL": server.url(database, role="owner")}
    return bare_environment(**kept, **urls, RATHAUS_LOCAL=folder)


def _fight(contest: Contest) -> float:
    """Let all clients run until each has heard that nothing is left; return the seconds."""
    started = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        for client in [pool.submit(_client, contest, number) for number in range(CLIENTS)]:
            client.result()
    return time.monotonic() - started


def _client(contest: Contest, number: int) -> None:
    """Try a time; if it is gone take one of those offered instead; begin again, until nothing is offered."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    cells = [FIRST_CELL + 2 * start for start in range(STARTS)]
    wished = ""
    for _attempt in range(PLACES * 2):
        time_ = wished or str(ChosenTime(contest.place.pk, contest.day, chance.choice(cells)))
        status, location, text = _post(
            contest,
            f"/termine/zeit/?anliegen={contest.place.concern_id}",
            {"zeit": time_, "idem_key": str(uuid.uuid4())},
        )
        if status == 303:
            wished = ""
            _book(contest, location)
        elif status == 409:
            contest.lost += 1
            found = NEAR.search(text)
            near = VALUE.findall(found.group()) if found else []
            if not near:
                contest.left_alone += _has_room(contest)
                return
            wished = chance.choice(near)
        else:
            contest.problems.append(f"{status} for {time_}: {text[:200]}")


def _book(contest: Contest, address: str) -> None:
    """Fill in the details of a held time and book it."""
    details = {
        "schritt": "angaben",
        "first_name": "Erika",
        "last_name": "Musterfrau",
        "email": f"{uuid.uuid4().hex}@post.example",
        "for_whom": "me",
    }
    for path, form in ((address, details), (f"{address}pruefen/", {})):
        status, location, text = _post(contest, path, form)
        expected = f"{address}pruefen/" if form else address
        if (status, location) != (303, expected):
            contest.problems.append(f"{status} {location} for {path}: {text[:200]}")


def _post(contest: Contest, path: str, form: dict[str, str]) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", contest.port, timeout=60)
    headers = {
        "Host": contest.host,
        "Origin": f"http://{contest.host}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request("POST", path, urlencode(form), headers)
        response = connection.getresponse()
        return response.status, response.getheader("Location", ""), response.read().decode()
    finally:
        connection.close()


def _has_room(contest: Contest) -> bool:
    """Return whether a place is free; nobody gives one back here, so then one was free a moment before as well."""
    return sum(number for _confirmed, number in _taken(contest)) < PLACES


def _count(contest: Contest) -> tuple[int, int]:
    """Return how many bookings are confirmed, and how many there are beyond the places of their time."""
    times = _taken(contest)
    return sum(confirmed for confirmed, _number in times), sum(
        max(0, number - COUNTERS) for _confirmed, number in times
    )


def _taken(contest: Contest) -> list[tuple[int, int]]:
    """Return for each time how many bookings are confirmed, and how many there are."""
    statement = sql.SQL(
        "SELECT count(*) FILTER (WHERE state = 'confirmed'), count(*) FROM {} WHERE day = %s GROUP BY cell_from"
    ).format(sql.Identifier(contest.schema, "appointments_booking"))
    with psycopg.connect(contest.database) as connection:
        return connection.execute(statement, [contest.day]).fetchall()
