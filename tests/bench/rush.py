"""Release rush: 500 visitors in the same second for 40 places. All get an answer, and no place is given twice."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from modules.appointments.forms.public import ChosenTime
from modules.appointments.models import Booking, ConcernPlace, State
from rathaus.embedded import Server
from rathaus.tenancy import enter
from tests.bench.citizens import Citizen
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, exactly
from tests.bench.office import FIRST_CELL, close_after, host_of, open_office
from tests.bench.serving import let_everybody_book, serving

VISITORS: Final = 500
COUNTERS: Final = 4
STARTS: Final = 10
PLACES: Final = COUNTERS * STARTS
TRIES: Final = 6  # of a visitor who is offered other times


@dataclass
class Rush:
    """Who wants what, and what became of all visitors."""

    place: ConcernPlace
    day: date
    citizens: list[Citizen]
    gate: threading.Barrier
    won: list[str] = field(default_factory=list)
    told: int = 0  # heard that it is too late, with or without other times


def measure(server: Server, database: str) -> Iterator[Finding]:
    """Yield bookings, places given twice, answers that nobody should get and visitors without any answer."""
    tenant = live_tenant("andrang")
    with enter(tenant):
        day = timezone.localdate() + timedelta(days=2)
        place = open_office(counters=COUNTERS)
        close_after(place, day, starts=STARTS)
        let_everybody_book()
    with serving(server, database) as (port, _running):
        citizens = [Citizen(port, host_of(tenant)) for _ in range(VISITORS)]
        rush = Rush(place, day, citizens, threading.Barrier(VISITORS))
        started = time.monotonic()
        _run(rush)
        seconds = time.monotonic() - started
    with enter(tenant):
        confirmed, doubles = _count(day)
    problems = [problem for citizen in citizens for problem in citizen.problems]
    waited, slowest = sum(citizen.waited for citizen in citizens), max(citizen.slowest for citizen in citizens)
    pace = f"over after {seconds:.0f} s, slowest answer {slowest:.1f} s, {waited} waiting pages"
    yield exactly(f"rush of {VISITORS} for {PLACES} places: booked", confirmed, PLACES, pace)
    yield exactly("rush: places given twice", doubles, 0)
    yield exactly("rush: errors of the server or of the network", len(problems), 0, "; ".join(problems[:2]))
    yield exactly("rush: visitors who know where they stand", len(rush.won) + rush.told, VISITORS)


def _run(rush: Rush) -> None:
    threads = [threading.Thread(target=_visit, args=(rush, number)) for number in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _visit(rush: Rush, number: int) -> None:
    """Look at the times in the same second as everybody, choose one, and take others that are offered instead."""
    citizen, chance = rush.citizens[number], random.Random(number)  # noqa: S311 - not for secrets
    rush.gate.wait()
    page = citizen.get(f"/termine/zeit/?anliegen={rush.place.concern_id}")
    if page.status != 200:
        citizen.complain("the times", page)
        return
    cells = [FIRST_CELL + 2 * start for start in range(STARTS)]
    wished = str(ChosenTime(rush.place.pk, rush.day, chance.choice(cells)))
    for _attempt in range(TRIES):
        answer = citizen.hold(rush.place.concern_id, wished)
        if answer.status == 303:
            if citizen.book(answer.location):
                rush.won.append(answer.location)
            return
        if answer.status != 409:
            citizen.complain(wished, answer)
            return
        if not answer.near:
            break
        wished = chance.choice(answer.near)
    rush.told += 1


def _count(day: date) -> tuple[int, int]:
    """Return how many bookings are confirmed, and how many there are beyond the places of their time."""
    bookings = Booking.objects.filter(day=day)
    times: dict[int, int] = {}
    for cell in bookings.values_list("cell_from", flat=True):
        times[cell] = times.get(cell, 0) + 1
    doubles = sum(max(0, number - COUNTERS) for number in times.values())
    return bookings.filter(state=State.CONFIRMED).count(), doubles
