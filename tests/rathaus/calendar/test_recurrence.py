import calendar
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.calendar.recurrence import LAST, Frequency, Recurrence

TUESDAY, WEDNESDAY, SUNDAY = 1, 2, 6
DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))


def weekly(**values: Any) -> Recurrence:
    return Recurrence(frequency=Frequency.WEEKLY, **{"weekday": TUESDAY, **values})


def fortnightly(**values: Any) -> Recurrence:
    rule = {"weekday": WEDNESDAY, "interval_weeks": 2, "anchor": date(2026, 1, 5), **values}
    return Recurrence(frequency=Frequency.EVERY_N_WEEKS, **rule)


def monthly(**values: Any) -> Recurrence:
    return Recurrence(frequency=Frequency.MONTHLY_NTH, **{"weekday": TUESDAY, "nth": 1, **values})


def all_days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=step) for step in range((end - start).days + 1)]


def test_every_tuesday_is_every_tuesday() -> None:
    assert list(weekly().occurrences(date(2026, 11, 1), date(2026, 11, 30))) == [
        date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17), date(2026, 11, 24),
    ]  # fmt: skip


def test_both_ends_of_the_validity_are_included() -> None:
    rule = weekly(valid_from=date(2026, 11, 10), valid_until=date(2026, 11, 17))
    assert list(rule.occurrences(date(2026, 11, 1), date(2026, 11, 30))) == [
        date(2026, 11, 10),
        date(2026, 11, 17),
    ]


def test_both_ends_of_the_asked_range_are_included() -> None:
    assert list(weekly().occurrences(date(2026, 11, 3), date(2026, 11, 10))) == [
        date(2026, 11, 3),
        date(2026, 11, 10),
    ]


def test_every_second_week_is_counted_from_the_week_of_the_anchor_whatever_day_it_names() -> None:
    expected = [date(2026, 1, 7), date(2026, 1, 21), date(2026, 2, 4)]
    for anchor in (date(2026, 1, 5), date(2026, 1, 7), date(2026, 1, 11)):
        found = fortnightly(anchor=anchor).occurrences(date(2025, 12, 1), date(2026, 2, 10))
        assert list(found) == expected


def test_every_second_week_goes_on_over_a_year_with_53_weeks() -> None:
    found = list(fortnightly().occurrences(date(2026, 12, 20), date(2027, 1, 31)))
    assert found == [date(2026, 12, 23), date(2027, 1, 6), date(2027, 1, 20)]


@given(interval=st.integers(1, 8), weekday=st.integers(0, 6), anchor=DAYS, start=DAYS, length=st.integers(0, 200))
def test_weeks_between_two_occurrences_are_always_the_interval(
    interval: int, weekday: int, anchor: date, start: date, length: int
) -> None:
    rule = fortnightly(interval_weeks=interval, weekday=weekday, anchor=anchor)
    found = list(rule.occurrences(start, start + timedelta(days=length)))
    assert {later - earlier for earlier, later in pairwise(found)} <= {timedelta(weeks=interval)}
    assert all(day >= anchor - timedelta(days=6) for day in found)


@given(day=DAYS, nth=st.sampled_from([1, 2, 3, 4, 5, LAST]), weekday=st.integers(0, 6))
def test_the_nth_weekday_of_a_month_is_the_one_in_the_wall_calendar(day: date, nth: int, weekday: int) -> None:
    column = [week[weekday] for week in calendar.monthcalendar(day.year, day.month) if week[weekday]]
    wanted = column[-1] if nth == LAST else (column[nth - 1] if nth <= len(column) else None)
    assert monthly(nth=nth, weekday=weekday).occurs_on(day) == (day.day == wanted)


@given(start=DAYS, length=st.integers(0, 120), rule=st.sampled_from([weekly(), fortnightly(), monthly(nth=LAST)]))
def test_the_occurrences_are_exactly_the_days_on_which_it_occurs(start: date, length: int, rule: Recurrence) -> None:
    end = start + timedelta(days=length)
    assert list(rule.occurrences(start, end)) == [day for day in all_days(start, end) if rule.occurs_on(day)]


def test_edge_case_01_weekly_hours_meet_the_sundays_of_both_clock_changes() -> None:
    rule = weekly(weekday=SUNDAY)
    assert rule.occurs_on(date(2026, 10, 25))
    assert rule.occurs_on(date(2028, 3, 26))
    found = list(rule.occurrences(date(2026, 10, 18), date(2026, 11, 1)))
    assert found == [date(2026, 10, 18), date(2026, 10, 25), date(2026, 11, 1)]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (weekly(), "jeden Dienstag"),
        (weekly(valid_from=date(2026, 3, 1)), "jeden Dienstag, ab 1. März 2026"),
        (weekly(valid_until=date(2026, 6, 30)), "jeden Dienstag, bis 30. Juni 2026"),
        (
            weekly(valid_from=date(2026, 3, 1), valid_until=date(2026, 6, 30)),
            "jeden Dienstag, vom 1. März 2026 bis 30. Juni 2026",
        ),
        (
            weekly(valid_from=date(2026, 12, 8), valid_until=date(2026, 12, 8)),
            "am Dienstag, 8. Dezember 2026",
        ),
        (
            weekly(valid_from=date(2026, 12, 7), valid_until=date(2026, 12, 13)),
            "am Dienstag, 8. Dezember 2026",
        ),
        (
            weekly(valid_from=date(2026, 12, 9), valid_until=date(2026, 12, 10)),
            "jeden Dienstag, vom 9. Dezember 2026 bis 10. Dezember 2026",
        ),
        (fortnightly(), "alle 2 Wochen am Mittwoch, ab 7. Januar 2026"),
        (fortnightly(valid_from=date(2026, 1, 8)), "alle 2 Wochen am Mittwoch, ab 21. Januar 2026"),
        (fortnightly(interval_weeks=1), "jeden Mittwoch, ab 7. Januar 2026"),
        (monthly(), "jeden 1. Dienstag im Monat"),
        (monthly(nth=LAST), "jeden letzten Dienstag im Monat"),
    ],
)
def test_a_rule_reads_as_people_say_it(rule: Recurrence, words: str) -> None:
    assert rule.in_words() == words


def test_a_rule_that_ends_before_its_first_day_still_reads() -> None:
    rule = fortnightly(valid_from=date(2026, 1, 8), valid_until=date(2026, 1, 12))
    assert rule.in_words() == "alle 2 Wochen am Mittwoch, bis 12. Januar 2026"


def test_a_frequency_may_come_as_plain_text_from_a_row() -> None:
    rule = Recurrence(frequency="monthly_nth", weekday=TUESDAY, nth=1)  # type: ignore[arg-type]
    assert rule == monthly()
    assert rule.occurs_on(date(2026, 11, 3))


@pytest.mark.parametrize(
    "values",
    [
        {"frequency": "daily", "weekday": 1},
        {"frequency": "weekly", "weekday": 7},
        {"frequency": "every_n_weeks", "weekday": 1, "interval_weeks": 2},
        {"frequency": "every_n_weeks", "weekday": 1, "interval_weeks": 0, "anchor": date(2026, 1, 1)},
        {"frequency": "monthly_nth", "weekday": 1},
        {"frequency": "monthly_nth", "weekday": 1, "nth": 6},
        {
            "frequency": "weekly",
            "weekday": 1,
            "valid_from": date(2026, 2, 1),
            "valid_until": date(2026, 1, 1),
        },
    ],
)
def test_values_that_do_not_fit_together_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Recurrence(**values)
