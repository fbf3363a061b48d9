"""Booking beside libres and django-appointment: the same workload, the same server, a database each.

Ours is driven below the pages like the others (django-appointment, whose pages are its only way to book, through them).
"""

import statistics
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from operator import itemgetter, sub
from typing import Any, Final

from django.db import connections
from django.utils import timezone

from modules.appointments.errors import BusyError, SlotTakenError
from modules.appointments.models import Audience, Booking, ConcernPlace
from modules.appointments.selectors import offered_places
from modules.appointments.selectors.places import pools_of
from modules.appointments.selectors.rows import read_rows
from modules.appointments.services import Details, book_at_once
from modules.appointments.slots import start_cells
from modules.appointments.visits import Visit, visit_of
from rathaus.calendar.localtime import instant_of
from rathaus.embedded import Server
from rathaus.tenancy import Tenant, current_tenant, enter
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, as_found, at_least, backend_pids, exactly, keep_connected
from tests.bench.office import FIRST_CELL, book_half, open_office
from tests.bench.peers import workload
from tests.bench.peers.environments import run_peer
from tests.bench.serving import let_everybody_book

REPEATS: Final = 5  # of our lists and those of libres; django-appointment's take half a minute each and come once
FIGHTS: Final = 5  # of ours, each on a day of its own; one lasts a second, one of the peers half a minute
HORIZON: Final = 100
CELLS: Final = 2  # of a visit

System = Mapping[str, Any]


def measure(server: Server, _database: str) -> Iterator[Finding]:
    """Yield the ratios that were promised, and print the table behind them."""
    ours = _ours()
    libres = run_peer(server, "libres", "libres_peer.py", str(REPEATS))
    django = run_peer(server, "django-appointment", "django_appointment_peer.py", "")
    systems = {"rathaus": ours, "libres 1.4": libres, "django-appointment 3.12": django}
    sys.stdout.write("\n".join(["", *_table(systems), "", ""]))
    for days in ("30", "60"):
        alike = {name: system["units"][days] for name, system in systems.items()}
        yield exactly(f"systems that find the same free places in {days} days", len(set(alike.values())), 1)
    yield at_least("libres lists 60 days so many times slower", _median(libres, "60") / _median(ours, "60"), 20)
    yield at_least("django-appointment lists them slower", _median(django, "60") / _median(ours, "60"), 500)
    pace = ours["fight"]["per_second"] / max(libres["fight"]["per_second"], 0.01)
    yield at_least("bookings per second in the fight, against libres", pace, 20)
    yield exactly("fights of ours in which all 100 places were booked", ours["fight"]["complete"], FIGHTS)
    yield exactly("places that we gave twice", ours["fight"]["doubles"], 0)
    yield as_found("places that libres gave twice", libres["fight"]["doubles"])
    yield as_found("places that django-appointment gave twice", django["fight"]["doubles"])


def _ours() -> System:
    tenant = live_tenant("vergleich")
    keep_connected()
    with enter(tenant):
        place = open_office(days=HORIZON)
        book_half(place)
        let_everybody_book()
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")  # only the owner's counts: for others Postgres skips the tables
        loaded = offered_places().get(pk=place.pk)
        units = {days: sum(_free_starts(loaded, int(days)).values()) for days in ("30", "60")}
        (backend,) = backend_pids(["default"])
        listed = {
            days: workload.timed(lambda days=days: _free_starts(loaded, int(days)), REPEATS, backend)
            for days in ("30", "60")
        }
        _Citizen(tenant, place).book(workload.WARM_DAY, workload.STARTS - 1)  # loads what all clients need
    connections.close_all()
    fights = [workload.fight(_Citizen(tenant, place, number)) for number in range(FIGHTS)]
    with enter(tenant):
        return {"units": units, "listed": listed, "fight": _median_fight(fights) | {"doubles": _doubles()}}


