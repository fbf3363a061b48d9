"""The day as a table: a column for each counter, a row every ten minutes, cells that span rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.appointments.models import Booking, Channel, Origin, State
from modules.appointments.selectors.board import Board
from modules.appointments.views.staff.lanes import Kind, Lane, Segment, lanes_of, shown_range
from modules.appointments.views.staff.states import Look, look_of
from modules.appointments.views.staff.ticks import local_time, moment_of, pauses, row_of, ticks
from rathaus.calendar.localtime import cells_in_day, first_cell_from, instant_of, local_day
from rathaus.tenancy import current_tenant
from rathaus.web.wording import clock, hour_range

_CELLS_OF_A_FREE_PLACE: Final = 4  # so that the table stays quiet: one "free" each twenty minutes
_LEAST_FREE: Final = 2
_WIDTHS: Final = ((5, ""), (9, "wide"), (14, "wider"))  # up to so many lanes; beyond "widest"


@dataclass(frozen=True, slots=True)
class Card:
    """A booking as it stands in the table."""

    url: str
    look: Look
    name: str
    concern: str
    time: str
    is_short: bool
    move_url: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of the table, so many rows high. Free ones lead to booking, blocked ones say why.

    `lane` and `start` say where a free one lies, for moving by keyboard.
    """

    kind: Kind
    height: int
    card: Card | None = None
    url: str = ""
    words: str = ""
    lane: int = 0
    start: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row, so many cells long. `pause` is the sentence of a row in which everything is closed."""

    words: str
    length: int
    is_full_hour: bool
    is_labelled: bool
    now: str = ""
    pause: str = ""
    cells: tuple[TableCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a lane."""

    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole table, with the lanes it was made of."""

    first: int
    last: int
    lanes: tuple[Lane, ...]
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]

    @property
    def width(self) -> str:
        """How much room the columns need, as a word for the style sheet."""
        return next((word for most, word in _WIDTHS if len(self.columns) <= most), "widest")

    @property
    def blocked(self) -> int:
        """How many stretches are blocked by closures."""
        return sum(segment.kind == Kind.BLOCKED for lane in self.lanes for segment in lane.segments)


def grid_of(board: Board, now: datetime) -> Grid | None:
    """Return the table of a day, or None where the day is closed and nothing was booked."""
    found = shown_range(board)
    if found is None:
        return None
    first, last = found
    day, running = board.view.day, running_cell(board.view.day, now)
    rows = ticks(_edges(board), first, last)
    free_from = row_of(running, rows) if first <= running < last else running
    lanes = lanes_of(board, first=first, last=last, free_from=free_from)
    table = _Table(day, rows, last, lanes, running, now)
    return Grid(first, last, tuple(lanes), tuple(_columns(lanes)), tuple(table.rows()))


def running_cell(day: date, now: datetime) -> int:
    """Return the cell in which the moment lies; 1 for a day to come, one behind the last for a day that is over."""
    zone = current_tenant().time_zone
    today = local_day(now, zone)
    if day != today:
        return 1 if day > today else cells_in_day(day, zone) + 1
    cell = first_cell_from(now, day, zone)
    return cell if instant_of(day, cell, zone) == now else max(cell - 1, 1)


def name_of(booking: Booking) -> str:
    """Return how a booking is called in a list: "Brandt, M."."""
    if booking.last_name:
        return f"{booking.last_name}, {booking.first_name[:1]}." if booking.first_name else booking.last_name
    return booking.first_name or _("Ohne Namen")


def _kept_words(booking: Booking) -> str:
    """Return what stands instead of a name while a time is only held."""
    return _("Angeboten") if booking.origin in (Origin.WAITING_LIST, Origin.REPLACEMENT) else _("Reserviert")


def concern_words(booking: Booking) -> str:
    """Return for what somebody comes, and with how many."""
    words = [booking.purpose]
    if booking.people > 1:
        words.append(ngettext("%(count)s Person", "%(count)s Personen", booking.people) % {"count": booking.people})
    if booking.channel != Channel.IN_PERSON:
        words.append(booking.get_channel_display())
    if booking.forced_by:
        words.append(_("überbucht"))
    return ", ".join(words)


@dataclass(frozen=True)
class _Table:
    day: date
    ticks: Sequence[int]
    last: int
    lanes: Sequence[Lane]
    running: int
    now: datetime

    @cached_property
    def ends(self) -> dict[int, int]:
        """The cell at which each row ends."""
        return dict(zip(self.ticks, [*self.ticks[1:], self.last], strict=True))

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows; of a pause only one."""
        self_pauses = pauses(self.lanes, self.ticks, self.last)
        cells = self._cells(self_pauses)
        now_row = row_of(self.running, self.ticks) if self._is_now_shown() else 0
        for tick in self.ticks:
            pause = next((pause for pause in self_pauses if pause[0] <= tick < pause[1]), None)
            if pause and tick != pause[0]:
                continue
            is_now = pause[0] <= now_row < pause[1] if pause else tick == now_row
            yield self._row(tick, pause, cells.get(tick, {}), is_now=is_now)

    def _row(self, tick: int, pause: tuple[int, int] | None, cells: dict[int, TableCell], *, is_now: bool) -> TableRow:
        moment = moment_of(self.day, tick)
        return TableRow(
            words=moment.words,
            length=self.ends[tick] - tick,
            is_full_hour=moment.is_full_hour,
            is_labelled=moment.is_full_hour or moment.is_half_hour,
            now=clock(self.now.astimezone(current_tenant().zone)) if is_now else "",
            pause=self._pause_words(pause) if pause else "",
            cells=tuple(cells[lane] for lane in sorted(cells)),
        )

    def _is_now_shown(self) -> bool:
        is_today = self.day == local_day(self.now, current_tenant().time_zone)
        return is_today and self.ticks[0] <= self.running < self.last

    def _cells(self, closed: Sequence[tuple[int, int]]) -> dict[int, dict[int, TableCell]]:
        """Return the cells by the row in which they begin and their lane."""
        found: dict[int, dict[int, TableCell]] = {}
        for number, lane in enumerate(self.lanes):
            for segment in lane.segments:
                inside = [tick for tick in self.ticks if segment.start <= tick < segment.end]
                for stretch in _without(inside, closed):
                    for start, cell in self._cells_of(segment, stretch, lane):
                        found.setdefault(start, {})[number] = replace(cell, lane=number, start=start)
        return found

    def _cells_of(self, segment: Segment, rows: Sequence[int], lane: Lane) -> Iterator[tuple[int, TableCell]]:
        if segment.kind != Kind.FREE:
            yield rows[0], self._whole(segment, len(rows))
            return
        for chunk in self._chunks(rows):
            cell = max(chunk[0], self.running)
            if self._length(chunk) < _LEAST_FREE:
                yield chunk[0], TableCell(Kind.PAST, len(chunk))
            else:
                url, words = self._book_url(cell, lane), self._where(cell, lane)
                yield chunk[0], TableCell(Kind.FREE, len(chunk), url=url, words=words)

    def _chunks(self, rows: Sequence[int]) -> Iterator[list[int]]:
        """Yield the rows of a free stretch in pieces of about twenty minutes."""
        chunk: list[int] = []
        for row in rows:
            chunk.append(row)
            if self._length(chunk) >= _CELLS_OF_A_FREE_PLACE:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _length(self, rows: Sequence[int]) -> int:
        """Return how many cells the rows are long."""
        return self.ends[rows[-1]] - rows[0]

    def _whole(self, segment: Segment, height: int) -> TableCell:
        if segment.booking:
            return TableCell(segment.kind, height, card=self._card(segment.booking, height))
        return TableCell(segment.kind, height, words=segment.reason)

    def _card(self, booking: Booking, height: int) -> Card:
        return Card(
            url=reverse("appointments_staff:booking", args=[booking.pk]),
            look=look_of(booking),
            name=name_of(booking) if booking.last_name or booking.confirmed_at else _kept_words(booking),
            concern=concern_words(booking),
            time=clock(local_time(self.day, booking.cell_from)),
            is_short=height == 1,
            move_url=reverse("appointments_staff:move", args=[booking.pk]) if booking.state == State.CONFIRMED else "",
        )

    def _book_url(self, cell: int, lane: Lane) -> str:
        query = urlencode({"tag": self.day.isoformat(), "zelle": cell, "pool": lane.pool.pk})
        return f"{reverse('appointments_staff:new')}?{query}"

    def _where(self, cell: int, lane: Lane) -> str:
        return _("%(time)s, %(pool)s, Platz %(number)s") % {
            "time": moment_of(self.day, cell).words,
            "pool": lane.pool.name,
            "number": lane.number,
        }

    def _pause_words(self, pause: tuple[int, int]) -> str:
        hours = hour_range(local_time(self.day, pause[0]).time(), local_time(self.day, pause[1]).time())
        reasons = {
            segment.reason
            for lane in self.lanes
            for segment in lane.segments
            if segment.start <= pause[0] < segment.end and segment.reason
        }
        words = _("%(hours)s geschlossen") % {"hours": hours}
        return f"{words}: {', '.join(sorted(reasons))}" if reasons else words


