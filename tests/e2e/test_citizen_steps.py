"""Several concerns, needs, telephone and the month by keyboard, in a real browser; axe looks at every page."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core import mail

from modules.appointments.models import AppointmentSettings, Booking, ConcernPlace
from modules.appointments.services import ensure_days
from tests.e2e.steps import (
    code_in,
    enter_by_key,
    fill_in,
    last_mail,
    next_month,
    open_from_next_month,
    pick_time,
    tab_to,
)
from tests.e2e.visitor import BOTH
from tests.factories.appointments import ConcernFactory, ConcernPlaceFactory, PoolFactory
from tests.factories.municipality import LocationFactory

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]

FOCUSED_DAY = "document.activeElement.closest('td')?.dataset.day"
FOCUSED_WORDS = "document.activeElement.getAttribute('aria-label')"


@pytest.fixture
def town_hall(fresh_tenant) -> Iterator[dict[str, ConcernPlace]]:
    """One house with two teams: one for identity cards and certificates, one for trade, open Monday to Friday."""
    house = LocationFactory(name="Bürgerbüro im Rathaus", lift="Links vom Eingang", transit="Bus 900 bis Markt")
    concerns = {
        "Personalausweis beantragen": ("Bürgerbüro", {"max_persons": 3}),
        "Meldebescheinigung": (
            "Bürgerbüro",
            {"max_persons": 1, "first_minutes": 10, "channels": ["in_person", "phone"]},
        ),
        "Gewerbe anmelden": ("Gewerbe", {"max_persons": 1}),
    }
    pools = {}
    for name in ("Bürgerbüro", "Gewerbe"):
        pools[name] = PoolFactory(location=house, name=name, grid_minutes=20)
        open_from_next_month(pools[name], weekdays=range(5))
    places = {
        name: ConcernPlaceFactory(concern=ConcernFactory(name=name, **fields), location=house, pools=[pools[team]])
        for name, (team, fields) in concerns.items()
    }
    ensure_days()
    yield places
    mail.outbox.clear()


def test_complaint_06_two_concerns_and_somebody_who_translates_by_keyboard_on_a_phone(town_hall, visitor):
    AppointmentSettings.objects.update_or_create(pk=1, defaults={"interpreter_minutes": 10})
    citizen = visitor(width=390)
    page = citizen.page
    citizen.goto("/termine/")
    tab_to(page, "Personalausweis beantragen")
    enter_by_key(citizen)
    tab_to(page, "Noch etwas erledigen?")
    page.keyboard.type("Melde")
    tab_to(page, "Hinzufügen")
    enter_by_key(citizen)
    citizen.expect("Außerdem: Meldebescheinigung")
    tab_to(page, "Jemand soll übersetzen")
    page.keyboard.press("Space")
    tab_to(page, "Weiter")
    enter_by_key(citizen)
    citizen.expect("Personalausweis beantragen + Meldebescheinigung, 1 Person, etwa 40 Minuten")
    tab_to(page, "Termine frei")
    page.keyboard.press("PageDown")
    page.wait_for_function("location.hash.startsWith('#tag-')")
    citizen.look()
    tab_to(page, "Uhr")
    page.keyboard.press("Space")
    tab_to(page, "Zeit reservieren und weiter")
    enter_by_key(citizen)
    for label, typed in (("Vorname", "Ida"), ("Nachname", "Lang"), ("E-Mail-Adresse", "ida.lang@post.example")):
        tab_to(page, label)
        page.keyboard.type(typed)
    enter_by_key(citizen)
    citizen.expect("Jemand soll übersetzen")
    tab_to(page, "Termin buchen")
    enter_by_key(citizen)
    tab_to(page, "Code aus der E-Mail")
    page.keyboard.type(code_in(last_mail("ida.lang@post.example")))
    enter_by_key(citizen)
    citizen.expect("Ihr Termin ist gebucht.")
    citizen.expect("Links vom Eingang")
    booking = Booking.objects.get()
    assert (booking.minutes, booking.purpose) == (40, "Personalausweis beantragen + Meldebescheinigung")


def test_complaint_14_the_month_is_a_grid_that_says_every_day(town_hall, visitor):
    place = town_hall["Meldebescheinigung"]
    citizen = visitor()
    page = citizen.page
    citizen.goto(f"/termine/zeit/?anliegen={place.concern_id}&monat={next_month():%Y-%m}")
    grid = page.get_by_role("grid")
    assert grid.locator("[tabindex='0']").count() == 1
    grid.locator("[tabindex='0']").focus()
    first = page.evaluate(FOCUSED_DAY)
    page.keyboard.press("ArrowDown")
    assert _days_between(first, page.evaluate(FOCUSED_DAY)) == 7
    page.keyboard.press("ArrowRight")
    assert _days_between(first, page.evaluate(FOCUSED_DAY)) == 8
    page.keyboard.press("End")
    assert page.evaluate(FOCUSED_WORDS).startswith("Sonntag, ")
    assert page.evaluate(FOCUSED_WORDS).endswith(", keine Termine")
    assert page.evaluate("document.activeElement.getAttribute('aria-disabled')") == "true"
    page.keyboard.press("Home")
    assert page.evaluate(FOCUSED_WORDS).startswith("Montag, ")
    assert "frei" in page.evaluate(FOCUSED_WORDS)
    assert grid.locator("[tabindex='0']").count() == 1
    chosen = page.evaluate(FOCUSED_DAY)
    enter_by_key(citizen)
    assert f"tag={chosen}" in page.url
    assert page.locator("[aria-pressed=true]").get_attribute("value") == chosen
    page.locator("[aria-pressed=true]").focus()
    with page.expect_navigation():
        page.keyboard.press("PageDown")
    citizen.look()
    assert page.evaluate(FOCUSED_DAY)[8:] == chosen[8:]


def test_without_a_script_the_month_is_a_table_of_buttons(town_hall, visitor):
    citizen = visitor(javascript=False)
    citizen.goto(f"/termine/zeit/?anliegen={town_hall['Meldebescheinigung'].concern_id}")
    assert citizen.page.locator(".month-grid[role]").count() == 0
    citizen.leave(citizen.page.locator(".day-free").nth(1).click)
    citizen.expect("Uhrzeit am")


def test_concerns_of_two_teams_are_booked_one_after_the_other(town_hall, visitor):
    citizen = visitor(width=BOTH)
    page = citizen.page
    citizen.goto(f"/termine/anliegen/{town_hall['Personalausweis beantragen'].concern_id}/")
    page.get_by_label("Noch etwas erledigen?").select_option(str(town_hall["Gewerbe anmelden"].concern_id))
    citizen.press("Hinzufügen")
    citizen.expect("Bitte getrennt buchen")
    citizen.follow("Ersten Termin buchen")
    citizen.press("Weiter")
    pick_time(citizen, 0)
    citizen.press("Zeit reservieren und weiter")
    fill_in(citizen)
    citizen.press("Weiter und Angaben prüfen")
    citizen.press("Termin buchen")
    page.get_by_label("Code aus der E-Mail").fill(code_in(last_mail("mirela.brandt@post.example")))
    citizen.press("Termin bestätigen")
    citizen.follow("Zweiten Termin buchen")
    citizen.press("Weiter")
    citizen.expect("Direkt nach Ihrem anderen Termin")
    pick_time(citizen, 0)
    citizen.press("Zeit reservieren und weiter")
    citizen.expect("Wir haben Ihre Angaben aus dem ersten Termin übernommen.")
    citizen.press("Weiter und Angaben prüfen")
    citizen.press("Termin buchen")
    citizen.expect("Ihr Termin ist gebucht.")
    citizen.expect("Ihre anderen Termine dazu")
    first, second = Booking.objects.order_by("starts_at")
    assert second.follows_id == first.pk
    assert second.day == first.day
    assert citizen.cookies == []


def test_a_call_is_booked_in_plain_german(town_hall, visitor):
    citizen = visitor(width=390)
    page = citizen.page
    citizen.goto("/termine/")
    citizen.follow("Einfache Sprache")
    assert page.locator("html").get_attribute("lang") == "de"
    citizen.expect("Warum möchten Sie zu uns kommen?")
    citizen.follow("Meldebescheinigung")
    page.get_by_label("Am Telefon. Wir rufen Sie an.").check()
    citizen.press("Weiter")
    pick_time(citizen, 0)
    citizen.press("Diese Zeit nehmen")
    fill_in(citizen)
    page.get_by_label("Telefon", exact=True).fill("03931 123456")
    citizen.press("Weiter")
    citizen.press("Termin buchen")
    text = last_mail("mirela.brandt@post.example")
    assert "bitte machen Sie Ihren Termin fest." in text
    page.get_by_label("Nummer aus der E-Mail").fill(code_in(text))
    citizen.press("Termin fest machen")
    citizen.expect("Sie haben einen Termin.")
    citizen.expect("Wir rufen Sie unter 03931 123456 an.")
    booking = Booking.objects.get()
    assert (booking.language, booking.channel) == ("de-einfach", "phone")


def _days_between(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days
