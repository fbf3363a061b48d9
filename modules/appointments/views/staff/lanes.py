"""A pool's day as lanes: what stands at each counter from cell to cell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from django.utils.translation import gettext as _

from modules.appointments.models import Booking, Closure, Pool
from modules.appointments.selectors.board import Board
from modules.appointments.selectors.day import PoolOfDay
from modules.appointments.slots.lanes import assign_lanes, lane_count
from rathaus.calendar.localtime import cells_in_day
from rathaus.tenancy import current_tenant


class Kind(StrEnum):
    """What a stretch of a lane is."""

    BOOKING = "booking"
    FREE = "free"
    PAST = "past"
    CLOSED = "closed"
    BLOCKED = "blocked"


IDLE = (Kind.CLOSED, Kind.BLOCKED)


@dataclass(frozen=True, slots=True)
class Segment:
    """A half-open range of cells in which a lane does not change. `reason` says why it is blocked."""

    kind: Kind
    start: int
    end: int
    booking: Booking | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One counter of a pool. An extra lane is none: it shows what was booked beyond the places there are."""

    pool: Pool
    number: int
    is_extra: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """What one cell of a lane shows; equal neighbours become one segment."""

    kind: Kind
    booking: Booking | None = None
    reason: str = ""


def open_hours(board: Board) -> list[bool]:
    """Return for each cell of the day whether any of the pools is open."""
    rows = [entry.row.cap for entry in board.view.pools if entry.row]
    return [any(row[cell] for row in rows) for cell in range(_cells(board.view.day))]


def shown_range(board: Board) -> tuple[int, int] | None:
    """Return the half-open range of cells from the first to the last thing of the day; None if nothing is there."""
    opened = [cell for cell, is_open in enumerate(open_hours(board), start=1) if is_open]
    starts = [*opened[:1], *(booking.cell_from for booking in board.view.bookings)]
    ends = [*(cell + 1 for cell in opened[-1:]), *(booking.cell_to for booking in board.view.bookings)]
    return (min(starts), max(ends)) if starts else None


def lanes_of(board: Board, *, first: int, last: int, free_from: int) -> list[Lane]:
    """Return the lanes of all pools between two cells; what is free before `free_from` is past."""
    return [
        lane for entry in board.view.pools for lane in _lanes(entry, board, first=first, last=last, free_from=free_from)
    ]


def _lanes(entry: PoolOfDay, board: Board, *, first: int, last: int, free_from: int) -> Iterator[Lane]:
    cap = entry.row.cap if entry.row else [0] * _cells(board.view.day)
    lanes = assign_lanes([(booking.cell_from, booking.cell_to) for booking in entry.bookings])
    taken = _taken(entry.bookings, lanes)
    closures = board.closures_of(entry.pool)
    reasons = _reasons([closure for closure in closures if closure.missing_places is None], board.view.day)
    missing = _missing([closure for closure in closures if closure.missing_places], board.view.day)
    regular = [places + missing[cell] if places else 0 for cell, places in enumerate(cap, start=1)]
    count = lane_count(lanes, regular)
    columns = [
        _column(
            [taken.get(cell, {}).get(lane) for lane in range(count)],
            _Mark(Kind.PAST if cell < free_from else Kind.FREE),
            _idle(cap[cell - 1], reasons.get(cell)),
            left=cap[cell - 1],
            there=regular[cell - 1],
        )
        for cell in range(first, last)
    ]
    for number in range(count):
        marks = [column[number] for column in columns]
        yield Lane(entry.pool, number + 1, number >= max(regular), tuple(_segments(marks, first)))


def _column(bookings: Sequence[Booking | None], free: _Mark, idle: _Mark, *, left: int, there: int) -> list[_Mark]:
    """Return what each lane shows in one cell: free are as many as there are places left, from the left.

    Behind them stand the places that are missing, of those that are there regularly.
    """
    booked = sum(booking is not None for booking in bookings)
    left, there = left - booked, there - booked
    column = []
    for booking in bookings:
        if booking:
            column.append(_Mark(Kind.BOOKING, booking))
            continue
        missing = _Mark(Kind.BLOCKED, reason=_("fällt aus")) if there > 0 else idle
        column.append(free if left > 0 else missing)
        left, there = left - 1, there - 1
    return column


def _idle(capacity: int, reason: str | None) -> _Mark:
    return _Mark(Kind.CLOSED) if reason is None or capacity else _Mark(Kind.BLOCKED, reason=reason)


def _taken(bookings: Sequence[Booking], lanes: Sequence[int]) -> dict[int, dict[int, Booking]]:
    taken: dict[int, dict[int, Booking]] = {}
    for booking, lane in zip(bookings, lanes, strict=True):
        for cell in range(booking.cell_from, booking.cell_to):
            taken.setdefault(cell, {})[lane] = booking
    return taken


def _reasons(closures: Sequence[Closure], day: date) -> dict[int, str]:
    zone = current_tenant().time_zone
    return {
        cell: closure.reason or (_("Ausfall") if closure.outage_id else "")
        for closure in closures
        for cell in range(*closure.interruption.cells_on(day, zone))
    }


def _missing(closures: Sequence[Closure], day: date) -> Counter[int]:
    """Return how many places each cell lacks."""
    zone = current_tenant().time_zone
    found: Counter[int] = Counter()
    for closure in closures:
        for cell in range(*closure.interruption.cells_on(day, zone)):
            found[cell] += closure.missing_places or 0
    return found


def _segments(marks: Sequence[_Mark], first: int) -> Iterator[Segment]:
    start = first
    for mark, cells in groupby(marks, key=lambda mark: mark):
        end = start + len(list(cells))
        yield Segment(mark.kind, start, end, mark.booking, mark.reason)
        start = end


def _cells(day: date) -> int:
    return cells_in_day(day, current_tenant().time_zone)
