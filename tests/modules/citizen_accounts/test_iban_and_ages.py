"""Account numbers and birthdays: rules with many cases."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.citizen_accounts.ages import comes_of_age_on, is_minor, last_day_as_minor
from modules.citizen_accounts.iban import masked, normalise_iban, seal, unseal

GOOD = "DE02120300000000202051"


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        "DE02 1203 0000 0000 2020 51",
        "de02 1203 0000 0000 2020 51",
        "AT61 1904 3002 3457 3201",
        "GB82WEST12345698765432",
    ],
)
def test_a_right_iban_is_taken_however_it_is_typed(typed):
    assert normalise_iban(typed) == typed.replace(" ", "").upper()


@pytest.mark.parametrize("typed", ["", "DE", "DE0212030000000020205", GOOD + "1", "0212030000000020205", "Sparkasse"])
def test_what_cannot_be_an_iban_is_refused(typed):
    assert normalise_iban(typed) == ""


@given(place=st.integers(4, 21), digit=st.integers(0, 9))
def test_one_wrong_digit_is_always_noticed(place, digit):
    wrong = GOOD[:place] + str(digit) + GOOD[place + 1 :]

    assert (normalise_iban(wrong) == "") == (wrong != GOOD)


@given(place=st.integers(4, 20))
def test_two_swapped_neighbours_are_always_noticed(place):
    swapped = GOOD[:place] + GOOD[place + 1] + GOOD[place] + GOOD[place + 2 :]

    assert (normalise_iban(swapped) == "") == (swapped != GOOD)


def test_only_the_country_and_the_last_digits_are_shown():
    assert masked(GOOD) == "DE•• •••• 2051"
    assert masked("") == ""


@pytest.mark.django_db
def test_the_database_keeps_nothing_readable(tenant):
    sealed = seal(GOOD)

    assert GOOD not in sealed
    assert "2051" not in sealed
    assert unseal(sealed) == GOOD
    assert seal("") == unseal("") == ""


@pytest.mark.parametrize(
    ("born", "of_age"),
    [
        (date(2008, 11, 24), date(2026, 11, 24)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_child_comes_of_age_on_its_18th_birthday(born, of_age):
    assert comes_of_age_on(born) == of_age
    assert last_day_as_minor(born) == of_age - timedelta(days=1)
    assert is_minor(born, of_age - timedelta(days=1))
    assert not is_minor(born, of_age)


@given(born=st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_nobody_is_a_minor_for_less_or_more_than_eighteen_years(born):
    days = (comes_of_age_on(born) - born).days

    assert 18 * 365 + 4 <= days <= 18 * 365 + 6
