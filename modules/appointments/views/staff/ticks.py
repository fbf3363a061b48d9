"""The rows of the day: one every ten minutes, and one more wherever something begins or ends between them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from modules.appointments.views.staff.lanes import IDLE, Lane
from rathaus.calendar.localtime import instant_of
from rathaus.tenancy import current_tenant
from rathaus.web.wording import clock

_STEPS: Final = (2, 3)  # cells: ten minutes, or a quarter of an hour where only that fits


@dataclass(frozen=True, slots=True)
class Moment:
    """A cell as people read it."""

    wall: time
    words: str
    is_full_hour: bool
    is_half_hour: bool


def ticks(edges: Collection[int], first: int, last: int) -> list[int]:
    """Return the cells at which rows begin. `edges` are the cells at which something changes."""
    inside = {edge for edge in edges if first <= edge < last} | {first}
    step = next((step for step in _STEPS if not any((edge - 1) % step for edge in inside)), _STEPS[0])
    regular = {cell for cell in range(first, last) if (cell - 1) % step == 0}
    return sorted(inside | regular)


def row_of(cell: int, rows: Sequence[int]) -> int:
    """Return the row in which a cell lies: the last one that does not begin behind it."""
    return max((row for row in rows if row <= cell), default=rows[0])


def pauses(lanes: Sequence[Lane], rows: Sequence[int], last: int) -> list[tuple[int, int]]:
    """Return the half-open ranges of cells in which no counter is open and nothing is booked."""
    idle = [
        {row for segment in lane.segments if segment.kind in IDLE for row in rows if segment.start <= row < segment.end}
        for lane in lanes
    ]
    closed = set.intersection(*idle) if idle else set()
    found: list[tuple[int, int]] = []
    for row, end in zip(rows, [*rows[1:], last], strict=True):
        if row not in closed:
            continue
        if found and found[-1][1] == row:
            found[-1] = (found[-1][0], end)
        else:
            found.append((row, end))
    return found


def moment_of(day: date, cell: int) -> Moment:
    """Return what the clock on the wall shows; in the night that has an hour twice also which of the two it is."""
    local = local_time(day, cell)
    words = clock(local) + _season(local)
    return Moment(local.time(), words, is_full_hour=local.minute == 0, is_half_hour=local.minute == 30)


def local_time(day: date, cell: int) -> datetime:
    """Return the local time at which a cell begins."""
    zone = current_tenant().time_zone
    return instant_of(day, cell, zone).astimezone(ZoneInfo(zone))


def _season(moment: datetime) -> str:
    if moment.utcoffset() == moment.replace(fold=1 - moment.fold).utcoffset():
        return ""
    return " " + (_("Winterzeit") if moment.fold else _("Sommerzeit"))
