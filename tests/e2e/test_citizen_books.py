"""A citizen's way in a real browser: book, confirm, move, cancel; on a phone, by keyboard, without a script.

Each page on the way is looked at by axe, must not scroll sideways, asks no other host and leaves no cookie.
"""

from collections.abc import Iterator

import pytest
from django.core import mail

from modules.appointments.models import Booking, ConcernPlace
from modules.appointments.services import ensure_days
from tenants.municipality.models import MunicipalityProfile
from tests.e2e.steps import code_in, enter_by_key, fill_in, last_mail, link_in, open_from_next_month, pick_time, tab_to
from tests.e2e.visitor import BOTH
from tests.factories.appointments import (
    AnswerFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    PoolFactory,
    QuestionFactory,
)
from tests.factories.municipality import LocationFactory

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]


@pytest.fixture
def town_hall(fresh_tenant) -> Iterator[list[ConcernPlace]]:
    """Two places that are open every day, a concern with a question, and one that asks nothing."""
    MunicipalityProfile.objects.update_or_create(pk=1, defaults={"phone": "03931 65-0"})
    identity_card = ConcernFactory(name="Personalausweis beantragen", max_persons=3)
    question = QuestionFactory(concern=identity_card, text="Haben Sie Ihren Ausweis verloren?")
    AnswerFactory(question=question, label="Ja", position=1)
    AnswerFactory(question=question, label="Nein", extra_minutes=0, hint="", documents="", fee_note="")
    car = ConcernFactory(name="Fahrzeug zulassen", group="Auto", keywords="KFZ", max_persons=1)
    places = []
    for name in ("Bürgerbüro im Rathaus", "Außenstelle Verwaltungsgemeinschaftshaus Uchtspringe"):
        pool = PoolFactory(location=LocationFactory(name=name), name=name, grid_minutes=20)
        open_from_next_month(pool)
        places.append(ConcernPlaceFactory(concern=identity_card, location=pool.location, pools=[pool]))
    car_pools = list(places[0].pools.all())
    places.append(ConcernPlaceFactory(concern=car, location=places[0].location, pools=car_pools))
    ensure_days()
    yield places
    mail.outbox.clear()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_citizen_books_confirms_moves_and_cancels(town_hall, visitor, javascript):
    citizen = visitor(width=BOTH, javascript=javascript)
    page = citizen.page
    citizen.goto("/")
    citizen.expect("Was möchten Sie erledigen?")
    citizen.follow("Personalausweis beantragen")
    page.get_by_label("Wie viele Personen kommen?").select_option("2")
    citizen.press("Weiter")
    citizen.expect("Bitte prüfen Sie eine Angabe")
    page.get_by_label("Nein", exact=True).check()
    page.get_by_label("Weg ohne Stufen").check()
    citizen.press("Weiter")
    citizen.follow("Bürgerbüro im Rathaus")
    citizen.leave(page.locator(".day-free").nth(1).click)
    citizen.press("Zeit reservieren und weiter")
    citizen.expect("Bitte wählen Sie eine Uhrzeit aus.")
    pick_time(citizen, 2)
    citizen.press("Zeit reservieren und weiter")

    citizen.expect("Für Sie reserviert bis")
    citizen.press("Weiter und Angaben prüfen")
    citizen.expect("Bitte prüfen Sie vier Angaben")
    fill_in(citizen)
    page.get_by_label("Name der 2. Person").fill("Ion Brandt")
    page.get_by_label("Für eine andere Person").check()
    page.get_by_label("Name der anderen Person").fill("Vera Brandt")
    citizen.press("Weiter und Angaben prüfen")
    citizen.expect("Vera Brandt")
    citizen.press("Termin buchen")
    citizen.expect("Fast geschafft")

    text = last_mail("mirela.brandt@post.example")
    page.get_by_label("Code aus der E-Mail").fill("12")
    citizen.press("Termin bestätigen")
    citizen.expect("Bitte geben Sie die sechs Ziffern aus der E-Mail ein.")
    page.get_by_label("Code aus der E-Mail").fill(code_in(text))
    citizen.press("Termin bestätigen")
    citizen.expect("Ihr Termin ist gebucht.")

    citizen.follow("Termin verschieben")
    pick_time(citizen, 5)
    citizen.press("Termin verschieben")
    citizen.expect("Ihr Termin ist verschoben.")
    citizen.goto(link_in(last_mail("mirela.brandt@post.example"), "absagen"))
    citizen.press("Termin absagen")
    citizen.expect("Ihr Termin ist abgesagt")
    assert citizen.cookies == []
    assert Booking.objects.get().state == "cancelled"


