"""Nobody's work can be read from the figures about teams, neither directly nor by subtracting one from another."""

import uuid
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from modules.appointments.selectors.statistics.protecting import (
    MIN_CASES,
    MIN_PLACES,
    Group,
    Mean,
    add_up,
    protect,
)

TEAMS = [uuid.UUID(int=number) for number in range(1, 7)]


@st.composite
def months(draw, count=1):
    """Return so many months of the same teams, with any number of cases each."""
    places = {team: draw(st.integers(1, 4)) for team in TEAMS[: draw(st.integers(1, 6))]}
    return [
        [
            Group(team, size, cases := draw(st.integers(0, 12)), float(draw(st.integers(0, 400)) if cases else 0))
            for team, size in places.items()
        ]
        for _ in range(count)
    ]


def rest_of(groups, shown):
    """Return the groups that somebody gets who subtracts every shown team from the total."""
    return [group for group in groups if group.cases and group.team not in shown.teams]


@given(months())
def test_what_is_shown_has_cases_and_places_behind_it(drawn):
    (groups,) = drawn
    by_team = {group.team: group for group in groups}
    for team, mean in protect(groups).teams.items():
        assert by_team[team].cases >= MIN_CASES
        assert by_team[team].places >= MIN_PLACES
        assert mean == Mean(by_team[team].cases, by_team[team].minutes)


@given(months())
def test_no_team_can_be_computed_from_the_total(drawn):
    (groups,) = drawn
    shown = protect(groups)
    rest = rest_of(groups, shown)
    if shown.total is None or not rest:
        return
    assert len(rest) > 1
    assert sum(group.cases for group in rest) >= MIN_CASES
    assert sum(group.places for group in rest) >= MIN_PLACES


@given(months(count=3))
def test_no_month_can_be_computed_from_longer_periods(drawn):
    """Every span of months is the sum of what its months show: subtracting two spans gives shown months again."""
    shown = [protect(groups) for groups in drawn]
    for first, last in combinations(range(4), 2):
        span = add_up(shown[first:last])
        for team in TEAMS:
            expected = sum((month.teams.get(team, Mean()) for month in shown[first:last]), Mean())
            assert span.teams.get(team, Mean()) == expected


@given(months())
def test_teams_that_need_no_protection_are_shown(drawn):
    (groups,) = drawn
    present = [group for group in groups if group.cases]
    if present and all(group.is_large for group in present):
        shown = protect(groups)
        assert set(shown.teams) == {group.team for group in present}
        assert shown.total == sum((Mean(group.cases, group.minutes) for group in present), Mean())


def test_a_small_team_takes_the_next_one_with_it():
    small, middle, large = (Group(team, 2, cases, 60.0) for team, cases in zip(TEAMS, (3, 8, 90), strict=False))
    shown = protect([large, small, middle])
    assert set(shown.teams) == {large.team}
    assert shown.total.cases == 101


def test_two_teams_of_one_person_each_hide_each_other():
    registrar, trade, office = (Group(team, places, 20, 200.0) for team, places in zip(TEAMS, (1, 1, 3), strict=False))
    shown = protect([registrar, trade, office])
    assert set(shown.teams) == {office.team}
    assert shown.total.cases == 60


def test_one_person_alone_is_told_about_in_no_way():
    shown = protect([Group(TEAMS[0], 1, 200, 3000.0)])
    assert (shown.teams, shown.total) == ({}, None)
