"""CPU seconds of this process and of its database backends, and the line that reports a ratio."""

import gc
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

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


def at_least(name: str, ratio: float, limit: float, detail: str = "") -> Finding:
    """Return a finding that is kept when the ratio reaches the limit."""
    return Finding(name, ratio, f"at least {limit:g}", ratio >= limit, detail)


def as_found(name: str, number: float, detail: str = "") -> Finding:
    """Return a finding about somebody else, for whom nothing was promised."""
    return Finding(name, number, "as found", is_kept=True, detail=detail)


def exactly(name: str, number: float, expected: float, detail: str = "") -> Finding:
    """Return a finding that is kept when the number is what was promised."""
    return Finding(name, number, f"exactly {expected:g}", number == expected, detail)


def keep_connected(alias: str = "default") -> None:
    """Let a connection outlive its requests, as it does in production; tests close it after each."""
    connections[alias].close()
    connections[alias].settings_dict["CONN_MAX_AGE"] = None


def backend_pids(aliases: Iterable[str]) -> list[int]:
    """Return the process ids of the connections' backends; opens the connections."""
    pids = []
    for alias in aliases:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.append(cursor.fetchone()[0])
    return pids


def cpu_of(pids: Iterable[int]) -> float:
    """Return the CPU seconds that these processes have used so far.

    The scheduler's own account in nanoseconds where the kernel keeps it, else ticks of 10 ms.
    """
    return sum(_cpu_of_one(pid) for pid in pids)


def _cpu_of_one(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_seconds(work: Callable[[], None], *, aliases: Iterable[str] = ("default",)) -> float:
    """Return the CPU seconds of Python and Postgres together for one run of `work`."""
    pids = backend_pids(aliases)
    gc.collect()  # nobody pays for what others left behind
    python, postgres = time.process_time(), cpu_of(pids)
    work()
    return time.process_time() - python + cpu_of(pids) - postgres


def interleaved(
    first: Callable[[], None], second: Callable[[], None], *, rounds: int, aliases: Iterable[str] = ("default",)
) -> tuple[float, float]:
    """Return the CPU seconds of both in the round with the median ratio.

    Both run once to warm up, then in turns and now one, now the other first, so that a busy machine troubles both
    alike; the two runs of a round are neighbours in time, therefore ratios are compared and not the seconds.
    """
    first()
    second()
    pairs = [_pair(first, second, tuple(aliases), swapped=bool(number % 2)) for number in range(rounds)]
    return sorted(pairs, key=lambda pair: pair[0] / pair[1])[len(pairs) // 2]


def _pair(
    first: Callable[[], None], second: Callable[[], None], aliases: tuple[str, ...], *, swapped: bool
) -> tuple[float, float]:
    if swapped:
        later = cpu_seconds(second, aliases=aliases)
        return cpu_seconds(first, aliases=aliases), later
    return cpu_seconds(first, aliases=aliases), cpu_seconds(second, aliases=aliases)
