"""The set-up pages: who may see them, what is missing, pools and the choices for the module."""

import uuid
from datetime import time

import pytest

from modules.appointments.models import AppointmentSettings, OpeningHours, Pool
from modules.appointments.selectors.setup import pools_by_location
from modules.appointments.setup_checks import setup_checks
from rathaus.audit.models import AuditEntry
from tests.factories.appointments import (
    ClosureFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    OpeningHoursFactory,
    PoolFactory,
    make_office,
)
from tests.factories.municipality import LocationFactory

SETUP = "/verwaltung/termine/einrichten/"
PAGES = ("", "einstellungen/", "gruppen/", "gruppen/neu/", "schliessungen/", "schliessungen/neu/", "feiertage/",
         "anliegen/", "anliegen/neu/")  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in_administrator):
    return signed_in_administrator


def said(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def pool_data(location, **changes):
    return {
        "name": "Meldewesen",
        "location": location.pk,
        "counters": 3,
        "grid_minutes": 15,
        "horizon_days": 40,
        "release_time": "07:30",
        "lead_minutes": 60,
        "return_minutes": 0,
        "idem_key": str(uuid.uuid4()),
    } | changes


@pytest.mark.parametrize("page", PAGES)
def test_a_page_refuses_whoever_may_not_set_up(page, browser, case_worker, signed_in):
    assert browser.get(SETUP + page).status_code == 200
    assert signed_in(case_worker).get(SETUP + page).status_code == 403


def test_the_overview_names_what_is_missing_and_leads_to_it(browser):
    page = said(browser.get(SETUP))
    assert "Bürgerinnen und Bürger können noch nicht buchen" in page
    for title in ("Schaltergruppe anlegen", "Öffnungszeiten eintragen", "Anliegen für alle anbieten"):
        assert title in page
    assert f'href="{SETUP}gruppen/"' in page


def test_the_checklist_is_done_when_citizens_can_book_and_call(office, tenant):
    from tenants.municipality.services import save_profile

    done = {str(step.title): step.is_done for step in setup_checks()}
    assert done["Schaltergruppe anlegen"]
    assert done["Öffnungszeiten eintragen"]
    assert done["Anliegen für alle anbieten"]
    save_profile(changes={"phone": ""}, actor=None)
    assert not {str(step.title): step.is_done for step in setup_checks()}["Telefonnummer für Termine eintragen"]


def test_a_concern_for_staff_alone_is_not_enough_for_the_checklist(office):
    office.concern.audience = "staff"
    office.concern.save()
    assert {str(step.title): step.is_done for step in setup_checks()}["Anliegen für alle anbieten"] is False


def test_the_overview_says_in_words_what_is_open(office, browser):
    assert "Mo–Fr 9–12\xa0Uhr" in said(browser.get(SETUP)).replace(" Uhr", "\xa0Uhr")


def test_hours_in_words_join_days_and_name_special_series():
    pool = PoolFactory()
    for weekday in (0, 1, 2, 4):
        OpeningHoursFactory(pool=pool, weekday=weekday)
    OpeningHoursFactory(pool=pool, weekday=5, frequency="monthly_nth", nth=1)
    (line,) = pools_by_location()[0].pools
    assert line.hours == ["Mo–Mi, Fr 9–12 Uhr", "jeden 1. Samstag im Monat, 9–12 Uhr"]


@pytest.mark.parametrize("page", ["", "gruppen/", "anliegen/", "schliessungen/"])
def test_a_list_takes_as_many_queries_for_many_entries_as_for_few(page, browser, django_assert_num_queries, clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    add_life()
    browser.get(SETUP + page)
    with CaptureQueriesContext(connection) as captured:
        browser.get(SETUP + page)
    few = len(captured)  # counted now: the log is emptied by the next request
    for _number in range(5):
        add_life()
    browser.get(SETUP + page)  # as before the first count: the directory of hosts is compared once a second
    with django_assert_num_queries(few):
        browser.get(SETUP + page)


def add_life():
    place = ConcernPlaceFactory()
    OpeningHoursFactory(pool=place.pools.all()[0])
    ConcernPlaceFactory(concern=place.concern)
    ClosureFactory(pool=place.pools.all()[0])
    ClosureFactory(location=place.location)


def test_without_a_location_the_pools_page_leads_to_the_locations(browser):
    assert "/verwaltung/standorte/neu/" in said(browser.get(f"{SETUP}gruppen/"))
    assert "/verwaltung/standorte/neu/" in said(browser.get(f"{SETUP}gruppen/neu/"))


def test_a_new_pool_is_saved_recorded_and_leads_to_its_hours(browser):
    answer = browser.post(f"{SETUP}gruppen/neu/", pool_data(LocationFactory()))
    pool = Pool.objects.get()
    assert answer.url == f"{SETUP}gruppen/{pool.pk}/zeiten/"
    assert (pool.counters, pool.grid_minutes, pool.release_time) == (3, 15, time(7, 30))
    assert AuditEntry.objects.filter(action="appointments.pool_saved").count() == 1


def test_a_pool_that_is_sent_twice_is_made_once(browser):
    data = pool_data(LocationFactory())
    for _number in range(2):
        assert browser.post(f"{SETUP}gruppen/neu/", data).status_code == 302
    assert Pool.objects.count() == 1


def test_a_wrong_pool_keeps_what_was_typed_and_says_what_to_do(browser):
    page = said(browser.post(f"{SETUP}gruppen/neu/", pool_data(LocationFactory(), counters=0, name="Gewerbe")))
    assert 'value="Gewerbe"' in page
    assert 'href="#id_counters"' in page
    assert not Pool.objects.exists()


def test_a_pool_is_changed(browser):
    pool = PoolFactory()
    browser.post(f"{SETUP}gruppen/{pool.pk}/", pool_data(pool.location, name="Bürgerbüro"))
    pool.refresh_from_db()
    assert pool.name == "Bürgerbüro"
    assert Pool.objects.count() == 1


def test_taking_a_pool_out_of_use_says_what_stays_and_ends_its_offer(office, browser):
    from modules.appointments.selectors import next_free

    pool = office.pools.all()[0]
    assert "Ihre freien Zeiten verschwinden sofort." in said(browser.get(f"{SETUP}gruppen/{pool.pk}/betrieb/"))
    browser.post(f"{SETUP}gruppen/{pool.pk}/betrieb/", {"is_active": "0"})
    assert next_free(places=[office]) == []
    assert "außer Betrieb" in said(browser.get(f"{SETUP}gruppen/"))
    browser.post(f"{SETUP}gruppen/{pool.pk}/betrieb/", {"is_active": "1"})
    assert next_free(places=[office]) != []


def test_a_limit_has_no_page_of_its_own(browser):
    limit = PoolFactory(kind="limit")
    for page in ("", "betrieb/", "zeiten/"):
        assert browser.get(f"{SETUP}gruppen/{limit.pk}/{page}").status_code == 404


def test_the_choices_are_saved_and_recorded(browser):
    data = {
        "hold_minutes": 15,
        "confirmation": "none",
        "unconfirmed_minutes": 30,
        "max_open_bookings": 2,
        "holds_per_network": 0,
        "proof_of_work": "busy",
        "reminder_hours": [168, 24],
        "reminder_own": 48,
        "interpreter_minutes": 15,
        "sign_language_days": 10,
        "offer_minutes": 30,
        "collection_weeks": 4,
        "retention_days": 10,
        "booking_note": "Der Aufzug ist außer Betrieb.",
        "mail_note": "",
    }
    assert browser.post(f"{SETUP}einstellungen/", data).url == SETUP
    settings = AppointmentSettings.objects.get()
    assert (settings.hold_minutes, settings.confirmation, settings.retention_days) == (15, "none", 10)
    assert settings.reminder_hours == [168, 48, 24]
    assert AuditEntry.objects.filter(action="appointments.settings_saved").exists()


def test_wrong_choices_are_refused_with_a_link_to_the_field(browser):
    page = said(browser.post(f"{SETUP}einstellungen/", {"hold_minutes": 1}))
    assert 'href="#id_hold_minutes"' in page
    assert not AppointmentSettings.objects.exists()


def test_a_pool_without_hours_says_so_and_one_that_is_closed_for_good_too(browser):
    pool = PoolFactory(is_active=False)
    page = said(browser.get(f"{SETUP}gruppen/{pool.pk}/zeiten/"))
    assert "Noch keine Öffnungszeiten" in page
    assert "außer Betrieb" in page
    assert not OpeningHours.objects.exists()


def test_the_module_leads_here_from_the_navigation_and_the_modules_page(browser):
    assert "Termine einrichten" in said(browser.get("/verwaltung/"))
    assert f'href="{SETUP}"' in said(browser.get("/verwaltung/module/"))


def test_an_unused_office_page_shows_every_concern_even_those_out_of_use(browser):
    ConcernFactory(name="Fischereischein", is_active=False)
    assert "Fischereischein" in said(browser.get(SETUP))
    assert "nicht angeboten" in said(browser.get(SETUP))


def test_the_office_works_as_the_pages_say(clock):
    assert make_office(places=2).pools.all()[0].name in {line.pool.name for line in pools_by_location()[0].pools}
