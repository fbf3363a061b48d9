"""Soak: people book, move and cancel for minutes, hours and closures change, and processes are killed every minute.

`python -m tests.bench soak --minutes 20`; it is no part of `make bench`. Afterwards the self-check compares every day
row with opening hours and bookings, and the queue has to be empty.
"""

import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Final

import psutil
import psycopg
from django.db import connection
from django.utils import timezone

from modules.appointments.errors import AppointmentError, UnresolvedBookingsError
from modules.appointments.forms.public import ChosenTime
from modules.appointments.models import Closure, ConcernPlace, OpeningHours
from modules.appointments.services import (
    Action,
    Resolution,
    change_opening_hours,
    check_days,
    remove_closure,
    save_closure,
    sweep_expired,
)
from rathaus.cli.processes import scheduler_command, worker_command
from rathaus.embedded import Server, drop_database, prepare_queue
from rathaus.mail.models import OutboxMessage, State
from rathaus.tenancy import Tenant, enter
from tests.bench.citizens import Answer, Citizen
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, exactly
from tests.bench.office import CLOSES, FIRST_CELL, OPENS, host_of, open_office
from tests.bench.serving import environment, let_everybody_book, serving
from tests.processes import Running, start

MINUTES: Final = 20
CITIZENS: Final = 8
COUNTERS: Final = 3
DAYS: Final = 10
KILL_EVERY: Final = 60  # seconds
EDIT_EVERY: Final = 5
DRAIN: Final = 360  # seconds without progress after which the queue counts as stuck: mail.sweep comes every 300
BROKEN_BY_A_KILL: Final = (0, 502, 503)  # the answer whose process was ended below it


@dataclass
class Soak:
    """What happens while it runs: deeds by name, and what should not have happened."""

    tenant: Tenant
    place: ConcernPlace
    port: int
    until: float
    deeds: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    killed_at: list[float] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self.until


class Supervised:
    """A worker that is started again whenever it has ended, as containers are (`restart: unless-stopped`)."""

    def __init__(self, command: list[str], variables: dict[str, str], folder: Path) -> None:
        """Start it, and a thread that looks after it."""
        self.command, self.variables, self.folder = command, variables, folder
        self.runs: list[Running] = []
        self.is_wanted = threading.Event()
        self.is_wanted.set()
        self._start()
        self.keeper = threading.Thread(target=self._keep, daemon=True)
        self.keeper.start()

    @property
    def pid(self) -> int:
        """The process of the present run."""
        return self.runs[-1].process.pid

    def stop(self) -> None:
        """End it for good."""
        self.is_wanted.clear()
        self.keeper.join()
        self.runs[-1].kill()

    def _start(self) -> None:
        self.runs.append(start(f"worker{len(self.runs)}", self.command, self.variables, self.folder))

    def _keep(self) -> None:
        while self.is_wanted.is_set():
            if self.runs[-1].process.poll() is not None:
                self._start()
            time.sleep(1)


def measure(server: Server, database: str, minutes: float = MINUTES) -> Iterator[Finding]:
    """Yield differences of the self-check, answers that nobody should get, and what is left in the queue."""
    tenant = live_tenant("dauerlauf")
    with enter(tenant):
        place = open_office(counters=COUNTERS, days=DAYS)
        let_everybody_book()
    queue = f"{database}_queue"
    prepare_queue(server, queue)
    try:
        broker = server.url(queue, scheme="pgmq")
        with (
            serving(server, database, CELERY_BROKER_URL=broker) as (port, web),
            _jobs(server, database, broker) as jobs,
        ):
            soak = Soak(tenant, place, port, time.monotonic() + minutes * 60)
            _run(soak, [lambda: jobs.pid, lambda: web.process.pid])
            left = _drain(server, queue, tenant)
            _tell_errors(web, *jobs.runs)
        with enter(tenant):
            sweep_expired()
            report = check_days(repair=False)
    finally:
        drop_database(server, queue)
    words = ", ".join(f"{number} {name}" for name, number in soak.deeds.most_common())
    yield exactly(f"soak of {minutes:g} minutes: day rows that differ", len(report.differences), 0, words)
    about = f"{len(soak.killed_at)} processes killed; " + "; ".join(soak.problems[:3])
    yield exactly("soak: answers that nobody should get", len(soak.problems), 0, about)
    behind = ", ".join(f"{number} {what}" for what, number in left.items())
    yield exactly("soak: jobs and mails left behind", left.total(), 0, behind)


