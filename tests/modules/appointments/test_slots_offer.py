from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.appointments.slots import by_day_part, duration_minutes, length_cells, neighbours
from rathaus.calendar.localtime import cell_of

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 10, 25), date(2028, 3, 26)])
def test_edge_case_01_the_parts_of_a_day_follow_the_wall_clock(day: date) -> None:
    walls = [time(14), time(11, 55), time(8), time(12), time(13, 55), time(16, 30)]
    parts = by_day_part([cell_of(day, wall, BERLIN) for wall in walls], day, BERLIN)
    assert parts.morning == (cell_of(day, time(8), BERLIN), cell_of(day, time(11, 55), BERLIN))
    assert parts.midday == (cell_of(day, time(12), BERLIN), cell_of(day, time(13, 55), BERLIN))
    assert parts.afternoon == (cell_of(day, time(14), BERLIN), cell_of(day, time(16, 30), BERLIN))


def test_the_nearest_starts_come_in_order_of_time() -> None:
    assert neighbours([100, 104, 112, 116, 140], 110) == [104, 112, 116]


def test_of_two_equally_near_starts_the_earlier_counts_first() -> None:
    assert neighbours([106, 114], 110, count=1) == [106]


def test_fewer_starts_than_asked_for_are_all_given() -> None:
    assert neighbours([100], 110) == [100]
    assert neighbours([], 110) == []


@given(starts=st.sets(st.integers(1, 288)), wished=st.integers(1, 288), count=st.integers(1, 5))
def test_no_start_left_out_is_nearer_than_one_named(starts: set[int], wished: int, count: int) -> None:
    named = neighbours(starts, wished, count)
    assert len(named) == min(count, len(starts))
    farthest = max((abs(start - wished) for start in named), default=0)
    assert all(abs(start - wished) >= farthest for start in starts - set(named))


def test_each_further_person_adds_their_time() -> None:
    assert duration_minutes(first=20, further=10) == 20
    assert duration_minutes(first=20, further=10, persons=4) == 50
    assert duration_minutes(first=20, further=10, persons=2, extra=-5) == 25


@pytest.mark.parametrize(
    "values", [{"first": 20, "further": 10, "persons": 0}, {"first": 10, "further": 0, "extra": -10}]
)
def test_a_visit_without_people_or_time_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="t least"):
        duration_minutes(**values)


@pytest.mark.parametrize(("minutes", "expected"), [(1, 1), (5, 1), (6, 2), (45, 9), (47, 10)])
def test_a_started_cell_counts_whole(minutes: int, expected: int) -> None:
    assert length_cells(minutes) == expected
