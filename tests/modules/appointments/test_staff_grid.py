"""The table of the day: every row and counter exactly once, whatever was booked, also when the clock is changed."""

import uuid
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.appointments.models import Booking, Closure, Concern, Pool, State
from modules.appointments.selectors.board import Board
from modules.appointments.selectors.day import DayView, PoolOfDay
from modules.appointments.selectors.rows import DayRow
from modules.appointments.slots import Window, capacity_row
from modules.appointments.views.staff.grid import Grid, grid_of, running_cell
from modules.appointments.views.staff.lanes import Kind
from modules.appointments.views.staff.line import key_of, line_of
from modules.appointments.views.staff.ticks import ticks
from rathaus.calendar.localtime import cell_of, instant_of
from tenants.municipality.models import Location

ZONE = "Europe/Berlin"
BERLIN = ZoneInfo(ZONE)
TUESDAY = date(2026, 11, 24)
PUT_BACK = date(2026, 10, 25)
PUT_FORWARD = date(2028, 3, 26)
LONG_AGO = datetime(2020, 1, 1, tzinfo=BERLIN)
NINE_TO_TWELVE = Window(start=time(9), end=time(12), places=2, staff_places=2)

pytestmark = pytest.mark.django_db


def pool_on(day: date, windows, bookings=(), name="Meldewesen") -> PoolOfDay:
    pool = Pool(name=name, location=Location(name="Rathaus"))
    cap = capacity_row(windows, [], day=day, zone=ZONE)[1]
    return PoolOfDay(pool, DayRow(cap, [0] * len(cap), LONG_AGO), tuple(bookings))


def booked(day: date, start: int, end: int, state=State.CONFIRMED, **fields) -> Booking:
    return Booking(
        concern=Concern(name="Personalausweis"),
        last_name="Brandt",
        day=day,
        cell_from=start,
        cell_to=end,
        starts_at=instant_of(day, start, ZONE),
        ends_at=instant_of(day, end, ZONE),
        created_at=LONG_AGO,
        state=state,
        **fields,
    )


def board_of(day: date, *pools: PoolOfDay, closures=()) -> Board:
    return Board([entry.pool for entry in pools], DayView(day, pools, ()), closures)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> int:
    return cell_of(day, time(hour, minute), ZONE)


def covered(grid: Grid) -> list[list[int]]:
    """Return how often each lane is covered in each row that is no pause, as a browser lays the table out."""
    rows = [row for row in grid.rows if not row.pause]
    taken = [[0] * len(grid.lanes) for _ in rows]
    for number, row in enumerate(rows):
        free = [lane for lane, count in enumerate(taken[number]) if not count]
        assert len(free) == len(row.cells), "a cell too many or too few"
        for lane, cell in zip(free, row.cells, strict=True):
            for below in range(cell.height):
                taken[number + below][lane] += 1
    return taken


def words(grid: Grid) -> list[str]:
    return [row.words for row in grid.rows]


