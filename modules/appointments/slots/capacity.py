"""What a pool offers on one day, and what is taken of it, cell by cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import accumulate
from typing import Final

from modules.appointments.slots.masks import range_mask
from rathaus.calendar.localtime import CELL_MINUTES, cell_of, cells_in_day, end_cell_of

_MIDNIGHT: Final = time(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Opening hours of one day by the wall clock, and the counters they bring.

    places are offered to the public; staff_places, never fewer, are what staff may use in all. An end of
    00:00 is the end of the day. Raises ValueError for times off the 5-minute steps or in the wrong order.
    """

    start: time
    end: time
    places: int = 1
    staff_places: int = 1

    def __post_init__(self) -> None:
        _refuse_impossible_times(self.start, self.end)
        if not 0 <= self.places <= self.staff_places:
            raise ValueError("staff may use at least the places of the public")

    def cells_on(self, day: date, zone: str) -> tuple[int, int]:
        """The half-open range of cells on that day; empty where the change of the clock skips the window."""
        return cell_of(day, self.start, zone), end_cell_of(day, self.end, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """A closure of a day or a part of it by the wall clock. None is the start or the end of the day.

    With places it closes nothing: that many places fewer are left, for the public and for staff. Raises ValueError for
    fewer than one, and for times as Window does.
    """

    start: time | None = None
    end: time | None = None
    places: int | None = None

    def __post_init__(self) -> None:
        _refuse_impossible_times(self.start or _MIDNIGHT, self.end or _MIDNIGHT)
        if self.places is not None and self.places < 1:
            raise ValueError("an interruption takes at least one place")

    def cells_on(self, day: date, zone: str) -> tuple[int, int]:
        """The half-open range of cells on that day."""
        return cell_of(day, self.start or _MIDNIGHT, zone), end_cell_of(day, self.end or _MIDNIGHT, zone)


def capacity_row(
    windows: Iterable[Window],
    interruptions: Iterable[Interruption],
    *,
    day: date,
    zone: str,
    is_holiday: bool = False,
    is_open_anyway: bool = False,
) -> tuple[list[int], list[int]]:
    """The places of each cell for the public and for staff.

    Windows add up, since each brings counters of its own: two counters from 8 to 12 and one more from 10 to
    12 are three from 10. A holiday closes the day unless the office is open all the same. Interruptions
    take what they cover in any case: all places, or so many. Several add up, and nothing falls below 0.
    """
    closed = is_holiday and not is_open_anyway
    counted = [] if closed else [(window, *window.cells_on(day, zone)) for window in windows]
    size = cells_in_day(day, zone)
    cap = _stack(((start, end, window.places) for window, start, end in counted), size)
    cap_staff = _stack(((start, end, window.staff_places) for window, start, end in counted), size)
    for interruption in interruptions:
        start, end = interruption.cells_on(day, zone)
        for row in (cap, cap_staff):
            row[start - 1 : end - 1] = _left(row[start - 1 : end - 1], interruption.places)
    return cap, cap_staff


def rebuild_used(bookings: Iterable[tuple[int, int]], cells: int) -> list[int]:
    """How many bookings, given as half-open ranges of cells, take a place in each cell of a day.

    Raises ValueError for a booking that does not lie in the day: it belongs to another one.
    """
    return _stack(((start, end, 1) for start, end in bookings), cells)


def windows_mask(windows: Iterable[Window], day: date, zone: str) -> int:
    """The cells that lie in any of the windows, whatever places they bring."""
    mask = 0
    for window in windows:
        mask |= range_mask(*window.cells_on(day, zone))
    return mask


def _left(row: list[int], missing: int | None) -> list[int]:
    """What remains of the places; without a number all are missing."""
    return [0] * len(row) if missing is None else [max(places - missing, 0) for places in row]


def _stack(layers: Iterable[tuple[int, int, int]], size: int) -> list[int]:
    """Adds up layers of equal height, each given as a half-open range of cells and its height."""
    steps = [0] * (size + 1)
    for start, end, height in layers:
        if not 1 <= start <= end <= size + 1:
            raise ValueError(f"Cells {start} to {end} do not lie in a day of {size} cells")
        steps[start - 1] += height
        steps[end - 1] -= height
    return list(accumulate(steps[:size]))


def _refuse_impossible_times(start: time, end: time) -> None:
    if any(wall.minute % CELL_MINUTES or wall.second or wall.microsecond for wall in (start, end)):
        raise ValueError("opening hours lie on steps of five minutes")
    if end != _MIDNIGHT and end <= start:
        raise ValueError("the end lies behind the start")
