"""At which cells of a day an appointment may begin.

Offered are the starts on the grid of the first pool, and a few others where the grid alone would waste
time. The free cells of a day form gaps, unbroken stretches in which every pool that the concern names has a
place left. In a gap that is long enough,

- each start on the grid is offered, if the whole stay fits into the gap;
- the start of the gap is offered as well ("right after the previous") if the first start on the grid would
  leave a crumb before it, or if no start on the grid fits;
- the start that ends with the gap is offered as well ("right before the next") if the last start on the
  grid would leave a crumb behind it and the gap ends at a booking.

A crumb is a remainder shorter than the shortest stay that can be booked in the pool: nobody could ever take
it. So at most two starts of a gap lie off the grid, and both touch a booking or the start of the hours. The
end of the hours offers none: if the hours are no multiple of the grid, something remains there whatever is
booked, and a start off the grid would only move it and fill an empty day with odd times.

With several counters a gap ends only where all of them are taken. As long as one is free on both sides, a
start on the grid still reaches the cells in question.

The grid is counted from the start of each opening of the first pool, so that 8:15 with a grid of 20 minutes
gives 8:15, 8:35 and so on. Hours that touch or overlap are one opening; a closure in the middle makes two
of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Self

from modules.appointments.slots.masks import (
    cells,
    fit_mask,
    free_cells,
    grid_mask,
    open_cells,
    range_mask,
    runs,
)
from rathaus.calendar.localtime import CELL_MINUTES


@dataclass(frozen=True, slots=True)
class PoolCells:
    """One pool on one day: the cells with a place left, and those with a place at all."""

    free: int
    open: int

    @classmethod
    def from_row(cls, cap: Sequence[int], used: Sequence[int]) -> Self:
        """Reads a day row. Pass the places of the public or those of staff, whoever is asking."""
        return cls(free=free_cells(cap, used), open=open_cells(cap))


def start_cells(
    pools: Sequence[PoolCells],
    *,
    length: int,
    grid_minutes: int,
    shortest: int | None = None,
    window: int | None = None,
    earliest: int = 1,
) -> list[int]:
    """The cells at which a stay of so many cells may begin, in order.

    pools: the first one gives the grid, a place is needed in all. shortest: the shortest stay, in cells,
    that can be booked in the first pool; this stay's own length if nothing else is known. window: the cells
    of the concern's own hours, in which the whole stay must lie. earliest: the first cell that the lead
    time allows; it cuts the offer and makes no gap of its own, or the odd times would wander with the
    clock.
    """
    free = _in_all([pool.free for pool in pools], window)
    opened = _in_all([pool.open for pool in pools], window)
    fits = fit_mask(free, length)
    on_grid = fits & grid_mask(pools[0].open, _grid_cells(grid_minutes))
    starts = on_grid
    for gap in runs(free):
        for extra in _starts_off_the_grid(gap, on_grid, length, shortest or length, opened):
            starts |= range_mask(extra, extra + 1)
    return cells(starts >> (earliest - 1) << (earliest - 1))


def _starts_off_the_grid(gap: tuple[int, int], on_grid: int, length: int, shortest: int, opened: int) -> Iterator[int]:
    start, end = gap
    if end - start < length:
        return
    inside = cells(on_grid & range_mask(start, end))
    if not inside or 0 < inside[0] - start < shortest:
        yield start
    ends_at_booking = bool(opened & range_mask(end, end + 1))
    if inside and ends_at_booking and 0 < end - (inside[-1] + length) < shortest:
        yield end - length


def _in_all(masks: Sequence[int], window: int | None) -> int:
    return reduce(and_, masks if window is None else [*masks, window])


def _grid_cells(grid_minutes: int) -> int:
    if grid_minutes < CELL_MINUTES or grid_minutes % CELL_MINUTES:
        raise ValueError("The grid is a multiple of five minutes")
    return grid_minutes // CELL_MINUTES
