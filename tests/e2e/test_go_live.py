"""A municipality goes live and a citizen comes: provision, publish, book, confirm, see it in the day, move, cancel."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail

from modules.appointments.models import Booking
from rathaus.tenancy import enter, enter_public
from tenants.demo import approve_legal_pages
from tenants.models import Domain, Tenant
from tenants.provisioning import NewTenant, create_tenant
from tenants.schemas import drop_schema
from tests.e2e.steps import code_in, enter_by_key, fill_in, last_mail, link_in, pick_time, tab_to
from tests.e2e.visitor import BOTH, Visitor
from tests.factories.accounts import code_for

pytestmark = [pytest.mark.browser]

ADMINISTRATOR = "katrin.voss@stendal.example"
PASSWORD = "sieben-Linden-am-Markt"


@pytest.fixture
def stendal(django_db_setup, django_db_blocker, live_port, settings) -> Iterator[Tenant]:
    """The Hansestadt as an operator provisions it: with samples, in preparation, its administrator invited."""
    wish = NewTenant(
        slug="stendal",
        official_name="Hansestadt Stendal – Der Oberbürgermeister",
        short_name="Hansestadt Stendal",
        kind="stadt",
        state="ST",
        plan="appointments",
        admin_email=ADMINISTRATOR,
        profile={
            "street": "Markt 1",
            "postal_code": "39576",
            "city": "Hansestadt Stendal",
            "phone": "03931 000-0",
            "email": "buergerbuero@stendal.example",
        },
    )
    with django_db_blocker.unblock():
        tenant, _is_new = create_tenant(wish)
        try:
            with enter(tenant):
                approve_legal_pages()
                yield tenant
        finally:
            with enter_public():
                Domain.objects.filter(tenant=tenant).delete()
                Tenant.objects.filter(pk=tenant.pk).delete()
            drop_schema(tenant.schema_name)
            mail.outbox.clear()


@pytest.fixture
def opened(browser_profile, live_port) -> Callable[..., Visitor]:
    """Return a function that opens a browser on Stendal's site."""
    return lambda **options: browser_profile(f"http://stendal.localhost:{live_port}", **options)


def accept_invitation(clerk: Visitor) -> None:
    """Follow the link in the mail: password, second factor, recovery codes."""
    page = clerk.page
    clerk.goto(link_in(last_mail(ADMINISTRATOR), "einladung"))
    page.get_by_label("Vorname").fill("Katrin")
    page.get_by_label("Nachname").fill("Voss")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_label("Passwort wiederholen").fill(PASSWORD)
    clerk.press("Zugang einrichten")
    clerk.follow("App einrichten")
    secret = page.locator("figcaption strong").inner_text()
    page.get_by_label("Code").fill(code_for(secret))
    clerk.press("App einrichten")
    clerk.expect("Ihre Ersatzcodes")


def test_a_municipality_goes_live_and_a_citizen_books_moves_and_cancels(stendal, opened):
    clerk, citizen = opened(width=BOTH), opened(width=BOTH)
    citizen.page.goto(citizen.address + "/")
    citizen.problems.clear()  # the browser notes the status 503 of the page that says "soon"
    citizen.expect("öffnet bald")

    accept_invitation(clerk)
    clerk.goto("/verwaltung/einrichten/")
    clerk.press("Website veröffentlichen")

    citizen.goto("/")
    citizen.follow("Meldebescheinigung")
    citizen.press("Weiter")
    page = citizen.page
    citizen.follow(re.compile("anzeigen$"))  # the next month: this one may be over tomorrow
    citizen.leave(page.locator(".day-free").nth(2).click)
    pick_time(citizen, 0)
    citizen.press("Zeit reservieren und weiter")
    fill_in(citizen)
    citizen.press("Weiter und Angaben prüfen")
    citizen.press("Termin buchen")
    page.get_by_label("Code aus der E-Mail").fill(code_in(last_mail("mirela.brandt@post.example")))
    citizen.press("Termin bestätigen")
    citizen.expect("Ihr Termin ist gebucht.")

    booking = Booking.objects.get()
    clerk.goto(f"/verwaltung/termine/?tag={booking.day.isoformat()}")
    clerk.follow(re.compile("Brandt"))
    clerk.expect("Meldebescheinigung")

    citizen.follow("Termin verschieben")
    pick_time(citizen, 1)
    citizen.press("Termin verschieben")
    citizen.expect("Ihr Termin ist verschoben.")
    moved = Booking.objects.get()
    assert (moved.day, moved.cell_from) != (booking.day, booking.cell_from)
    clerk.goto(f"/verwaltung/termine/?tag={moved.day.isoformat()}")
    clerk.expect("Brandt")

    citizen.follow("Termin absagen")
    citizen.press("Termin absagen")
    citizen.expect("Ihr Termin ist abgesagt")
    clerk.goto(f"/verwaltung/termine/?tag={moved.day.isoformat()}")
    assert clerk.page.locator(".booking", has_text="Brandt").count() == 0
    assert citizen.cookies == []


def test_the_keyboard_alone_publishes_books_and_finds_the_appointment_in_the_day(stendal, opened):
    clerk, citizen = opened(), opened()
    accept_invitation(clerk)
    clerk.goto("/verwaltung/einrichten/")
    tab_to(clerk.page, "Website veröffentlichen")
    enter_by_key(clerk)

    citizen.goto("/termine/")
    tab_to(citizen.page, "Meldebescheinigung")
    enter_by_key(citizen)
    tab_to(citizen.page, "Weiter")
    enter_by_key(citizen)
    citizen.page.keyboard.press("Tab")
    tab_to(citizen.page, "Uhr")
    citizen.page.keyboard.press("Space")
    tab_to(citizen.page, "Zeit reservieren und weiter")
    enter_by_key(citizen)
    for label, typed in (("Vorname", "Ida"), ("Nachname", "Lang"), ("E-Mail-Adresse", "ida.lang@post.example")):
        tab_to(citizen.page, label)
        citizen.page.keyboard.type(typed)
    enter_by_key(citizen)
    tab_to(citizen.page, "Termin buchen")
    enter_by_key(citizen)
    tab_to(citizen.page, "Code aus der E-Mail")
    citizen.page.keyboard.type(code_in(last_mail("ida.lang@post.example")))
    enter_by_key(citizen)
    citizen.expect("Ihr Termin ist gebucht.")

    clerk.goto(f"/verwaltung/termine/?tag={Booking.objects.get().day.isoformat()}")
    clerk.page.keyboard.press("/")
    clerk.page.keyboard.type("Lang")
    enter_by_key(clerk)
    tab_to(clerk.page, "Lang")
    enter_by_key(clerk)
    clerk.expect("Ida Lang")