def _median_fight(fights: Sequence[System]) -> dict[str, Any]:
    """Return the fight with the median pace, and in how many of them every place was booked."""
    by_pace = sorted(fights, key=itemgetter("per_second"))
    complete = sum(fight["booked"] == workload.COUNTERS * workload.FIGHT_STARTS for fight in fights)
    return {**by_pace[len(fights) // 2], "complete": complete}


def _free_starts(place: ConcernPlace, day_count: int) -> Counter[object]:
    """Return how many counters are free at each start: one reading of the day rows, and the module's own arithmetic.

    The place is loaded before, as the peers' schedulers and resources are.
    """
    days = workload.days(day_count)
    (pool,) = pools_of(place)
    rows = read_rows([pool.pk], days[0], days[-1], audience=Audience.PUBLIC, now=timezone.now())
    zone = current_tenant().time_zone
    free: Counter[object] = Counter()
    for (_pool, day), row in rows.items():
        for cell in start_cells([row.cells], length=CELLS, grid_minutes=pool.grid_minutes):
            left = min(map(sub, row.cap[cell - 1 : cell - 1 + CELLS], row.used[cell - 1 : cell - 1 + CELLS]))
            free[instant_of(day, cell, zone)] = left
    return free


class _Citizen:
    """Somebody who tries all places of the morning of one fight, each in one go.

    A start that is refused is full at all its counters, so it is not tried again.
    """

    def __init__(self, tenant: Tenant, place: ConcernPlace, fight: int = 0) -> None:
        self.tenant = tenant
        self.place = place
        self.day = workload.FIGHT_DAY - timedelta(days=fight)
        self.warm_day = workload.WARM_DAY + timedelta(days=fight)
        self.inside = ExitStack()
        self.visit: Visit | None = None

    def get_ready(self, number: int) -> None:
        """Connect, load the place and book once before the clock starts; the process ends as this municipality."""
        self.inside.enter_context(enter(self.tenant))
        self.place = offered_places().get(pk=self.place.pk)
        self.visit = visit_of(self.place.concern, must_be_complete=True)
        _counter, start = workload.own_unit(number)
        self.book(self.warm_day, start)

    def __call__(self, number: int, deadline: float) -> workload.Account:
        """Return what happened until all places were tried or the time was up."""
        account, full = workload.Account(), set[int]()
        for _counter, start in workload.units_in_random_order(number):
            while start not in full and time.monotonic() < deadline:
                if self._is_settled(self.place, start, account, full):
                    break
        account.is_out_of_time = time.monotonic() > deadline
        return account

    def book(self, day: date, start: int = 0, place: ConcernPlace | None = None) -> None:
        """Hold a time and make it a booking; without e-mail, as the others send none."""
        details = Details(first_name="Erika", last_name="Musterfrau", phone=f"0151 {uuid.uuid4().int % 10**9}")
        cell = FIRST_CELL + CELLS * start
        book_at_once(
            place=place or self.place,
            day=day,
            cell_from=cell,
            idem_key=uuid.uuid4(),
            details=details,
            visit=self.visit,
        )

    def _is_settled(self, place: ConcernPlace, start: int, account: workload.Account, full: set[int]) -> bool:
        try:
            self.book(self.day, start, place)
        except SlotTakenError:
            account.refused += 1
            full.add(start)  # none of its ten counters is left
        except BusyError:
            account.aborted += 1
            return False
        else:
            account.booked_at.append(time.monotonic())
        return True


def _doubles() -> int:
    """Return how many bookings of the fights are beyond the places of their start."""
    days = [workload.FIGHT_DAY - timedelta(days=fight) for fight in range(FIGHTS)]
    taken = Counter(Booking.objects.filter(day__in=days).values_list("day", "cell_from"))
    return sum(max(0, number - workload.COUNTERS) for number in taken.values())


def _median(system: System, days: str, clock: str = "cpu") -> float:
    return statistics.median(system["listed"][days][clock])


def _table(systems: Mapping[str, System]) -> Iterator[str]:
    """Yield the lines of the table: medians, and how many times ours each is."""
    ours = systems["rathaus"]
    yield f"{'':<44}" + "".join(f"{name:>26}" for name in systems)
    for days in ("30", "60"):
        for clock, words in (("cpu", "CPU"), ("wall", "clock")):
            base = _median(ours, days, clock)
            cells = [_with_ratio(_median(system, days, clock), base) for system in systems.values()]
            yield _line(f"list of {days} days, median, {words}", cells)
    for key, words in (("per_second", "until all were tried"), ("at_first_per_second", "until the last booking")):
        best = ours["fight"][key]
        paces = [max(system["fight"][key], 0.01) for system in systems.values()]
        yield _line(f"32 clients, {words}", [f"{pace:.1f}/s (1/{best / pace:.0f})" for pace in paces])
    for key, words in (
        ("booked", "booked"),
        ("doubles", "given twice"),
        ("refused", "refused"),
        ("aborted", "aborted"),
    ):
        yield _line(f"  {words}", [str(system["fight"][key]) for system in systems.values()])


def _with_ratio(seconds: float, base: float) -> str:
    return f"{seconds * 1e3:,.1f} ms ({seconds / base:,.0f}x)"


def _line(label: str, cells: Sequence[str]) -> str:
    return f"{label:<44}" + "".join(f"{cell:>26}" for cell in cells)
