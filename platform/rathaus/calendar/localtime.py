"""Local calendar days and their 5-minute cells.

A cell is an elapsed step of five minutes since local midnight, counted from 1 as Postgres counts its arrays.
A day has 288 of them, 276 when the clock is put forward and 300 when it is put back. Opening hours are
wall-clock times and are converted for each date on its own; nothing here ever adds 24 hours.

Instants are returned in UTC: Python compares and subtracts two times of the same zone by their wall clock,
which is wrong across a change of the clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

CELL_MINUTES: Final = 5
_CELL: Final = timedelta(minutes=CELL_MINUTES)
_MINUTE: Final = timedelta(minutes=1)
_MIDNIGHT: Final = time(0)


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day that people in the zone have at that instant."""
    return _aware(instant).astimezone(ZoneInfo(zone)).date()


def instant_at(day: date, wall: time, zone: str, *, last: bool = False) -> datetime:
    """The instant, in UTC, at which the wall clock shows a time.

    A time that the spring change skips becomes the first instant after the gap. A time that the autumn
    change shows twice is the first of the two, or the last one if asked for.
    """
    clock = ZoneInfo(zone)
    local = datetime.combine(day, wall, tzinfo=clock)
    first, second = local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if second < first:
        return _end_of_gap(first, clock)
    return second if last else first


@lru_cache(maxsize=4096)
def cells_in_day(day: date, zone: str) -> int:
    """How many 5-minute cells the local day has: 276, 288 or 300 in Germany."""
    return (_first_instant(day + timedelta(days=1), zone) - _first_instant(day, zone)) // _CELL


def cell_of(day: date, wall: time, zone: str) -> int:
    """The cell that begins at a wall-clock time or contains it; the first one where the time comes twice."""
    return (instant_at(day, wall, zone) - _first_instant(day, zone)) // _CELL + 1


def end_cell_of(day: date, wall: time, zone: str) -> int:
    """The cell right behind something that ends at a wall-clock time, for half-open ranges.

    Midnight means the end of the day (24:00). Where the time comes twice, the last one counts.
    """
    if wall == _MIDNIGHT:
        return cells_in_day(day, zone) + 1
    return _cells_until(instant_at(day, wall, zone, last=True), day, zone) + 1


def instant_of(day: date, cell: int, zone: str) -> datetime:
    """The instant, in UTC, at which a cell begins; the cell after the last one is the end of the day.

    Raises ValueError for a cell that the day does not have, and for the first and last day of all calendars.
    """
    if not (date.min < day < date.max and 1 <= cell <= cells_in_day(day, zone) + 1):
        raise ValueError(f"{day} has no cell {cell} in {zone}")
    return _first_instant(day, zone) + (cell - 1) * _CELL


def wall_time_of(day: date, cell: int, zone: str) -> time:
    """What the clock on the wall shows when a cell begins."""
    return instant_of(day, cell, zone).astimezone(ZoneInfo(zone)).time()


def first_cell_from(instant: datetime, day: date, zone: str) -> int:
    """The first cell of the day that begins at or after an instant.

    1 if the instant lies before the day, and the number behind the last cell if none is left.
    """
    cells = _cells_until(_aware(instant), day, zone)
    return min(max(cells, 0), cells_in_day(day, zone)) + 1


@lru_cache(maxsize=4096)
def _first_instant(day: date, zone: str) -> datetime:
    return instant_at(day, _MIDNIGHT, zone)


def _cells_until(instant: datetime, day: date, zone: str) -> int:
    """Cells from local midnight to an instant, a started cell counted whole."""
    return -((_first_instant(day, zone) - instant) // _CELL)


def _end_of_gap(behind: datetime, clock: ZoneInfo) -> datetime:
    """Walks back from an instant shortly behind the gap to the first minute with the new offset."""
    offset = behind.astimezone(clock).utcoffset()
    found = behind.replace(second=0, microsecond=0)
    while (found - _MINUTE).astimezone(clock).utcoffset() == offset:
        found -= _MINUTE
    return found


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone")
    return instant
