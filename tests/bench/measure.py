"""CPU seconds of this process and of its database backends, and the line that reports a ratio."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connections

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Finding:
    """One measured ratio beside what was promised."""

    name: str
    ratio: float
    promise: str
    is_kept: bool
    detail: str = ""


def at_most(name: str, ratio: float, limit: float, detail: str = "") -> Finding:
    """Return a finding that is kept when the ratio stays at or below the limit."""
    return Finding(name, ratio, f"at most {limit:g}", ratio <= limit, detail)


def backend_pids(aliases: Iterable[str]) -> list[int]:
    """Return the process ids of the connections' backends; opens the connections."""
    pids = []
    for alias in aliases:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.append(cursor.fetchone()[0])
    return pids


def cpu_of(pids: Iterable[int]) -> float:
    """Return the CPU seconds that these processes have used so far (10 ms resolution)."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def cpu_seconds(work: Callable[[], None], *, aliases: Iterable[str] = ("default",)) -> float:
    """Return the CPU seconds of Python and Postgres together for one run of `work`."""
    pids = backend_pids(aliases)
    python, postgres = time.process_time(), cpu_of(pids)
    work()
    return time.process_time() - python + cpu_of(pids) - postgres


def interleaved(
    first: Callable[[], None], second: Callable[[], None], *, rounds: int, aliases: Iterable[str] = ("default",)
) -> tuple[float, float]:
    """Return the median CPU seconds of both, run in turns so that a busy machine troubles both alike."""
    pairs = [(cpu_seconds(first, aliases=aliases), cpu_seconds(second, aliases=aliases)) for _ in range(rounds)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