def test_the_link_in_the_mail_confirms_by_a_button(town_hall, visitor):
    citizen = visitor(width=390)
    citizen.goto(f"/termine/zeit/?anliegen={town_hall[2].concern_id}")
    pick_time(citizen, 0)
    citizen.press("Zeit reservieren und weiter")
    fill_in(citizen)
    citizen.press("Weiter und Angaben prüfen")
    citizen.press("Termin buchen")
    phone = visitor(width=390)
    phone.goto(link_in(last_mail("mirela.brandt@post.example"), "bestaetigen"))
    assert Booking.objects.get().state == "unconfirmed"
    phone.press("Termin bestätigen")
    phone.expect("Ihr Termin ist gebucht.")
    citizen.page.reload()
    citizen.look()
    citizen.expect("Ihr Termin ist gebucht.")


def test_the_keyboard_alone_books_moves_and_cancels(town_hall, visitor):
    citizen = visitor()
    page = citizen.page
    citizen.goto("/termine/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Zum Inhalt springen"
    tab_to(page, "Fahrzeug zulassen")
    enter_by_key(citizen)
    tab_to(page, "Weiter")
    enter_by_key(citizen)
    page.keyboard.press("Tab")
    tab_to(page, "Termine frei")
    page.keyboard.press("ArrowRight")
    enter_by_key(citizen)
    tab_to(page, "Uhr")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    tab_to(page, "Zeit reservieren und weiter")
    enter_by_key(citizen)
    for label, typed in (("Vorname", "Ida"), ("Nachname", "Lang"), ("E-Mail-Adresse", "ida.lang@post.example")):
        tab_to(page, label)
        page.keyboard.type(typed)
    enter_by_key(citizen)
    tab_to(page, "Termin buchen")
    enter_by_key(citizen)
    tab_to(page, "Code aus der E-Mail")
    page.keyboard.type(code_in(last_mail("ida.lang@post.example")))
    enter_by_key(citizen)
    citizen.expect("Ihr Termin ist gebucht.")
    tab_to(page, "Termin verschieben")
    enter_by_key(citizen)
    tab_to(page, "Uhr")
    page.keyboard.press("ArrowDown")
    enter_by_key(citizen)
    citizen.expect("Ihr Termin ist verschoben.")
    tab_to(page, "Termin absagen")
    enter_by_key(citizen)
    tab_to(page, "Termin absagen")
    enter_by_key(citizen)
    citizen.expect("Ihr Termin ist abgesagt")
    assert citizen.cookies == []


def test_the_list_follows_what_is_typed_and_says_how_much_it_found(town_hall, visitor):
    citizen = visitor(width=390)
    citizen.goto("/termine/")
    citizen.page.get_by_role("searchbox").press_sequentially("kfz")
    citizen.expect("1 Anliegen passt zu „kfz“.")
    citizen.page.get_by_role("link", name="Personalausweis beantragen").wait_for(state="detached")
    citizen.look()
    assert "1 Anliegen passt" in citizen.page.locator("[role=status]").inner_text()


def test_edge_case_11_the_back_button_of_the_browser_replaces_the_hold(town_hall, visitor):
    citizen = visitor()
    citizen.goto(f"/termine/zeit/?anliegen={town_hall[2].concern_id}")
    pick_time(citizen, 0)
    citizen.press("Zeit reservieren und weiter")
    citizen.page.go_back()
    pick_time(citizen, 3)
    citizen.press("Zeit reservieren und weiter")
    citizen.expect("Für Sie reserviert bis")
    assert Booking.objects.filter(state="held").count() == 1


def test_edge_case_09_of_two_browsers_one_gets_the_time_and_the_other_times_nearby(town_hall, visitor):
    first, second = visitor(width=390), visitor(width=390)
    pool = town_hall[2].pools.all()[0]
    pool.opening_hours.update(places=1, staff_places=1)
    pool.days.all().delete()
    ensure_days()
    for citizen in (first, second):
        citizen.goto(f"/termine/zeit/?anliegen={town_hall[2].concern_id}")
        pick_time(citizen, 4)
    first.press("Zeit reservieren und weiter")
    first.expect("Für Sie reserviert bis")
    second.press("Zeit reservieren und weiter")
    second.expect("Dieser Termin wurde gerade vergeben.")
    second.leave(second.page.locator(".near-times button").first.click)
    second.expect("Für Sie reserviert bis")
    assert Booking.objects.filter(state="held").count() == 2
