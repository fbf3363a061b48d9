from datetime import date, time, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.appointments.slots import (
    PoolCells,
    Window,
    capacity_row,
    fit_mask,
    length_cells,
    range_mask,
    rebuild_used,
    start_cells,
    windows_mask,
)
from rathaus.calendar.localtime import cell_of, cells_in_day, first_cell_from, instant_at, wall_time_of

BERLIN = "Europe/Berlin"
TUESDAY = date(2026, 11, 24)
AROUND_THE_CHANGES = [
    changed + timedelta(days=step) for changed in (date(2026, 10, 25), date(2028, 3, 26)) for step in (-1, 0, 1)
]
SIZE = 60
Row = tuple[list[int], list[int]]


def pool(*hours: str, taken: tuple[str, ...] = (), day: date = TUESDAY) -> PoolCells:
    """A pool from ranges such as "8:15-12:00" and, with counters, "8:00-12:00x2"."""
    windows = [
        Window(start=wall(start), end=wall(end), places=n, staff_places=n) for start, end, n in map(parse, hours)
    ]
    cap, _ = capacity_row(windows, [], day=day, zone=BERLIN)
    bookings = [(cell(start, day), cell(end, day)) for start, end, _ in map(parse, taken)]
    return PoolCells.from_row(cap, rebuild_used(bookings, len(cap)))


def parse(text: str) -> tuple[str, str, int]:
    hours, _, places = text.partition("x")
    start, _, end = hours.partition("-")
    return start, end, int(places or 1)


