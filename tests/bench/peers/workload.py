"""The workload that all systems get, after reference/appointments.md 3.2. Standard library only: peers import it too.

An office with ten counters, open each day from 9 to 17 o'clock in steps of ten minutes. W1 lists the free starts of 30
and of 60 days of which half is booked. W2 lets 32 processes fight for the 100 places of one morning.
"""

import json
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Any, Protocol

COUNTERS = 10
STARTS = 48
FIGHT_STARTS = 10
GRID = timedelta(minutes=10)
OPENS = wall_time(9)
CLOSES = wall_time(17)
CLIENTS = 32
FIRST_DAY = date.today() + timedelta(days=1)  # noqa: DTZ011 - a calendar day, wherever the machine stands
FIGHT_DAY = FIRST_DAY + timedelta(days=90)  # empty
WARM_DAY = FIGHT_DAY + timedelta(days=1)  # empty too: each client books here once before the clock starts
BUDGET = 60  # seconds in which a fight is over, won or not


@dataclass
class Account:
    """What one client of the fight saw; moments are seconds of the machine's own clock, the same in all processes."""

    started_at: float = 0.0
    booked_at: list[float] = field(default_factory=list)
    ended_at: float = 0.0
    refused: int = 0
    aborted: int = 0
    is_out_of_time: bool = False


class Client(Protocol):
    """Somebody who fights: connected first, then let loose."""

    def get_ready(self, number: int) -> None:
        """Connect and book once on WARM_DAY, before the clock starts: the processes of a server are warm."""

    def __call__(self, number: int, deadline: float) -> Account:
        """Try all places until they are gone or the time is up."""


def days(count: int) -> list[date]:
    """Return the days of the list."""
    return [FIRST_DAY + timedelta(days=offset) for offset in range(count)]


def own_unit(client: int) -> tuple[int, int]:
    """Return counter and start on WARM_DAY that this client has for itself."""
    return client % COUNTERS, client // COUNTERS


def start_of(day: date, start: int) -> datetime:
    """Return when a start is by the wall clock, without a zone."""
    return datetime.combine(day, OPENS) + start * GRID


def booked_half(day_count: int = 60) -> Iterator[tuple[date, int, int]]:
    """Yield day, counter and start of what is booked: half of each counter's day, always the same."""
    chance = random.Random(42)  # noqa: S311 - not for secrets
    for day in days(day_count):
        for counter in range(COUNTERS):
            for start in sorted(chance.sample(range(STARTS), STARTS // 2)):
                yield day, counter, start


def units_in_random_order(client: int) -> list[tuple[int, int]]:
    """Return counter and start of the fight's places in the order in which this client tries them."""
    units = [(counter, start) for counter in range(COUNTERS) for start in range(FIGHT_STARTS)]
    random.Random(client).shuffle(units)  # noqa: S311 - not for secrets
    return units


def timed(call: Callable[[], Any], repeats: int, backend: int) -> dict[str, list[float]]:
    """Return wall-clock seconds and CPU seconds, this process and its database backend together, of each call.

    CPU seconds are what is compared: they do not depend on what else the machine does. The first of several calls
    only warms up.
    """
    wall, cpu = [], []
    for _ in range(repeats + (repeats > 1)):
        started, used = time.perf_counter(), time.process_time() + cpu_of(backend)
        call()
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() + cpu_of(backend) - used)
    return {"wall": wall[-repeats:], "cpu": cpu[-repeats:]}


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of a process so far, by the scheduler's own account."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def fight(client: Client) -> dict[str, Any]:
    """Let all clients run, each a process of its own, and return what they saw together.

    `per_second` counts as the reference does: until everybody has tried all, since who is refused waits as well.
    `at_first_per_second` counts until the last booking only.
    """
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(CLIENTS + 1), context.Queue()
    processes = [context.Process(target=_run, args=(client, number, gate, answers)) for number in range(CLIENTS)]
    for process in processes:
        process.start()
    gate.wait()
    gate.wait()
    accounts = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    started = min(account.started_at for account in accounts)
    moments = [moment - started for account in accounts for moment in account.booked_at]
    seconds = max(account.ended_at for account in accounts) - started
    return {
        "booked": len(moments),
        "seconds": seconds,
        "per_second": len(moments) / seconds,
        "at_first_per_second": len(moments) / max(moments) if moments else 0.0,
        "refused": sum(account.refused for account in accounts),
        "aborted": sum(account.aborted for account in accounts),
        "out_of_time": sum(account.is_out_of_time for account in accounts),
    }


def _run(client: Client, number: int, gate: Any, answers: Any) -> None:
    client.get_ready(number)
    gate.wait()
    started_at = time.monotonic()
    account = client(number, started_at + BUDGET)
    account.started_at, account.ended_at = started_at, time.monotonic()
    gate.wait()  # the end of a process costs as much as some bookings
    answers.put(account)


def database_url() -> str:
    """Return the address of the database; it comes in the environment, where no list of processes shows it."""
    return os.environ["BENCH_DATABASE_URL"]


def say(**data: Any) -> None:
    """Hand the result to the bench."""
    sys.stdout.write(json.dumps(data) + "\n")