@contextmanager
def _jobs(server: Server, database: str, broker: str) -> Iterator[Supervised]:
    """Run a worker and the scheduler on a queue of their own; yield the worker."""
    with tempfile.TemporaryDirectory() as folder:
        variables = environment(server, database, folder) | {"CELERY_BROKER_URL": broker}
        scheduler = start("scheduler", scheduler_command(), variables, Path(folder))
        worker = Supervised(worker_command(concurrency=1), variables, Path(folder))
        try:
            yield worker
        finally:
            worker.stop()
            scheduler.kill()


def _run(soak: Soak, parents: list[Callable[[], int]]) -> None:
    threads = [threading.Thread(target=_live, args=(soak, number)) for number in range(CITIZENS)]
    threads += [threading.Thread(target=_edit, args=(soak,)), threading.Thread(target=_kill, args=(soak, parents))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _live(soak: Soak, number: int) -> None:
    """Be a citizen: book, then sometimes move, cancel or walk away in the middle."""
    citizen = Citizen(soak.port, host_of(soak.tenant))
    chance = random.Random(number)  # noqa: S311 - not for secrets
    mine: list[str] = []
    while not soak.is_over:
        deed = chance.choices(("book", "move", "cancel", "walk away", "look"), (5, 2, 3, 1, 2))[0]
        answer = _do(citizen, soak, chance, mine, deed)
        soak.deeds[f"{deed} {answer.status}"] += 1
        if answer.status not in (200, 302, 303, 404, 409, 422, 429) and not _was_killed(soak, answer):
            citizen.complain(deed, answer)
            soak.problems.append(citizen.problems.pop())
    soak.problems += [problem for problem in citizen.problems if not problem.startswith("0 ")]


def _do(citizen: Citizen, soak: Soak, chance: random.Random, mine: list[str], deed: str) -> Answer:
    concern = soak.place.concern_id
    wished = str(ChosenTime(soak.place.pk, _a_day(chance), FIRST_CELL + 2 * chance.randrange(48)))
    if deed in ("book", "walk away") or (deed in ("move", "cancel") and not mine):
        answer = citizen.hold(concern, wished)
        if answer.status == 303 and deed != "walk away" and citizen.book(answer.location):
            mine.append(answer.location)
        return answer
    if deed == "move":
        return citizen.post(f"{chance.choice(mine)}verschieben/", {"zeit": wished})
    if deed == "cancel":
        return citizen.post(f"{mine.pop(chance.randrange(len(mine)))}absagen/", {})
    return citizen.get(f"/termine/zeit/?anliegen={concern}")


def _a_day(chance: random.Random) -> date:
    return timezone.localdate() + timedelta(days=chance.randrange(1, DAYS))


def _was_killed(soak: Soak, answer: Answer) -> bool:
    """Return whether the answer is missing because its process was ended a moment ago."""
    recently = any(time.monotonic() - moment < KILL_EVERY / 2 for moment in soak.killed_at)
    return recently and answer.status in BROKEN_BY_A_KILL


def _edit(soak: Soak) -> None:
    """Be the administrator: change hours, close and open again; what lies outside is kept, moved or cancelled."""
    chance = random.Random("edit")  # noqa: S311 - not for secrets
    closures: list[Closure] = []
    with enter(soak.tenant):
        while not soak.is_over:
            try:
                soak.deeds[_edit_once(soak, chance, closures)] += 1
            except AppointmentError as error:
                soak.deeds[f"edit refused: {type(error).__name__}"] += 1
            time.sleep(EDIT_EVERY * chance.random())
    connection.close()


def _edit_once(soak: Soak, chance: random.Random, closures: list[Closure]) -> str:
    if closures and chance.random() < 0.5:
        remove_closure(closure=closures.pop(), actor=None)
        return "closure removed"
    pool = soak.place.pools.get()
    if chance.random() < 0.5:
        day = _a_day(chance)
        closure = Closure(starts_on=day, ends_on=day, starts_at=wall_time(chance.randrange(9, 16)), reason="Übung")
        _decided(chance, lambda found: save_closure(closure=closure, actor=None, resolutions=found))
        closures.append(closure)
        return "closure saved"
    hours = chance.choice(list(OpeningHours.objects.filter(pool=pool)))
    hours.starts_at = chance.choice((OPENS, wall_time(10)))
    hours.ends_at = chance.choice((CLOSES, wall_time(14), wall_time(16)))
    hours.places = hours.staff_places = chance.randrange(1, COUNTERS + 1)
    _decided(chance, lambda found: change_opening_hours(pool=pool, save=[hours], actor=None, resolutions=found))
    return "hours changed"


def _decided(chance: random.Random, save: object) -> None:
    """Save, and decide at random about each booking that would lie outside, until nobody is left undecided."""
    found: dict[object, Resolution] = {}
    for _attempt in range(20):
        try:
            save(found)
        except UnresolvedBookingsError as error:
            found |= {booking.pk: Resolution(chance.choice(list(Action))) for booking in error.bookings}
        else:
            return


def _kill(soak: Soak, parents: list[Callable[[], int]]) -> None:
    """End a process below the worker, then one below the web server, in turn; never a process of anybody else."""
    chance, turn = random.Random("kill"), 0  # noqa: S311 - not for secrets
    while not soak.is_over:
        time.sleep(min(KILL_EVERY, max(0.0, soak.until - time.monotonic())))
        children = psutil.Process(parents[turn % len(parents)]()).children()
        turn += 1
        if soak.is_over or not children:
            continue
        soak.killed_at.append(time.monotonic())
        chance.choice(children).send_signal(signal.SIGKILL)


def _drain(server: Server, queue: str, tenant: Tenant) -> Counter[str]:
    """Wait until all jobs are done and all mails sent; return how many jobs and mails of each kind are left."""
    _hand_out_again(server, queue)
    least, deadline = sys.maxsize, time.monotonic() + DRAIN
    while time.monotonic() < deadline:
        left = Counter(jobs=_jobs_in(server, queue)) + _mails_waiting(tenant)
        if not left.total():
            break
        if left.total() < least:
            least, deadline = left.total(), time.monotonic() + DRAIN
        time.sleep(1)
    return left


def _hand_out_again(server: Server, queue: str) -> None:
    """Let the jobs of killed workers be taken by others now, as the queue does itself after the visibility timeout."""
    with psycopg.connect(server.url(queue, role="superuser")) as found:
        found.execute("UPDATE pgmq.q_rathaus SET vt = clock_timestamp() WHERE vt > clock_timestamp()")


def _tell_errors(*processes: Running) -> None:
    """Print the errors that the processes logged: without them a finding could not be followed up."""
    for process in processes:
        for line in process.output().splitlines():
            if '"level": "error"' in line or "Traceback" in line:
                sys.stderr.write(f"{process.log.stem}: {line[-1500:]}\n")


def _jobs_in(server: Server, queue: str) -> int:
    with psycopg.connect(server.url(queue, role="superuser")) as found:
        names = [row[0] for row in found.execute("SELECT queue_name FROM pgmq.list_queues()")]
        rows = (found.execute("SELECT queue_length FROM pgmq.metrics(%s)", [name]).fetchone() for name in names)
        return sum(row[0] for row in rows if row)


def _mails_waiting(tenant: Tenant) -> Counter[str]:
    """Return how many mails of each kind have not left."""
    with enter(tenant):
        return Counter(OutboxMessage.objects.filter(state=State.QUEUED).values_list("kind", flat=True))
