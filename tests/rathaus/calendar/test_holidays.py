from datetime import date

import pytest

from rathaus.calendar.holidays import STATES, is_public_holiday, public_holidays

# Counted from the holiday acts; Brandenburg's include Easter Sunday and Whit Sunday.
HOLIDAYS_IN_2026 = {
    "BW": 12, "BY": 12, "BE": 10, "BB": 12, "HB": 10, "HH": 10, "HE": 10, "MV": 11,
    "NI": 10, "NW": 11, "RP": 11, "SL": 12, "SN": 11, "ST": 11, "SH": 10, "TH": 11,
}  # fmt: skip


def test_each_bundesland_has_the_number_of_holidays_its_law_names() -> None:
    assert {state: len(public_holidays(state, 2026)) for state in STATES} == HOLIDAYS_IN_2026


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 6), "Heilige Drei Könige"),
        (date(2026, 10, 31), "Reformationstag"),
        (date(2026, 4, 6), "Ostermontag"),
        (date(2027, 10, 31), "Reformationstag"),
    ],
)
def test_sachsen_anhalt_keeps_epiphany_and_reformation_day(day: date, name: str) -> None:
    assert public_holidays("ST", day.year)[day] == name


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 6, 4),  # Fronleichnam
        date(2026, 11, 1),  # Allerheiligen
        date(2026, 12, 24),
        date(2026, 12, 31),
        date(2026, 3, 8),  # Frauentag, which Berlin keeps
    ],
)
def test_sachsen_anhalt_works_on_days_that_are_holidays_elsewhere(day: date) -> None:
    assert not is_public_holiday(day, "ST")


@pytest.mark.parametrize(
    ("state", "day"),
    [
        ("BY", date(2026, 8, 15)),  # Mariä Himmelfahrt
        ("BY", date(2026, 8, 8)),  # Augsburger Friedensfest
        ("SN", date(2026, 6, 4)),  # Fronleichnam
        ("TH", date(2026, 6, 4)),
    ],
)
def test_days_that_only_some_municipalities_keep_are_left_to_their_own_closures(state: str, day: date) -> None:
    assert not is_public_holiday(day, state)


def test_a_state_knows_its_own_days() -> None:
    assert is_public_holiday(date(2026, 11, 18), "SN")
    assert is_public_holiday(date(2026, 9, 20), "TH")
    assert is_public_holiday(date(2026, 8, 15), "SL")
    assert is_public_holiday(date(2026, 3, 8), "BE")


def test_holidays_come_in_order_of_the_date() -> None:
    days = list(public_holidays("ST", 2026))
    assert days == sorted(days)
    assert {day.year for day in days} == {2026}


def test_a_year_is_computed_once() -> None:
    assert public_holidays("ST", 2031) is public_holidays("ST", 2031)


@pytest.mark.parametrize("code", ["XX", "st", "", "Augsburg"])
def test_an_unknown_bundesland_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="Unknown Bundesland"):
        public_holidays(code, 2026)