bookings = st.lists(st.tuples(st.integers(80, 230), st.integers(1, 14)), max_size=12)
stretches = st.lists(st.tuples(st.integers(7, 11), st.integers(1, 8), st.integers(0, 3)), max_size=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(first=bookings, second=bookings, hours=stretches, now=st.integers(0, 24 * 60 - 1))
def test_every_row_of_every_counter_is_covered_exactly_once(tenant, first, second, hours, now):
    windows = [
        Window(start=time(start), end=time(start + length), places=places, staff_places=places)
        for start, length, places in hours
    ]
    pools = [
        pool_on(TUESDAY, windows, [booked(TUESDAY, start, start + length) for start, length in sorted(found)])
        for found in (first, second)
    ]
    board = board_of(TUESDAY, *pools)
    grid = grid_of(board, datetime(2026, 11, 24, now // 60, now % 60, tzinfo=BERLIN))

    if grid is None:
        assert not first + second
        return
    assert all(count == 1 for row in covered(grid) for count in row)
    shown = [cell.card for row in grid.rows for cell in row.cells if cell.card]
    assert len(shown) == len(first + second), "no booking is hidden, overbooked or outside of the hours"
    assert sum(bool(row.now) for row in grid.rows) <= 1


def test_rows_come_every_ten_minutes_and_where_something_begins_between(tenant):
    brandt = booked(TUESDAY, at(9, 25), at(9, 45))
    grid = grid_of(board_of(TUESDAY, pool_on(TUESDAY, [NINE_TO_TWELVE], [brandt])), LONG_AGO)
    assert words(grid)[:8] == ["9:00", "9:10", "9:20", "9:25", "9:30", "9:40", "9:45", "9:50"]
    assert [row.length for row in grid.rows][2:5] == [1, 1, 2]


def test_a_day_in_quarters_of_an_hour_has_rows_of_a_quarter(tenant):
    assert ticks({at(9), at(9, 15), at(9, 45)}, at(9), at(10)) == [at(9), at(9, 15), at(9, 30), at(9, 45)]


def test_a_break_is_one_row_with_its_hours(tenant):
    windows = [NINE_TO_TWELVE, Window(start=time(13), end=time(15))]
    grid = grid_of(board_of(TUESDAY, pool_on(TUESDAY, windows)), LONG_AGO)
    assert [row.pause for row in grid.rows if row.pause] == ["12–13 Uhr geschlossen"]
    assert len(grid.rows) == 18 + 1 + 12


def test_free_cells_lead_to_booking_from_now_on_and_are_blank_before(tenant):
    board = board_of(TUESDAY, pool_on(TUESDAY, [Window(start=time(9), end=time(10))]))
    grid = grid_of(board, datetime(2026, 11, 24, 9, 27, tzinfo=BERLIN))
    assert [(cell.kind, cell.height) for row in grid.rows for cell in row.cells] == [
        (Kind.PAST, 2),
        (Kind.FREE, 2),
        (Kind.FREE, 2),
    ]
    free = next(cell for row in grid.rows for cell in row.cells if cell.url)
    assert f"zelle={at(9, 25)}" in free.url, "what is already past of the running row cannot be booked"
    assert free.words == "9:25, Meldewesen, Platz 1"
    assert [row.words for row in grid.rows if row.now] == ["9:20"]
    assert [row.now for row in grid.rows if row.now] == ["9:27"]


def test_there_are_as_many_free_cells_as_places_left(tenant):
    """Where the hours shrink, the second lane may still be busy: then the first one is not free."""
    windows = [NINE_TO_TWELVE, Window(start=time(13), end=time(14))]
    long = [booked(TUESDAY, at(13), at(13, 30)), booked(TUESDAY, at(13), at(13, 20))]
    grid = grid_of(board_of(TUESDAY, pool_on(TUESDAY, windows, long)), LONG_AGO)
    afternoon = [segment for lane in grid.lanes for segment in lane.segments if segment.start >= at(13)]
    assert [(segment.kind, segment.start) for segment in afternoon if segment.kind == Kind.FREE] == [
        (Kind.FREE, at(13, 30))
    ]
    assert [segment.kind for segment in grid.lanes[1].segments][-1] == Kind.CLOSED


def test_what_is_booked_beyond_the_places_stands_in_a_lane_of_its_own(tenant):
    three = [booked(TUESDAY, at(9), at(9, 30), forced_by=uuid.uuid4() if number == 2 else None) for number in range(3)]
    grid = grid_of(board_of(TUESDAY, pool_on(TUESDAY, [NINE_TO_TWELVE], three)), LONG_AGO)
    assert [column.subtitle for column in grid.columns] == ["Platz 1", "Platz 2", "überbucht"]
    cards = [cell.card.concern for row in grid.rows for cell in row.cells if cell.card]
    assert cards == ["Personalausweis", "Personalausweis", "Personalausweis, überbucht"]


def test_a_closure_blocks_its_hours_and_says_why(tenant):
    day_row = pool_on(TUESDAY, [NINE_TO_TWELVE])
    cap = list(day_row.row.cap)
    cap[at(10) - 1 : at(11) - 1] = [0] * 12
    closed = PoolOfDay(day_row.pool, DayRow(cap, [0] * len(cap), LONG_AGO), ())
    closure = Closure(
        pool=closed.pool, starts_on=TUESDAY, ends_on=TUESDAY, starts_at=time(10), ends_at=time(11), reason="Rückrufe"
    )
    alone = grid_of(board_of(TUESDAY, closed, closures=[closure]), LONG_AGO)
    assert [row.pause for row in alone.rows if row.pause] == ["10–11 Uhr geschlossen: Rückrufe"]

    beside = board_of(TUESDAY, closed, pool_on(TUESDAY, [NINE_TO_TWELVE], name="Gewerbe"), closures=[closure])
    grid = grid_of(beside, LONG_AGO)
    blocked = [(cell.words, cell.height) for row in grid.rows for cell in row.cells if cell.kind == Kind.BLOCKED]
    assert blocked == [("Rückrufe", 6), ("Rückrufe", 6)]
    assert {entry.look.state: entry.count for entry in key_of(beside, grid)}["blocked"] == 2


def test_edge_case_01_the_night_with_two_hours_from_two_to_three_shows_both(tenant):
    windows = [Window(start=time(1), end=time(4))]
    start = cell_of(PUT_BACK, time(2), ZONE)
    late = booked(PUT_BACK, start + 12, start + 16)
    grid = grid_of(board_of(PUT_BACK, pool_on(PUT_BACK, windows, [late])), LONG_AGO)
    assert [row for row in words(grid) if row.startswith("2:00")] == ["2:00 Sommerzeit", "2:00 Winterzeit"]
    assert len(grid.rows) == 4 * 6
    assert grid.rows[12].cells[0].card.time == "2:00"
    assert line_of(board_of(PUT_BACK, pool_on(PUT_BACK, windows, [late])), grid, LONG_AGO).hours == (1, 2, 2, 3)


def test_edge_case_01_the_night_without_the_hour_from_two_to_three_leaves_it_out(tenant):
    grid = grid_of(board_of(PUT_FORWARD, pool_on(PUT_FORWARD, [Window(start=time(1), end=time(4))])), LONG_AGO)
    assert [row for row in words(grid) if row.endswith(":00")] == ["1:00", "3:00"]


def test_hours_until_midnight_end_with_the_day(tenant):
    grid = grid_of(board_of(TUESDAY, pool_on(TUESDAY, [Window(start=time(22), end=time(0))])), LONG_AGO)
    assert (words(grid)[0], words(grid)[-1], len(grid.rows)) == ("22:00", "23:50", 12)


@pytest.mark.parametrize(
    ("now", "cell"),
    [
        (datetime(2026, 11, 23, 23, 59, tzinfo=BERLIN), 1),
        (datetime(2026, 11, 24, 0, 0, tzinfo=BERLIN), 1),
        (datetime(2026, 11, 24, 9, 0, tzinfo=BERLIN), at(9)),
        (datetime(2026, 11, 24, 9, 4, tzinfo=BERLIN), at(9)),
        (datetime(2026, 11, 24, 23, 59, tzinfo=BERLIN), 288),
        (datetime(2026, 11, 25, 0, 0, tzinfo=BERLIN), 289),
    ],
)
def test_the_running_cell_is_the_one_that_the_moment_lies_in(tenant, now, cell):
    assert running_cell(TUESDAY, now) == cell


def test_a_day_without_hours_and_bookings_has_no_table(tenant):
    assert grid_of(board_of(TUESDAY, pool_on(TUESDAY, [])), LONG_AGO) is None


def test_the_line_says_in_a_sentence_what_it_draws(tenant):
    brandt = booked(TUESDAY, at(9), at(9, 20), State.DONE)
    others = [booked(TUESDAY, at(10), at(10, 20), State.ARRIVED), booked(TUESDAY, at(11), at(11, 20))]
    board = board_of(TUESDAY, pool_on(TUESDAY, [NINE_TO_TWELVE], [brandt, *others]))
    now = datetime(2026, 11, 24, 10, 12, tzinfo=BERLIN)
    line = line_of(board, grid_of(board, now), now)
    assert line.words == (
        "Es ist 10:12 Uhr. Erledigt: 1, in Bedienung: 0, es warten: 1, noch ausstehend: 1, nicht erschienen: 0."
    )
    assert line.hours == (9, 10, 11)
    assert line.now_x == 1080 * 14 // 36
    assert [bar.state for bar in line.bars] == ["done", "waiting", "booked"]


def test_a_booking_in_two_pools_stands_in_both_and_counts_once(tenant):
    wedding = booked(TUESDAY, at(9), at(10))
    board = board_of(
        TUESDAY, pool_on(TUESDAY, [NINE_TO_TWELVE], [wedding]), pool_on(TUESDAY, [NINE_TO_TWELVE], [wedding])
    )
    grid = grid_of(board, LONG_AGO)
    assert len([cell for row in grid.rows for cell in row.cells if cell.card]) == 2
    assert {entry.look.state: entry.count for entry in key_of(board, grid)}["booked"] == 1
