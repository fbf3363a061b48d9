"""How long somebody will wait: the line played through once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.appointments.waiting_time import Coming, expected_minutes, pace, rounded, wait_words

MINUTES = st.floats(5, 60)
LINE = st.lists(MINUTES, max_size=12)
PLACES = st.integers(1, 6)
SERVED = st.lists(st.floats(-30, 40), max_size=6)
COMING = st.lists(st.builds(Coming, st.floats(0, 240), MINUTES), max_size=8)


class TestTheLine:
    def test_with_a_free_place_nobody_waits(self):
        assert expected_minutes(places=2, served=[10], ahead=[]) == 0

    def test_two_counters_work_through_the_line_side_by_side(self):
        assert expected_minutes(places=2, served=[5, 15], ahead=[20, 10]) == 25

    def test_who_is_over_time_leaves_soon_but_not_at_once(self):
        assert expected_minutes(places=1, served=[-12], ahead=[]) == 2

    def test_booked_people_go_first_once_their_time_has_come(self):
        assert expected_minutes(places=1, served=[], ahead=[10], coming=[Coming(5, 20)]) == 30
        assert expected_minutes(places=1, served=[], ahead=[10], coming=[Coming(15, 20)]) == 10

    def test_while_nothing_is_open_nothing_can_be_said(self):
        assert expected_minutes(places=0, served=[], ahead=[]) is None
        assert wait_words(None) == ""

    @given(places=PLACES, served=SERVED, ahead=LINE, coming=COMING)
    def test_it_is_never_negative_and_never_longer_than_all_work_on_one_counter(self, places, served, ahead, coming):
        wait = expected_minutes(places=places, served=served, ahead=ahead, coming=coming)
        work = sum(max(minutes, 2) for minutes in served) + sum(ahead) + sum(person.minutes for person in coming)
        assert 0 <= wait <= work + 1e-6

    @given(places=PLACES, served=SERVED, ahead=LINE, more=MINUTES)
    def test_one_more_ahead_never_makes_it_shorter(self, places, served, ahead, more):
        before = expected_minutes(places=places, served=served, ahead=ahead)
        assert expected_minutes(places=places, served=served, ahead=[*ahead, more]) >= before

    @given(places=PLACES, served=SERVED, ahead=LINE, more=MINUTES)
    def test_one_more_counter_never_makes_it_longer(self, places, served, ahead, more):
        line = [*ahead, more]
        before = expected_minutes(places=places, served=served, ahead=line)
        assert expected_minutes(places=places + 1, served=served, ahead=line) <= before + 1e-6

    @given(places=PLACES, ahead=LINE)
    def test_all_places_share_the_work(self, places, ahead):
        wait = expected_minutes(places=places, served=[], ahead=ahead)
        assert wait <= sum(ahead) / places + 1e-6, "nobody is idle while somebody waits"


class TestPace:
    def test_a_day_without_visits_goes_as_planned(self):
        assert pace(planned=0, actual=0) == 1

    @given(planned=st.integers(0, 2000), actual=st.integers(0, 2000))
    def test_it_lies_between_half_and_double_and_follows_the_day(self, planned, actual):
        found = pace(planned=planned, actual=actual)
        assert 0.5 <= found <= 2
        assert (found >= 1) == (actual >= planned)


class TestWords:
    @pytest.mark.parametrize(
        ("minutes", "words"),
        [
            (0, "nur kurz"),
            (1, "etwa 5 Minuten"),
            (16.2, "etwa 20 Minuten"),
            (31, "etwa 40 Minuten"),
            (61, "etwa 1 Stunde 15 Minuten"),
            (119, "etwa 2 Stunden"),
            (500, "mehr als zwei Stunden"),
        ],
    )
    def test_an_estimate_sounds_like_one(self, minutes, words):
        assert wait_words(minutes) == words

    @given(st.floats(0, 300), st.floats(0, 300))
    def test_rounding_never_promises_less_and_keeps_the_order(self, one, other):
        assert rounded(one) >= one
        assert (rounded(one) <= rounded(other)) or one > other
