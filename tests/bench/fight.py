"""32 clients fight for 100 places through HTTP: every place is given once, and losers hear what is free nearby."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import psycopg
from django.utils import timezone
from psycopg import sql

from modules.appointments.forms.public import ChosenTime
from modules.appointments.models import ConcernPlace
from rathaus.embedded import Server
from rathaus.tenancy import enter
from tests.bench.citizens import Citizen
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, exactly
from tests.bench.office import FIRST_CELL, close_after, host_of, open_office
from tests.bench.serving import let_everybody_book, serving

CLIENTS: Final = 32
COUNTERS: Final = 10
STARTS: Final = 10
PLACES: Final = COUNTERS * STARTS


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
    with serving(server, database) as (port, _running):
        contest = Contest(port, host_of(tenant), place, day, server.url(database), tenant.schema_name)
        seconds = _fight(contest)
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
    let_everybody_book()
    return place, day


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
    citizen = Citizen(contest.port, contest.host, contest.problems)
    cells = [FIRST_CELL + 2 * start for start in range(STARTS)]
    wished = ""
    for _attempt in range(PLACES * 2):
        time_ = wished or str(ChosenTime(contest.place.pk, contest.day, chance.choice(cells)))
        answer = citizen.hold(contest.place.concern_id, time_)
        if answer.status == 303:
            wished = ""
            citizen.book(answer.location)
        elif answer.status == 409:
            contest.lost += 1
            if not answer.near:
                contest.left_alone += _has_room(contest)
                return
            wished = chance.choice(answer.near)
        else:
            citizen.complain(time_, answer)


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
