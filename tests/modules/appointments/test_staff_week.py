"""The week at a glance, and moving an appointment to a place that was chosen in the day."""

import re
from datetime import date, timedelta

import pytest

from modules.appointments.models import Booking
from tests.factories.appointments import TUESDAY, ClosureFactory, cell, make_office
from tests.modules.appointments.staff import TERMINE, booked, chosen, clock_time, field, new_url, page_of, text_of

pytestmark = pytest.mark.django_db

WOCHE = f"{TERMINE}woche/"


@pytest.fixture
def browser(signed_in_administrator):
    return signed_in_administrator


def slots(answer, state: str) -> int:
    return answer.content.decode().count(f'data-slot="{state}"')


def test_each_half_hour_says_how_many_places_are_free_and_booked(browser, office):
    booked(office, 9)
    page = browser.get(f"{WOCHE}?woche=2026-W48")
    words = text_of(page)
    assert "Woche 48" in words
    assert re.search(r"1 frei\s+0/1", words)
    assert re.search(r"1 frei\s+1/1", words)  # from 9:20 on there is room again
    assert slots(page, "free") == 5 * 6


def test_a_full_half_hour_leads_to_the_day_and_a_free_one_to_booking(browser, office):
    booked(office, 9), booked(office, 9, 20)
    pool = office.pools.all()[0]
    page = browser.get(f"{WOCHE}?woche=2026-W48").content.decode()
    assert f"/verwaltung/termine/neu/?tag=2026-11-24&amp;zelle={cell(9, 40)}&amp;pool={pool.pk}" in page
    assert f"tag=2026-11-24&amp;pool={pool.pk}" in page


@pytest.mark.parametrize(
    ("value", "monday"),
    [
        ("2026-W53", date(2026, 12, 28)),
        ("2027-W01", date(2027, 1, 4)),
        ("2026-12-31", date(2026, 12, 28)),
        ("2026-W99", date(2026, 11, 23)),
        ("unfug", date(2026, 11, 23)),
    ],
)
def test_weeks_are_those_of_iso_8601_and_anything_else_is_this_week(browser, office, clock, value, monday):
    assert f"{monday:%d.%m.%Y}" in text_of(browser.get(WOCHE, {"woche": value}))


def test_the_week_before_and_after_are_one_key_away(browser, office):
    page = browser.get(f"{WOCHE}?woche=2026-W53").content.decode()
    assert 'woche=2026-W52" data-key="&lt;"' in page
    assert 'woche=2027-W01" data-key="&gt;"' in page


def test_closed_days_and_holidays_are_named(browser, office, administrator):
    page = browser.get(f"{WOCHE}?woche=2027-W01")
    assert "Heilige Drei Könige" in text_of(page)
    assert slots(page, "closed") == 6


def test_the_week_costs_the_same_however_many_pools_and_bookings(browser, office, django_assert_max_num_queries):
    other = make_office(places=3, location=office.location)
    for minute in (0, 20, 40):
        booked(other, 9, minute), booked(other, 10, minute)
    browser.get(WOCHE)
    with django_assert_max_num_queries(12):
        browser.get(f"{WOCHE}?woche=2026-W48")


def test_overbooked_and_past_half_hours_say_so(browser, office, clock):
    booked(office, 9), booked(office, 9, force=True)
    assert slots(browser.get(f"{WOCHE}?woche=2026-W48"), "over") == 1


class TestMovingToAChosenPlace:
    """What the keyboard leads to, and what works without a script: the place of the day asks once more."""

    def test_the_grid_offers_what_the_script_needs(self, browser, office):
        booking = booked(office, 9)
        page = browser.get(f"{TERMINE}?tag={TUESDAY}").content.decode()
        assert f'data-move="{page_of(booking, "verschieben/")}"' in page
        assert 'data-lane="0" data-start=' in page
        assert "appointments/moving.js" in page

    def test_the_chosen_place_is_asked_for_and_only_the_button_moves(self, browser, office):
        booking, pool = booked(office, 9), office.pools.all()[0]
        address = page_of(booking, f"verschieben/?tag={TUESDAY}&zelle={cell(11)}&pool={pool.pk}")
        page = browser.get(address)
        assert "Auf Di, 24. November 2026, 11:00 Uhr verschieben?" in text_of(page)
        assert Booking.objects.get(pk=booking.pk).cell_from == cell(9)
        browser.post(page_of(booking, "verschieben/"), {"zeit": chosen(office, 11)})
        assert Booking.objects.get(pk=booking.pk).cell_from == cell(11)

    def test_a_place_that_is_too_short_says_so(self, browser, office):
        booking, pool = booked(office, 9), office.pools.all()[0]
        booked(office, 11)
        address = page_of(booking, f"verschieben/?tag={TUESDAY}&zelle={cell(10, 50)}&pool={pool.pk}")
        assert "An dieser Stelle ist für diesen Termin kein Platz." in text_of(browser.get(address))


class TestForcedTimeKeepsTheName:
    """The fields of a forced time travel with the name that is being typed."""

    def test_the_name_is_still_there_after_the_forced_time(self, browser, office):
        url = new_url(office)
        key = field(browser.get(url), "idem_key")
        browser.post(url, {"idem_key": key, "zeit": chosen(office, 9)})
        typed = {"idem_key": key, "last_name": "Öztürk", "on": TUESDAY, "at": "16:00", "reason": "Frist läuft ab"}
        page = browser.post(url, typed | {"schritt": "trotzdem"})
        assert field(page, "last_name") == "Öztürk"
        assert Booking.objects.get(idem_key=key).cell_from == cell(16)

    def test_enter_in_a_field_does_what_the_filled_fields_are_for(self, browser, office):
        url = new_url(office)
        key = field(browser.get(url), "idem_key")
        held = browser.post(url, {"idem_key": key, "zeit": chosen(office, 9)})
        both = {"idem_key": key, "last_name": "Öztürk", "gehalten": field(held, "gehalten"), "schritt": "vorgabe"}
        browser.post(url, both | {"on": TUESDAY, "at": "16:00", "reason": "Frist läuft ab"})
        assert Booking.objects.get(idem_key=key).state == "held"
        again = browser.post(url, both | {"on": TUESDAY, "at": "", "reason": ""})
        assert again.status_code == 303


def test_a_day_with_a_missing_place_shows_it_in_its_lane(browser, clock, tenant):
    place = make_office(places=2)
    ClosureFactory(pool=place.pools.all()[0], missing_places=1, reason="")
    clock(clock_time(7, 20) - timedelta(days=1))
    assert "fällt aus" in text_of(browser.get(f"{TERMINE}?tag={TUESDAY}"))
