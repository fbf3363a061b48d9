"""The workload that the benchmarks give to all systems is the one that was agreed on."""

from collections import Counter

from tests.bench.measure import as_found, at_least
from tests.bench.peers import workload


def test_half_of_each_counters_day_is_booked_and_always_the_same():
    booked = list(workload.booked_half())
    assert len(booked) == len(set(booked)) == 60 * workload.COUNTERS * workload.STARTS // 2
    assert set(Counter((day, counter) for day, counter, _start in booked).values()) == {workload.STARTS // 2}
    assert booked == list(workload.booked_half())


def test_every_client_tries_every_place_once_in_an_order_of_its_own():
    first, second = workload.units_in_random_order(1), workload.units_in_random_order(2)
    assert len(set(first)) == len(first) == workload.COUNTERS * workload.FIGHT_STARTS
    assert sorted(first) == sorted(second) != first != second


def test_a_promise_is_kept_from_its_limit_on_and_a_finding_about_others_always():
    assert [at_least("x", ratio, 20).is_kept for ratio in (19.9, 20, 21)] == [False, True, True]
    assert as_found("x", 25).is_kept
