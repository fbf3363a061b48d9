from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.calendar.localtime import (
    cell_of,
    cells_in_day,
    end_cell_of,
    first_cell_from,
    instant_at,
    instant_of,
    local_day,
    wall_time_of,
)

BERLIN = "Europe/Berlin"
AUTUMN = date(2026, 10, 25)
SPRING = date(2028, 3, 26)
ONE_DAY = timedelta(days=1)
AROUND_THE_CHANGES = [
    day + step * ONE_DAY for day in (AUTUMN, SPRING, date(2027, 3, 28), date(2027, 10, 31)) for step in (-1, 0, 1)
]
DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31)) | st.sampled_from(AROUND_THE_CHANGES)
ZONES = st.sampled_from([BERLIN, "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut"])


@pytest.mark.parametrize(
    ("day", "cells"),
    [
        (date(2026, 10, 24), 288),
        (date(2026, 10, 25), 300),
        (date(2026, 10, 26), 288),
        (date(2028, 3, 25), 288),
        (date(2028, 3, 26), 276),
        (date(2028, 3, 27), 288),
    ],
)
def test_edge_case_01_a_day_has_276_288_or_300_cells(day: date, cells: int) -> None:
    assert cells_in_day(day, BERLIN) == cells


@pytest.mark.parametrize("day", AROUND_THE_CHANGES)
def test_edge_case_01_office_hours_keep_their_wall_clock_across_the_change(day: date) -> None:
    cell = cell_of(day, time(9, 20), BERLIN)
    shown = instant_of(day, cell, BERLIN).astimezone(ZoneInfo(BERLIN))
    assert shown.replace(tzinfo=None) == datetime.combine(day, time(9, 20))


@pytest.mark.parametrize("day", AROUND_THE_CHANGES)
def test_edge_case_01_each_cell_leads_to_an_instant_and_back(day: date) -> None:
    for cell in range(1, cells_in_day(day, BERLIN) + 1):
        instant = instant_of(day, cell, BERLIN)
        assert first_cell_from(instant, day, BERLIN) == cell
        assert local_day(instant, BERLIN) == day


def test_edge_case_01_nine_o_clock_is_another_cell_on_the_days_of_the_change() -> None:
    assert cell_of(date(2026, 10, 24), time(9), BERLIN) == 109
    assert cell_of(AUTUMN, time(9), BERLIN) == 121
    assert cell_of(SPRING, time(9), BERLIN) == 97


def test_edge_case_01_a_skipped_time_becomes_the_first_instant_after_the_gap() -> None:
    after_the_gap = datetime(2028, 3, 26, 1, 0, tzinfo=UTC)
    for wall in (time(2), time(2, 5), time(2, 30), time(2, 59, 59), time(3)):
        assert instant_at(SPRING, wall, BERLIN) == after_the_gap
        assert instant_at(SPRING, wall, BERLIN, last=True) == after_the_gap
    assert instant_at(SPRING, time(1, 55), BERLIN) == after_the_gap - timedelta(minutes=5)


def test_edge_case_01_a_time_shown_twice_starts_at_the_first_and_ends_at_the_last() -> None:
    assert cell_of(AUTUMN, time(2, 30), BERLIN) == 31
    assert end_cell_of(AUTUMN, time(2, 30), BERLIN) == 43
    assert wall_time_of(AUTUMN, 31, BERLIN) == wall_time_of(AUTUMN, 43, BERLIN) == time(2, 30)


@given(day=DAYS, zone=ZONES)
def test_the_cells_of_a_day_reach_exactly_to_the_next_day(day: date, zone: str) -> None:
    last = cells_in_day(day, zone)
    assert instant_of(day, last + 1, zone) == instant_of(day + ONE_DAY, 1, zone)
    assert local_day(instant_of(day, last, zone), zone) == day


@given(day=DAYS, minutes=st.integers(0, 287).map(lambda step: step * 5), zone=ZONES)
def test_a_wall_time_that_exists_is_shown_by_its_cell(day: date, minutes: int, zone: str) -> None:
    wall = time(minutes // 60, minutes % 60)
    shown = wall_time_of(day, cell_of(day, wall, zone), zone)
    clock = ZoneInfo(zone)
    exists = datetime.combine(day, wall, tzinfo=clock).astimezone(UTC).astimezone(clock).time() == wall
    assert (shown == wall) == exists
    assert shown >= wall


@given(day=DAYS, start=st.integers(0, 287), end=st.integers(0, 287))
def test_a_range_of_wall_times_is_never_turned_round(day: date, start: int, end: int) -> None:
    first, last = sorted((start, end))
    start_time, end_time = (time(step * 5 // 60, step * 5 % 60) for step in (first, last))
    assert cell_of(day, start_time, BERLIN) <= end_cell_of(day, end_time, BERLIN)


def test_an_end_at_midnight_is_the_end_of_the_day() -> None:
    assert end_cell_of(date(2026, 11, 24), time(0), BERLIN) == 289
    assert end_cell_of(AUTUMN, time(0), BERLIN) == 301
    assert cell_of(AUTUMN, time(0), BERLIN) == 1


def test_the_first_cell_from_an_instant_has_not_begun_yet() -> None:
    day = date(2026, 11, 24)
    at_nine = instant_at(day, time(9), BERLIN)
    assert first_cell_from(at_nine, day, BERLIN) == 109
    assert first_cell_from(at_nine + timedelta(seconds=1), day, BERLIN) == 110


def test_the_first_cell_from_an_instant_of_another_day_is_the_first_or_none() -> None:
    day = date(2026, 11, 24)
    at_nine = instant_at(day, time(9), BERLIN)
    assert first_cell_from(at_nine, day + ONE_DAY, BERLIN) == 1
    assert first_cell_from(at_nine, day - ONE_DAY, BERLIN) == 289


def test_the_local_day_begins_before_the_utc_day() -> None:
    assert local_day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), BERLIN) == date(2026, 11, 24)
    assert local_day(datetime(2026, 7, 23, 22, 0, tzinfo=UTC), BERLIN) == date(2026, 7, 24)


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        local_day(naive, BERLIN)
    with pytest.raises(ValueError, match="time zone"):
        first_cell_from(naive, date(2026, 11, 24), BERLIN)


@pytest.mark.parametrize("cell", [0, -1, 290])
def test_a_cell_that_the_day_does_not_have_is_refused(cell: int) -> None:
    with pytest.raises(ValueError, match="no cell"):
        instant_of(date(2026, 11, 24), cell, BERLIN)