def wall(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    return time(hour, minute)


def cell(text: str, day: date = TUESDAY) -> int:
    return cell_of(day, wall(text), BERLIN)


def offered(*pools: PoolCells, minutes: int, grid: int = 20, day: date = TUESDAY, **rest: int) -> list[str]:
    starts = start_cells(pools, length=length_cells(minutes), grid_minutes=grid, **rest)
    return [f"{wall_time_of(day, start, BERLIN):%H:%M}".removeprefix("0") for start in starts]


def test_the_grid_is_counted_from_the_opening() -> None:
    assert offered(pool("8:15-9:35"), minutes=20) == ["8:15", "8:35", "8:55", "9:15"]


def test_each_opening_of_a_day_has_its_own_grid() -> None:
    assert offered(pool("8:00-8:40", "13:10-13:50"), minutes=20) == ["8:00", "8:20", "13:10", "13:30"]


def test_an_empty_day_is_offered_on_the_grid_alone() -> None:
    on_grid = ["8:00", "8:20", "8:40", "9:00"]
    assert offered(pool("8:00-9:30"), minutes=20) == on_grid
    assert offered(pool("8:00-9:30"), minutes=15) == on_grid


def test_edge_case_06_a_long_service_is_not_offered_shortly_before_a_booking() -> None:
    taken = pool("8:00-12:00", taken=("9:00-9:20",))
    assert offered(taken, minutes=60) == ["8:00", "9:20", "9:40", "10:00", "10:20", "10:40", "11:00"]


def test_edge_case_06_services_of_any_length_share_the_day() -> None:
    taken = pool("8:00-10:00", taken=("8:40-9:20",))
    assert offered(taken, minutes=20) == ["8:00", "8:20", "9:20", "9:40"]
    assert offered(taken, minutes=40) == ["8:00", "9:20"]
    assert offered(taken, minutes=45) == []


def test_edge_case_07_a_start_right_after_the_previous_booking_avoids_a_crumb() -> None:
    assert offered(pool("8:00-9:40", taken=("8:00-8:25",)), minutes=20) == ["8:25", "8:40", "9:00", "9:20"]


def test_edge_case_07_a_start_right_before_the_next_booking_avoids_a_crumb() -> None:
    taken = pool("8:00-10:00", taken=("9:10-10:00",))
    assert offered(taken, minutes=20) == ["8:00", "8:20", "8:40", "8:50"]


def test_edge_case_07_a_gap_of_exactly_the_length_is_offered_off_the_grid() -> None:
    taken = pool("8:00-9:00", taken=("8:00-8:05", "8:35-9:00"))
    assert offered(taken, minutes=30) == ["8:05"]


def test_edge_case_07_a_gap_without_a_start_on_the_grid_is_offered_once() -> None:
    taken = pool("8:00-9:00", taken=("8:00-8:05", "8:40-9:00"))
    assert offered(taken, minutes=30) == ["8:05"]


def test_edge_case_07_a_remainder_that_a_shorter_service_can_use_is_no_crumb() -> None:
    taken = pool("8:00-9:40", taken=("8:00-8:25",))
    assert offered(taken, minutes=20, shortest=3) == ["8:40", "9:00", "9:20"]
    assert offered(taken, minutes=20, shortest=4) == ["8:25", "8:40", "9:00", "9:20"]


def test_edge_case_07_a_free_counter_beside_a_booking_needs_no_odd_time() -> None:
    taken = pool("8:00-9:00x2", taken=("8:00-8:25",))
    assert offered(taken, minutes=20) == ["8:00", "8:20", "8:40"]


def test_edge_case_07_back_to_back_booking_fills_a_morning_without_a_gap() -> None:
    taken: list[str] = []
    while starts := offered(pool("8:00-9:30", taken=tuple(taken)), minutes=15):
        earliest = starts[0]
        hour, minute = map(int, earliest.split(":"))
        end = hour * 60 + minute + 15
        taken.append(f"{earliest}-{end // 60}:{end % 60:02}")
    assert len(taken) == 6


def test_a_place_is_needed_in_every_pool() -> None:
    office = pool("8:00-12:00x3")
    registrar = pool("9:00-11:00", taken=("9:40-10:20",))
    assert offered(office, registrar, minutes=40) == ["9:00", "10:20"]


def test_the_first_pool_gives_the_grid() -> None:
    office, registrar = pool("8:00-12:00x3"), pool("9:10-10:20")
    assert offered(office, registrar, minutes=20) == ["9:10", "9:20", "9:40", "10:00"]
    assert offered(registrar, office, minutes=20) == ["9:10", "9:30", "9:50"]


def test_the_whole_stay_lies_in_the_hours_of_the_concern() -> None:
    window = windows_mask([Window(start=time(9), end=time(10))], TUESDAY, BERLIN)
    assert offered(pool("8:00-12:00"), minutes=40, window=window) == ["9:00", "9:20"]


def test_the_lead_time_cuts_the_offer_without_odd_times() -> None:
    earliest = first_cell_from(instant_at(TUESDAY, time(8, 26), BERLIN), TUESDAY, BERLIN)
    assert offered(pool("8:00-9:40"), minutes=20, earliest=earliest) == ["8:40", "9:00", "9:20"]


def test_a_closed_day_offers_nothing() -> None:
    assert offered(pool(), minutes=20) == []


@pytest.mark.parametrize("grid", [0, 7, -5])
def test_a_grid_off_the_cells_is_refused(grid: int) -> None:
    with pytest.raises(ValueError, match="multiple of five"):
        offered(pool("8:00-9:00"), minutes=20, grid=grid)


@pytest.mark.parametrize("day", AROUND_THE_CHANGES)
def test_edge_case_01_sunday_hours_offer_the_same_wall_times_on_the_days_of_the_change(day: date) -> None:
    assert offered(pool("9:00-10:00", day=day), minutes=20, day=day) == ["9:00", "9:20", "9:40"]


def test_edge_case_01_a_stay_across_the_change_takes_its_real_time() -> None:
    autumn, spring = date(2026, 10, 25), date(2028, 3, 26)
    assert offered(pool("1:00-4:00", day=autumn), minutes=60, grid=60, day=autumn) == [
        "1:00",
        "2:00",
        "2:00",
        "3:00",
    ]
    assert offered(pool("1:00-4:00", day=spring), minutes=60, grid=60, day=spring) == ["1:00", "3:00"]


@given(
    day=st.sampled_from(AROUND_THE_CHANGES),
    opening=st.integers(0, 280),
    length=st.integers(1, 20),
    grid=st.integers(1, 12),
)
def test_edge_case_01_each_offered_stay_lies_in_the_window_of_its_day(
    day: date, opening: int, length: int, grid: int
) -> None:
    window = Window(start=time(opening * 5 // 60, opening * 5 % 60), end=time(0))
    cap, _ = capacity_row([window], [], day=day, zone=BERLIN)
    starts = start_cells([PoolCells.from_row(cap, [0] * len(cap))], length=length, grid_minutes=grid * 5)
    first, end = window.cells_on(day, BERLIN)
    assert all(first <= start and start + length <= end for start in starts)
    assert end == cells_in_day(day, BERLIN) + 1


@st.composite
def pool_rows(draw: st.DrawFn) -> Row:
    """A day in which capacity and usage change now and then, as on real days."""
    cuts = sorted(draw(st.sets(st.integers(1, SIZE - 1), max_size=8)))
    cap: list[int] = []
    used: list[int] = []
    for start, end in pairwise([0, *cuts, SIZE]):
        cap += [draw(st.integers(0, 3))] * (end - start)
        used += [draw(st.integers(0, 3))] * (end - start)
    return cap, used


POOLS = st.lists(pool_rows(), min_size=1, max_size=3)
ENDS = st.tuples(st.integers(1, SIZE), st.integers(1, SIZE))
WINDOWS = st.none() | ENDS.map(lambda pair: range_mask(min(pair), max(pair)))


class Wish(NamedTuple):
    length: int
    grid: int
    shortest: int | None
    window: int | None
    earliest: int


WISHES = st.builds(
    Wish,
    length=st.integers(1, 14),
    grid=st.integers(1, 8),
    shortest=st.none() | st.integers(1, 6),
    window=WINDOWS,
    earliest=st.integers(1, SIZE + 1),
)


@given(rows=POOLS, wish=WISHES)
def test_edge_case_07_the_offer_is_what_a_plain_reading_of_the_rule_gives(rows: list[Row], wish: Wish) -> None:
    found = start_cells(
        [PoolCells.from_row(cap, used) for cap, used in rows],
        length=wish.length,
        grid_minutes=wish.grid * 5,
        shortest=wish.shortest,
        window=wish.window,
        earliest=wish.earliest,
    )
    assert found == plain_reading(rows, wish)


@given(rows=POOLS, length=st.integers(1, 14), grid=st.integers(1, 8))
def test_edge_case_06_no_offered_stay_touches_a_full_cell(rows: list[Row], length: int, grid: int) -> None:
    pools = [PoolCells.from_row(cap, used) for cap, used in rows]
    for start in start_cells(pools, length=length, grid_minutes=grid * 5):
        for cap, used in rows:
            assert all(used[place] < cap[place] for place in range(start - 1, start - 1 + length))


@given(rows=POOLS, length=st.integers(1, 14), grid=st.integers(1, 8))
def test_edge_case_07_a_day_with_a_long_enough_gap_is_never_empty(rows: list[Row], length: int, grid: int) -> None:
    pools = [PoolCells.from_row(cap, used) for cap, used in rows]
    free = -1
    for each in pools:
        free &= each.free
    has_room = fit_mask(free, length) > 0
    assert bool(start_cells(pools, length=length, grid_minutes=grid * 5)) == has_room


def plain_reading(rows: list[Row], wish: Wish) -> list[int]:
    """The rule in the words of slots.starts, cell by cell, with lists instead of bits."""
    allowed = [wish.window is None or bool(wish.window >> place & 1) for place in range(SIZE)]
    opened = [allowed[place] and all(cap[place] > 0 for cap, _ in rows) for place in range(SIZE)]
    free = [allowed[place] and all(used[place] < cap[place] for cap, used in rows) for place in range(SIZE)]
    openings = stretches([places > 0 for places in rows[0][0]])
    grid = [start for opening in openings for start in range(opening.start, opening.stop, wish.grid)]
    offers = {
        start
        for gap in stretches(free)
        if len(gap) >= wish.length
        for start in offers_in(gap, grid, wish, ends_at_booking=gap.stop <= SIZE and opened[gap.stop - 1])
    }
    return sorted(start for start in offers if start >= wish.earliest)


def offers_in(gap: range, grid: list[int], wish: Wish, *, ends_at_booking: bool) -> list[int]:
    fitting = [start for start in grid if start in gap and start + wish.length <= gap.stop]
    if not fitting:
        return [gap.start]
    crumbs = range(1, wish.shortest or wish.length)
    before = [gap.start] if fitting[0] - gap.start in crumbs else []
    is_crumb_behind = gap.stop - (fitting[-1] + wish.length) in crumbs
    return before + fitting + ([gap.stop - wish.length] if is_crumb_behind and ends_at_booking else [])


def stretches(flags: list[bool]) -> list[range]:
    found: list[range] = []
    for place, flag in enumerate(flags, start=1):
        if flag and found and found[-1].stop == place:
            found[-1] = range(found[-1].start, place + 1)
        elif flag:
            found.append(range(place, place + 1))
    return found
