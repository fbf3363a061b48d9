"""Opening hours, closures and holidays on the set-up pages, and what becomes of bookings outside."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from modules.appointments.models import Booking, Closure, OpenDespiteHoliday, OpeningHours, State
from modules.appointments.selectors import load_rules, next_free
from modules.appointments.selectors.week import first_week_of, week_of
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import (
    TUESDAY,
    ClosureFactory,
    OpeningHoursFactory,
    PoolFactory,
    hold_at,
    make_office,
)

SETUP = "/verwaltung/termine/einrichten/"
OUTSIDE = "Diese Termine liegen dann außerhalb"

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in_administrator):
    return signed_in_administrator


@pytest.fixture
def pool(office):
    return office.pools.all()[0]


@pytest.fixture
def booking(office):
    """Confirmed for Tuesday at 11:20."""
    return confirmed(hold_at(office, 11, 20), "Voss")


def confirmed(booking, name, email="voss@post.example"):
    Booking.objects.filter(pk=booking.pk).update(
        state=State.CONFIRMED,
        confirmed_at=timezone.now(),
        expires_at=None,
        last_name=name,
        first_name="Ute",
        email=email,
    )
    return Booking.objects.get(pk=booking.pk)


def said(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def hours_data(**changes):
    return {
        "weekdays": ["1"],
        "frequency": "weekly",
        "starts_at": "09:00",
        "ends_at": "11:00",
        "places": "1",
        "staff_places": "1",
        "idem_key": str(uuid.uuid4()),
    } | changes


def tuesday_of(pool):
    return OpeningHours.objects.get(pool=pool, weekday=1)


def edit_url(pool):
    return f"{SETUP}gruppen/{pool.pk}/zeiten/{tuesday_of(pool).pk}/"


def test_hours_for_several_weekdays_are_added_at_once_and_only_once(browser, clock):
    pool = PoolFactory()
    data = hours_data(weekdays=["0", "3"], places="2", staff_places="3")
    for _number in range(2):
        answer = browser.post(f"{SETUP}gruppen/{pool.pk}/zeiten/neu/", data)
        assert answer.url == f"{SETUP}gruppen/{pool.pk}/zeiten/"
    saved = list(OpeningHours.objects.filter(pool=pool).values_list("weekday", "places", "staff_places"))
    assert saved == [(0, 2, 3), (3, 2, 3)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_at": "09:03"}, "starts_at"),
        ({"ends_at": "08:00"}, "ends_at"),
        ({"weekdays": []}, "weekdays_0"),
        ({"places": "5"}, "staff_places"),
        ({"frequency": "every_n_weeks"}, "anchor"),
        ({"frequency": "monthly_nth"}, "nth"),
        ({"valid_from": "2026-12-02", "valid_until": "2026-12-01"}, "valid_until"),
        ({"starts_at": "früh"}, "starts_at"),
    ],
)
def test_wrong_hours_lose_nothing_and_link_to_the_field(wrong, field, browser, clock):
    pool = PoolFactory()
    page = said(browser.post(f"{SETUP}gruppen/{pool.pk}/zeiten/neu/", hours_data(valid_from="2026-12-01") | wrong))
    assert f'href="#id_{field}"' in page
    assert wrong.get("valid_from", "2026-12-01") in page
    assert not OpeningHours.objects.exists()


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ({}, ["2026-12-01", "2026-12-08"]),
        ({"frequency": "every_n_weeks", "interval_weeks": "2", "anchor": "2026-11-30"}, ["2026-12-01", "2026-12-15"]),
        ({"frequency": "monthly_nth", "nth": "2"}, ["2026-12-08", "2027-01-12"]),
        ({"valid_from": "2026-12-05", "valid_until": "2026-12-10"}, ["2026-12-08"]),
    ],
)
def test_each_way_of_repeating_opens_its_days(typed, days, browser, clock):
    pool = PoolFactory()
    browser.post(f"{SETUP}gruppen/{pool.pk}/zeiten/neu/", hours_data() | typed)
    entry = tuesday_of(pool)
    found = [day.isoformat() for day in entry.recurrence.occurrences(date(2026, 11, 30), date(2027, 1, 12))]
    assert found[: len(days)] == days


def test_the_preview_shows_the_week_and_saves_nothing(browser, clock):
    pool = PoolFactory()
    page = said(
        browser.post(f"{SETUP}gruppen/{pool.pk}/zeiten/neu/", hours_data(preview="1", places="2", staff_places="2"))
    )
    assert "So sieht die Woche ab Mo, 30. November dann aus" in page
    assert "2 Plätze" in page
    assert not OpeningHours.objects.exists()


def test_the_preview_of_a_rare_series_shows_the_first_week_in_which_it_opens(clock):
    entry = OpeningHoursFactory.build(pool=None, weekday=5, frequency="monthly_nth", nth=2)
    assert first_week_of([entry], date(2026, 11, 23)) == date(2026, 12, 7)


def test_the_week_names_what_closes_a_day(office, pool, tenant):
    ClosureFactory(starts_on=date(2026, 12, 22), reason="Inventur", starts_at=time(9), ends_at=time(10))
    week = week_of(load_rules([pool])[pool.pk], date(2026, 12, 21))
    by_day = {day.day.day: day for day in week}
    assert (by_day[22].stretches[0].start, by_day[22].closed_by) == (time(10), "Inventur")
    assert (by_day[25].stretches, by_day[25].closed_by) == ((), "Erster Weihnachtstag")
    assert by_day[26].closed_by == "", "nobody works on Saturdays anyway"


def test_nothing_is_saved_before_somebody_decides_on_each_booking(browser, pool, booking):
    page = said(browser.post(edit_url(pool), hours_data()))
    assert OUTSIDE in page
    assert "Ute Voss" in page
    assert 'name="ends_at" value="11:00"' in page
    assert tuesday_of(pool).ends_at == time(12)
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_keeping_is_what_is_chosen_at_first(browser, pool, booking):
    page = said(browser.post(edit_url(pool), hours_data()))
    checked = [part for part in page.split("<input") if f"decision-{booking.pk}" in part and "checked" in part]
    assert [part.split('value="')[1].split('"')[0] for part in checked] == ["keep"]


@pytest.mark.parametrize("decision", ["keep", "move", "cancel"])
def test_a_decision_is_carried_out_after_the_hours_are_saved(decision, browser, pool, booking):
    data = hours_data() | {f"decision-{booking.pk}": decision, "cancel_reason": "Wir schulen."}
    answer = browser.post(edit_url(pool), data)
    assert answer.status_code == 302
    assert tuesday_of(pool).ends_at == time(11)
    booking.refresh_from_db()
    assert {
        "keep": booking.state == State.CONFIRMED and booking.day == TUESDAY and booking.cell_from == 137,
        "move": booking.state == State.CONFIRMED and booking.cell_to <= 133,
        "cancel": booking.state == State.CANCELLED and booking.cancel_reason == "Wir schulen.",
    }[decision]
    assert OutboxMessage.objects.count() == (decision != "keep")
    assert AuditEntry.objects.filter(action="appointments.hours_changed", details__saved=1).exists()


def test_the_proposed_time_is_the_one_that_moving_takes(browser, pool, booking):
    page = said(browser.post(edit_url(pool), hours_data()))
    browser.post(edit_url(pool), hours_data() | {f"decision-{booking.pk}": "move"})
    booking.refresh_from_db()
    assert (booking.day, booking.cell_to) == (TUESDAY, 133)
    assert "voraussichtlich auf Di, 24. November 2026, 10:40" in page


def test_two_bookings_are_not_proposed_the_same_time(browser, tenant, clock):
    place = make_office(places=2)
    pool = place.pools.all()[0]
    for name in ("Voss", "Lehmann"):
        confirmed(hold_at(place, 11, 20), name)
    page = said(browser.post(edit_url(pool), hours_data(places="2", staff_places="2")))
    assert page.count("voraussichtlich auf") == 2
    assert page.count("10:40") == 1


def test_a_button_chooses_for_all_and_still_saves_nothing(browser, tenant, clock):
    place = make_office(places=2)
    pool = place.pools.all()[0]
    for name in ("Voss", "Lehmann"):
        confirmed(hold_at(place, 11, 20), name)
    page = said(browser.post(edit_url(pool), hours_data(bulk="cancel")))
    checked = [
        part.split('value="')[1].split('"')[0]
        for part in page.split("<input")
        if "decision-" in part and "checked" in part
    ]
    assert checked == ["cancel", "cancel"]
    assert tuesday_of(pool).ends_at == time(12)


def test_a_booking_that_came_in_meanwhile_is_asked_about_as_well(browser, office, pool, booking):
    late = confirmed(hold_at(office, 11, 40), "Lehmann")
    page = said(browser.post(edit_url(pool), hours_data() | {f"decision-{booking.pk}": "cancel"}))
    assert OUTSIDE in page
    assert f"decision-{late.pk}" in page
    assert [
        part
        for part in page.split("<input")
        if f"decision-{booking.pk}" in part and "checked" in part and 'value="cancel"' in part
    ]
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_going_back_shows_everything_that_was_typed(browser, pool, booking):
    page = said(browser.post(edit_url(pool), hours_data(back="1", valid_until="2027-01-31")))
    assert 'value="2027-01-31"' in page
    assert "Öffnungszeit speichern" in page
    assert tuesday_of(pool).ends_at == time(12)


def test_a_person_without_mail_is_named_with_the_telephone_number(browser, pool, booking):
    Booking.objects.filter(pk=booking.pk).update(email="", phone="03935 1234")
    assert "Bitte rufen Sie an: 03935 1234" in said(browser.post(edit_url(pool), hours_data()))


def test_removing_hours_asks_first_then_about_the_bookings(browser, pool, booking):
    url = f"{edit_url(pool)}entfernen/"
    assert "Öffnungszeit entfernen?" in said(browser.get(url))
    assert OUTSIDE in said(browser.post(url))
    assert OpeningHours.objects.filter(pool=pool, weekday=1).exists()
    assert browser.post(url, {f"decision-{booking.pk}": "keep"}).status_code == 302
    assert not OpeningHours.objects.filter(pool=pool, weekday=1).exists()
    assert "Ein Termin liegt außerhalb" in said(browser.get(f"{SETUP}gruppen/{pool.pk}/zeiten/"))


def test_hours_of_another_pool_are_not_found(browser, pool):
    other = PoolFactory()
    assert browser.get(f"{SETUP}gruppen/{other.pk}/zeiten/{tuesday_of(pool).pk}/").status_code == 404


def test_editing_to_more_weekdays_keeps_the_series_and_adds_others(browser, pool):
    former = tuesday_of(pool)
    browser.post(edit_url(pool), hours_data(weekdays=["1", "5"], ends_at="12:00"))
    assert tuesday_of(pool).pk == former.pk
    assert OpeningHours.objects.filter(pool=pool, weekday=5).count() == 1


def closure_data(**changes):
    return {
        "scope": "all",
        "starts_on": "2026-11-24",
        "reason": "Betriebsausflug",
        "idem_key": str(uuid.uuid4()),
    } | changes


def test_a_closure_asks_about_the_bookings_and_then_closes_everything(browser, office, booking):
    url, data = f"{SETUP}schliessungen/neu/", closure_data()
    page = said(browser.post(url, data))
    assert OUTSIDE in page
    assert "Betriebsausflug" in page
    assert not Closure.objects.exists()
    browser.post(url, data | {f"decision-{booking.pk}": "cancel", "cancel_reason": "Betriebsausflug"})
    assert Closure.objects.get().ends_on == TUESDAY
    booking.refresh_from_db()
    assert booking.state == State.CANCELLED
    assert TUESDAY not in {time.day for time in next_free(places=[office], count=40)}


def test_a_closure_is_made_once_and_for_what_was_chosen(browser, pool):
    data = closure_data(scope=f"pool:{pool.pk}", starts_at="10:00", ends_at="11:00", ends_on="2026-11-25")
    for _number in range(2):
        assert browser.post(f"{SETUP}schliessungen/neu/", data).status_code == 302
    closure = Closure.objects.get()
    assert (closure.pool, closure.location, closure.starts_at) == (pool, None, time(10))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": "2026-11-20"}, "starts_on"),
        ({"ends_on": "2026-11-23"}, "ends_on"),
        ({"starts_at": "10:02"}, "starts_at"),
        ({"starts_at": "10:00", "ends_at": "09:00"}, "ends_at"),
        ({"scope": "pool:unbekannt"}, "scope"),
    ],
)
def test_a_wrong_closure_is_refused_with_a_link_to_the_field(wrong, field, browser, office):
    page = said(browser.post(f"{SETUP}schliessungen/neu/", closure_data() | wrong))
    assert f'href="#id_{field}"' in page
    assert 'value="Betriebsausflug"' in page
    assert not Closure.objects.exists()


def test_a_closure_is_changed_and_deleted(browser, office):
    closure = ClosureFactory(location=office.location)
    url = f"{SETUP}schliessungen/{closure.pk}/"
    assert office.location.name in said(browser.get(url))
    browser.post(url, closure_data(scope=f"location:{office.location.pk}", reason="Umbau"))
    closure.refresh_from_db()
    assert closure.reason == "Umbau"
    assert "Umbau" in said(browser.get(f"{url}loeschen/"))
    for _number in range(2):
        assert browser.post(f"{url}loeschen/").status_code == 302
    assert not Closure.objects.exists()


def test_past_closures_have_a_list_of_their_own(browser, clock):
    ClosureFactory(starts_on=TUESDAY - timedelta(days=30), reason="Herbstferien")
    assert "Herbstferien" not in said(browser.get(f"{SETUP}schliessungen/"))
    assert "Herbstferien" in said(browser.get(f"{SETUP}schliessungen/?zeigen=vorbei"))


def test_the_holidays_are_those_of_the_state_and_can_be_worked_on(browser, office, clock):
    url = f"{SETUP}feiertage/"
    page = said(browser.get(url))
    assert "Sachsen-Anhalt" in page
    assert "Heilige Drei Könige" in page
    assert "Allerheiligen" not in page
    for _number in range(2):
        browser.post(f"{url}oeffnen/", {"day": "2027-01-06"})
    entry = OpenDespiteHoliday.objects.get()
    assert 'aria-checked="true"' in said(browser.get(url))
    for _number in range(2):
        assert browser.post(f"{url}{entry.pk}/schliessen/").status_code == 302
    assert 'aria-checked="true"' not in said(browser.get(url))
    assert AuditEntry.objects.filter(action="appointments.holiday_kept").count() == 1


@pytest.mark.parametrize("day", ["2026-11-24", "morgen", ""])
def test_a_day_that_is_no_holiday_cannot_be_opened(day, browser):
    assert browser.post(f"{SETUP}feiertage/oeffnen/", {"day": day}).status_code == 400
    assert not OpenDespiteHoliday.objects.exists()


def test_the_exception_of_one_pool_is_shown_and_removed(browser, pool, clock):
    entry = OpenDespiteHoliday.objects.create(day=date(2027, 1, 6), pool=pool)
    assert f"Nur {pool.name} ist geöffnet" in said(browser.get(f"{SETUP}feiertage/"))
    browser.post(f"{SETUP}feiertage/{entry.pk}/schliessen/")
    assert not OpenDespiteHoliday.objects.exists()


def test_keeping_a_holiday_asks_what_becomes_of_its_bookings(browser, office, clock):
    browser.post(f"{SETUP}feiertage/oeffnen/", {"day": "2027-01-06"})
    booking = confirmed(hold_at(office, 9, day=date(2027, 1, 6)), "Voss")
    address = f"{SETUP}feiertage/{OpenDespiteHoliday.objects.get().pk}/schliessen/"
    assert "Ein gebuchter Termin passt nicht zu Ihrer Änderung" in browser.post(address).content.decode()
    assert OpenDespiteHoliday.objects.exists()
    answer = browser.post(address, {f"decision-{booking.pk}": "keep", "save": "1"}, follow=True)
    assert "Ein Termin bleibt bestehen." in said(answer)
    assert not OpenDespiteHoliday.objects.exists()
    assert not mail.outbox
