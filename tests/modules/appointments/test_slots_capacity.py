from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.appointments.slots import (
    Interruption,
    Window,
    capacity_row,
    cells,
    rebuild_used,
    windows_mask,
)
from rathaus.calendar.localtime import cell_of, cells_in_day

BERLIN = "Europe/Berlin"
TUESDAY = date(2026, 11, 24)
AUTUMN = date(2026, 10, 25)
SPRING = date(2028, 3, 26)
STEPS = st.integers(0, 287)
DAYS = st.sampled_from(
    [TUESDAY, date(2026, 10, 24), AUTUMN, date(2026, 10, 26), date(2028, 3, 25), SPRING, date(2028, 3, 27)]
)


def wall(step: int) -> time:
    return time(step * 5 // 60 % 24, step * 5 % 60)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start = draw(STEPS)
    end = draw(st.integers(start + 1, 288))
    places = draw(st.integers(0, 4))
    return Window(start=wall(start), end=wall(end), places=places, staff_places=places + draw(st.integers(0, 2)))


@st.composite
def interruptions(draw: st.DrawFn) -> Interruption:
    start = draw(STEPS)
    end = draw(st.integers(start + 1, 288))
    return Interruption(
        start=draw(st.sampled_from([None, wall(start)])),
        end=draw(st.sampled_from([None, wall(end)])),
        places=draw(st.sampled_from([None, 1, 2, 5])),
    )


def row(*given_windows: Window, closures: tuple[Interruption, ...] = (), day: date = TUESDAY) -> list[int]:
    return capacity_row(given_windows, closures, day=day, zone=BERLIN)[0]


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> int:
    """The index in a row of the cell that begins then."""
    return cell_of(day, time(hour, minute), BERLIN) - 1


def test_windows_that_overlap_add_their_counters() -> None:
    cap = row(
        Window(start=time(8), end=time(12), places=2, staff_places=2),
        Window(start=time(10), end=time(12), places=1, staff_places=1),
    )
    assert [cap[at(7, 55)], cap[at(8)], cap[at(9, 55)], cap[at(10)], cap[at(11, 55)], cap[at(12)]] == [
        0, 2, 2, 3, 3, 0,
    ]  # fmt: skip


def test_staff_have_places_of_their_own() -> None:
    window = Window(start=time(8), end=time(12), places=2, staff_places=3)
    cap, cap_staff = capacity_row([window], [], day=TUESDAY, zone=BERLIN)
    assert (cap[at(9)], cap_staff[at(9)]) == (2, 3)


def test_a_closure_of_a_part_leaves_the_rest_open() -> None:
    cap = row(Window(start=time(8), end=time(12)), closures=(Interruption(start=time(9), end=time(10)),))
    assert [cap[at(8, 55)], cap[at(9)], cap[at(9, 55)], cap[at(10)]] == [1, 0, 0, 1]


def test_a_closure_without_times_closes_the_whole_day() -> None:
    assert sum(row(Window(start=time(8), end=time(12)), closures=(Interruption(),))) == 0


def test_a_closure_from_noon_lasts_to_the_end_of_the_day() -> None:
    hours = Window(start=time(8), end=time(0))
    assert sum(row(hours, closures=(Interruption(start=time(12)),))) == 4 * 12


def test_hours_until_midnight_reach_the_last_cell() -> None:
    assert row(Window(start=time(22), end=time(0)))[-1] == 1
    assert len(row(Window(start=time(22), end=time(0)), day=AUTUMN)) == 300


def test_a_holiday_closes_the_day() -> None:
    hours = [Window(start=time(8), end=time(12))]
    cap, cap_staff = capacity_row(hours, [], day=TUESDAY, zone=BERLIN, is_holiday=True)
    assert sum(cap) == sum(cap_staff) == 0
    assert len(cap) == 288


def test_open_all_the_same_beats_the_holiday_but_not_a_closure() -> None:
    hours = [Window(start=time(8), end=time(12))]
    closed = [Interruption(start=time(8), end=time(10))]
    cap, _ = capacity_row(hours, closed, day=TUESDAY, zone=BERLIN, is_holiday=True, is_open_anyway=True)
    assert sum(cap) == 2 * 12


@pytest.mark.parametrize(
    ("day", "start", "end", "expected"),
    [
        (AUTUMN, time(9), time(12), 36),
        (AUTUMN, time(1), time(4), 48),
        (AUTUMN, time(2), time(3), 24),
        (AUTUMN, time(0), time(0), 300),
        (SPRING, time(9), time(12), 36),
        (SPRING, time(1), time(4), 24),
        (SPRING, time(2), time(3), 0),
        (SPRING, time(2, 30), time(4), 12),
        (SPRING, time(1), time(2, 30), 12),
        (SPRING, time(0), time(0), 276),
    ],
)
def test_edge_case_01_hours_on_the_days_of_the_change_have_their_real_length(
    day: date, start: time, end: time, expected: int
) -> None:
    assert sum(row(Window(start=start, end=end), day=day)) == expected


@given(day=DAYS, hours=st.lists(windows(), max_size=4), closures=st.lists(interruptions(), max_size=2))
def test_edge_case_01_each_cell_counts_the_windows_over_it_unless_it_is_closed(
    day: date, hours: list[Window], closures: list[Interruption]
) -> None:
    cap, cap_staff = capacity_row(hours, closures, day=day, zone=BERLIN)
    assert len(cap) == len(cap_staff) == cells_in_day(day, BERLIN)
    for cell, found in enumerate(zip(cap, cap_staff, strict=True), start=1):
        over = [window for window in hours if covers(window, cell, day)]
        expected = sum(window.places for window in over), sum(window.staff_places for window in over)
        here = [closure.places for closure in closures if covers(closure, cell, day)]
        missing = max(expected) if None in here else sum(here)
        assert found == tuple(max(places - missing, 0) for places in expected)


@given(day=DAYS, hours=st.lists(windows(), max_size=4), closures=st.lists(interruptions(), max_size=4))
def test_an_interruption_never_adds_a_place_and_the_order_of_several_does_not_matter(
    day: date, hours: list[Window], closures: list[Interruption]
) -> None:
    without, without_staff = capacity_row(hours, [], day=day, zone=BERLIN)
    cap, cap_staff = capacity_row(hours, closures, day=day, zone=BERLIN)
    assert all(0 <= left <= places for left, places in zip(cap, without, strict=True))
    assert all(0 <= left <= places for left, places in zip(cap_staff, without_staff, strict=True))
    assert all(public <= staff for public, staff in zip(cap, cap_staff, strict=True))
    assert capacity_row(hours, closures[::-1], day=day, zone=BERLIN) == (cap, cap_staff)


def test_missing_places_leave_the_others_to_the_public_and_to_staff() -> None:
    hours = [Window(start=time(8), end=time(12), places=2, staff_places=3)]
    cap, cap_staff = capacity_row(hours, [Interruption(start=time(9), places=1)], day=TUESDAY, zone=BERLIN)
    assert [(cap[at(8, 55)], cap_staff[at(8, 55)]), (cap[at(9)], cap_staff[at(9)])] == [(2, 3), (1, 2)]


def test_several_absences_add_up_and_nothing_falls_below_zero() -> None:
    hours = Window(start=time(8), end=time(12), places=3, staff_places=3)
    one, two = Interruption(places=1), Interruption(start=time(10), places=3)
    assert (row(hours, closures=(one, one))[at(9)], row(hours, closures=(one, two))[at(10)]) == (1, 0)


def test_an_interruption_takes_at_least_one_place() -> None:
    with pytest.raises(ValueError, match="at least one place"):
        Interruption(places=0)


def covers(hours: Window | Interruption, cell: int, day: date) -> bool:
    start, end = hours.cells_on(day, BERLIN)
    return start <= cell < end


@given(day=DAYS, hours=st.lists(windows(), max_size=4))
def test_the_mask_of_windows_covers_each_of_them(day: date, hours: list[Window]) -> None:
    expected = {cell for window in hours for cell in range(*window.cells_on(day, BERLIN))}
    assert set(cells(windows_mask(hours, day, BERLIN))) == expected


@pytest.mark.parametrize(
    "values",
    [
        {"start": time(12), "end": time(8)},
        {"start": time(8), "end": time(8)},
        {"start": time(8, 3), "end": time(12)},
        {"start": time(8), "end": time(12, 0, 30)},
        {"start": time(8), "end": time(12), "places": -1},
        {"start": time(8), "end": time(12), "places": 3, "staff_places": 2},
    ],
)
def test_impossible_windows_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Window(**values)  # type: ignore[arg-type]


def test_an_impossible_closure_is_refused() -> None:
    with pytest.raises(ValueError, match="behind"):
        Interruption(start=time(12), end=time(8))


RANGES = st.tuples(st.integers(1, 301), st.integers(1, 301)).map(lambda pair: (min(pair), max(pair)))


@given(bookings=st.lists(RANGES, max_size=30))
def test_used_is_rebuilt_from_the_bookings_alone(bookings: list[tuple[int, int]]) -> None:
    expected = [sum(start <= cell < end for start, end in bookings) for cell in range(1, 301)]
    assert rebuild_used(bookings, 300) == expected


@pytest.mark.parametrize("booking", [(0, 4), (280, 290), (9, 3)])
def test_a_booking_outside_of_the_day_is_refused(booking: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="do not lie in a day"):
        rebuild_used([booking], 288)