def _edges(board: Board) -> set[int]:
    """Return the cells at which a booking, a counter or a closure begins or ends."""
    edges = {edge for booking in board.view.bookings for edge in (booking.cell_from, booking.cell_to)}
    zone = current_tenant().time_zone
    for closure in board.closures:
        edges |= set(closure.interruption.cells_on(board.view.day, zone))
    for entry in board.view.pools:
        cap = entry.row.cap if entry.row else ()
        edges |= {cell for cell in range(2, len(cap) + 1) if cap[cell - 1] != cap[cell - 2]}
    return edges


def _without(rows: Sequence[int], closed: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield the rows in the stretches that pauses leave of them."""
    stretch: list[int] = []
    for row in rows:
        if any(start <= row < end for start, end in closed):
            if stretch:
                yield stretch
            stretch = []
        else:
            stretch.append(row)
    if stretch:
        yield stretch


def _columns(lanes: Sequence[Lane]) -> Iterator[Column]:
    has_several_locations = len({lane.pool.location_id for lane in lanes}) > 1
    for lane in lanes:
        subtitle = _("überbucht") if lane.is_extra else _("Platz %(number)s") % {"number": lane.number}
        if has_several_locations:
            subtitle = f"{subtitle} · {lane.pool.location.name}"
        yield Column(lane.pool.name, subtitle)
