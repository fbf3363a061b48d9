"""A call is noted and shared, the citizen answers with a file, the clerk reads it; axe looks at each page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from modules.inbox.models import ContactNote, Conversation, Message, TextModule
from rathaus.accounts.models import User
from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Activation
from tests.clients import browser_for
from tests.e2e.steps import tab_to
from tests.e2e.visitor import BOTH, Visitor
from tests.factories.accounts import StaffFactory, sign_in
from tests.factories.inbox import make_citizen, make_document, pdf_bytes

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]


@pytest.fixture
def town_hall(fresh_tenant) -> Iterator[object]:
    """A municipality with inboxes and a text to answer with."""
    with enter_public():
        for module in ("citizen_accounts", "inbox"):
            Activation.objects.update_or_create(tenant=fresh_tenant, module=module, defaults={"is_on": True})
    fresh_tenant.__dict__.pop("active_modules", None)
    directory.forget_all()
    TextModule.objects.create(title="Eingang", text="Vielen Dank, der Plan ist da.")
    return fresh_tenant


def enter_as(somebody: Visitor, user: User, host: str, *, second_factor: bool) -> None:
    """Let the browser go on in a session of this person."""
    client = sign_in(browser_for(host), user, second_factor=second_factor)
    cookie = next(iter(client.cookies.values()))
    somebody.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": somebody.address}])


def test_a_call_is_noted_shared_found_and_answered_with_a_file(town_hall, visitor):
    host = f"{town_hall.slug}.localhost"
    sabine, clerk = make_citizen(), StaffFactory(roles=["case_worker"]).user
    make_document(sabine, clerk)
    office, home = visitor(width=1280), visitor(width=BOTH)
    enter_as(office, clerk, host, second_factor=True)
    enter_as(home, sabine, host, second_factor=False)

    note_a_call(office)
    assert "Reisepass" not in home_page(home, "/postfach/verlauf/")
    share_by_code(office, home)

    home.goto("/postfach/verlauf/")
    home.follow("Am Telefon besprochen: Reisepass für die Klassenfahrt")
    home.expect("Beide Eltern unterschreiben.")
    home.page.get_by_label("Ihre Nachricht").fill("Die Unterschrift meines Mannes liegt bei.")
    home.page.locator("input[type=file]").set_input_files(
        {"name": "Vollmacht.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    )
    home.press("Antwort senden")
    home.expect("Ihre Antwort ist angekommen.")
    home.expect("Vollmacht.pdf")
    home.expect("noch nicht gelesen")

    answer_with_text_module(office)
    home.goto("/postfach/")
    home.expect("Neue Nachricht vom Rathaus")
    home.follow("Reisepass für die Klassenfahrt")
    home.expect("Vielen Dank, der Plan ist da.")
    home.expect("gelesen am")
    look_at_the_rest(home)
    assert Message.objects.filter(side="staff", read_at__isnull=False).count() == 1


def note_a_call(office: Visitor) -> None:
    """Find the person and note the call, from search to button by keyboard."""
    page = office.page
    office.goto("/verwaltung/postfach/buerger/")
    page.get_by_label("Name, Geburtsdatum oder E-Mail-Adresse").fill("Köhler 12.05.1984")
    office.leave(lambda: page.keyboard.press("Enter"))
    tab_to(page, "Sabine Köhler")
    office.leave(lambda: page.keyboard.press("Enter"))
    office.leave(lambda: page.keyboard.press("n"))
    page.get_by_label("Worum ging es?").fill("Reisepass für die Klassenfahrt")
    page.get_by_label("Was wurde besprochen?").fill("Beide Eltern unterschreiben.")
    tab_to(page, "Notiz speichern")
    office.leave(lambda: page.keyboard.press("Enter"))
    office.expect("Nur intern")


def share_by_code(office: Visitor, home: Visitor) -> None:
    """Share the note with the code on the person's screen; a wrong birth date is refused before."""
    page = office.page
    page.get_by_label("Geburtsdatum").fill("1990-01-01")
    office.press("Notiz freigeben")
    office.expect("Das passt nicht zu dieser Person.")
    home.goto("/postfach/code/")
    page.get_by_label("Geburtsdatum").fill("")
    page.get_by_label("Code aus").fill(home.page.locator(".ticket-code").inner_text())
    office.press("Notiz freigeben")
    office.expect("Freigabe zurücknehmen")
    assert ContactNote.objects.get().shared_at


def answer_with_text_module(office: Visitor) -> None:
    """Read the answer, put a text module in at the cursor and send it."""
    page = office.page
    office.goto("/verwaltung/postfach/")
    office.follow("Reisepass für die Klassenfahrt")
    office.expect("Die Unterschrift meines Mannes liegt bei.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Vollmacht.pdf").click()
    assert download.value.suggested_filename == "Vollmacht.pdf"
    page.get_by_label("Textbaustein").select_option(label="Eingang")
    page.get_by_role("button", name="Einsetzen").click()
    expect(page.get_by_label("Nachricht an Sabine Köhler")).to_have_value("Vielen Dank, der Plan ist da.")
    office.press("Nachricht senden")
    office.expect("Die Nachricht ist gesendet.")
    assert Conversation.objects.get().responsible


def look_at_the_rest(home: Visitor) -> None:
    """Look at the other pages and retrieve the document."""
    for path in ("/postfach/neu/", "/postfach/verlauf/?nach=vorgang", "/postfach/verlauf/?q=nichts", "/mein/"):
        home.goto(path)
    home.goto("/postfach/dokumente/")
    home.follow("Meldebescheinigung")
    with home.page.expect_download() as download:
        home.page.get_by_role("button", name="Dokument abrufen").click()
    assert download.value.suggested_filename == "Meldebescheinigung.pdf"


def home_page(home: Visitor, path: str) -> str:
    """Return what the page says."""
    home.goto(path)
    return home.page.inner_text("main")


def test_without_a_script_a_message_with_a_text_module_is_written_all_the_same(town_hall, visitor):
    host = f"{town_hall.slug}.localhost"
    sabine, clerk = make_citizen(), StaffFactory(roles=["case_worker"]).user
    home, office = visitor(width=390, javascript=False), visitor(javascript=False)
    enter_as(home, sabine, host, second_factor=False)
    enter_as(office, clerk, host, second_factor=True)

    home.goto("/postfach/neu/")
    home.page.get_by_label("Worum geht es?").fill("Lageplan")
    home.page.get_by_label("Ihre Nachricht").fill("Der Plan ist fertig.")
    home.press("Nachricht senden")
    office.goto("/verwaltung/postfach/")
    office.follow("Lageplan")
    office.page.get_by_label("Nachricht an").fill("Guten Tag,")
    office.page.get_by_label("Textbaustein").select_option(label="Eingang")
    office.press("Einsetzen")
    text = office.page.get_by_label("Nachricht an").input_value()
    office.press("Nachricht senden")

    assert text == "Guten Tag,\n\nVielen Dank, der Plan ist da."
    assert Message.objects.get(side="staff").text.split() == text.split(), "browsers send other line ends"
