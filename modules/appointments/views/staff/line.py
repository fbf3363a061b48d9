"""The day on one line: a small drawing with the same in one sentence beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from modules.appointments.models import State
from modules.appointments.selectors.board import Board
from modules.appointments.views.staff.grid import Grid, running_cell
from modules.appointments.views.staff.lanes import IDLE, Kind, Lane
from modules.appointments.views.staff.states import LOOKS, Look, look_of
from modules.appointments.views.staff.ticks import local_time
from rathaus.calendar.localtime import local_day
from rathaus.tenancy import current_tenant
from rathaus.web.icons import STATE_ICONS
from rathaus.web.wording import full_clock

_HOUR: Final = 12  # cells
_WIDTH: Final = 1080
_LANE: Final = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `state` is the data-state of a booking."""

    x: int
    y: int
    width: int
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The drawing: whole hours, `hours` below them; breaks are where nobody is there."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    breaks: tuple[Bar, ...]
    now_x: int | None
    hours: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A state with how many bookings are in it."""

    look: Look
    count: int


def line_of(board: Board, grid: Grid, now: datetime) -> Line:
    """Return the drawing of the day."""
    start = (grid.first - 1) // _HOUR * _HOUR + 1
    end = -(-(grid.last - 1) // _HOUR) * _HOUR + 1
    day, zone = board.view.day, current_tenant().time_zone
    is_today = day == local_day(now, zone)
    running = running_cell(day, now)
    return Line(
        width=_WIDTH,
        height=len(grid.lanes) * _LANE + 5,
        bars=tuple(_bars(grid.lanes, start, end)),
        breaks=tuple(_breaks(grid, start, end)),
        now_x=_x(running, start, end) if is_today and start <= running < end else None,
        hours=tuple(local_time(day, cell).hour for cell in range(start, end, _HOUR)),
        words=_words(board, now if is_today else None),
    )


def key_of(board: Board, grid: Grid | None) -> list[KeyEntry]:
    """Return how many bookings are in which state; each is counted once, in however many pools it stands."""
    found = {look.state: 0 for look in LOOKS.values() if look.state != "blocked"}
    for state, count in board.view.counts.items():
        if (look := LOOKS[state].state) in found:
            found[look] += count
    words: dict[str, Any] = {LOOKS[state].state: LOOKS[state].word for state in _KEY_STATES}
    entries = [KeyEntry(Look(state, STATE_ICONS[state], words[state]), count) for state, count in found.items()]
    blocked = Look("blocked", STATE_ICONS["blocked"], pgettext("counter", "gesperrt"))
    return [*entries, KeyEntry(blocked, grid.blocked if grid else 0)]


_KEY_STATES: Final = (State.CONFIRMED, State.ARRIVED, State.CALLED, State.DONE, State.NO_SHOW)


def _bars(lanes: Sequence[Lane], start: int, end: int) -> Iterator[Bar]:
    for number, lane in enumerate(lanes):
        for segment in lane.segments:
            if segment.booking is None and segment.kind != Kind.BLOCKED:
                continue
            state = look_of(segment.booking).state if segment.booking else "blocked"
            left, right = _x(segment.start, start, end), _x(segment.end, start, end)
            yield Bar(left + 1, number * _LANE + 3, max(right - left - 2, 2), state)


def _breaks(grid: Grid, start: int, end: int) -> Iterator[Bar]:
    """Yield the hours in which no lane has anything to show, before the first and behind the last as well."""
    busy = sorted(
        (segment.start, segment.end) for lane in grid.lanes for segment in lane.segments if segment.kind not in IDLE
    )
    reached = start
    for left, right in [*busy, (end, end)]:
        if left > reached:
            yield Bar(_x(reached, start, end), 0, _x(left, start, end) - _x(reached, start, end))
        reached = max(reached, right)


def _x(cell: int, start: int, end: int) -> int:
    return (cell - start) * _WIDTH // (end - start)


def _words(board: Board, now: datetime | None) -> str:
    """Return the drawing in words: "Es ist 10:12 Uhr. Erledigt: 9, in Bedienung: 2, ..."."""
    counts = board.view.counts
    clock = _("Es ist %(time)s.") % {"time": full_clock(now.astimezone(current_tenant().zone))} if now else ""
    words = _(
        "Erledigt: %(done)s, in Bedienung: %(called)s, es warten: %(waiting)s, noch ausstehend: %(coming)s, "
        "nicht erschienen: %(missed)s."
    )
    numbers = {
        "done": counts[State.DONE],
        "called": counts[State.CALLED],
        "waiting": counts[State.ARRIVED],
        "coming": counts[State.CONFIRMED] + counts[State.UNCONFIRMED],
        "missed": counts[State.NO_SHOW],
    }
    return f"{clock} {words % numbers}".strip()
