"""Bookings side by side: as many lanes as are needed and no more."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from modules.appointments.slots.lanes import assign_lanes, lane_count

ranges = st.lists(
    st.tuples(st.integers(1, 60), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=25
)


@given(ranges)
def test_no_two_bookings_of_a_lane_lie_over_each_other(found):
    lanes = assign_lanes(found)
    for lane in set(lanes):
        inside = sorted(entry for entry, number in zip(found, lanes, strict=True) if number == lane)
        assert all(first[1] <= second[0] for first, second in pairwise(inside))


@given(ranges)
def test_there_are_as_many_lanes_as_bookings_at_the_fullest_moment(found):
    fullest = max((sum(start <= cell < end for start, end in found) for cell in range(1, 73)), default=0)
    assert len(set(assign_lanes(found))) == fullest
    assert lane_count(assign_lanes(found), []) == fullest


def test_whoever_comes_first_stands_on_the_left():
    assert assign_lanes([(10, 14), (8, 12), (12, 16), (14, 18)]) == [1, 0, 0, 1]


def test_each_counter_of_the_fullest_hour_has_a_lane_even_if_nobody_comes():
    assert lane_count([], [0, 1, 3, 2]) == 3
    assert lane_count([0, 3], [2, 2]) == 4
    assert lane_count([], []) == 0
