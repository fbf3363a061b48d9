"""Which of a pool's interchangeable counters a booking is drawn at. Nothing else depends on it."""

from collections.abc import Sequence


def assign_lanes(ranges: Sequence[tuple[int, int]]) -> list[int]:
    """Return a lane, counted from 0, for each half-open range of cells, in the order given.

    Whoever begins first chooses, and takes the lowest lane that is free: so there are never more lanes than ranges that
    lie over each other at some time.
    """
    lanes = [0] * len(ranges)
    ends: list[int] = []
    for place in sorted(range(len(ranges)), key=lambda index: ranges[index]):
        start, end = ranges[place]
        lane = next((number for number, last in enumerate(ends) if last <= start), len(ends))
        ends[lane : lane + 1] = [end]
        lanes[place] = lane
    return lanes


def lane_count(lanes: Sequence[int], capacity: Sequence[int]) -> int:
    """Return how many lanes to draw: the counters of the fullest hour, or more where it was overbooked."""
    return max([*capacity, *(lane + 1 for lane in lanes)], default=0)
