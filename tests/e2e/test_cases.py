"""A citizen writes to the town hall, a clerk works the case by keyboard, the citizen answers with a file."""

import pytest

from modules.cases.models import Case, CaseFile, EntryKind, Notice, TextModule
from rathaus.accounts.models import User
from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Activation
from tests.clients import browser_for
from tests.e2e.steps import tab_to
from tests.e2e.visitor import BOTH, Visitor
from tests.factories.accounts import StaffFactory, sign_in
from tests.factories.cases import make_case
from tests.factories.inbox import make_citizen, pdf_bytes

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]


@pytest.fixture
def town_hall(fresh_tenant, settings) -> object:
    """A municipality with cases and a text to answer with."""
    settings.FORM_MIN_SECONDS = 0
    with enter_public():
        for module in ("citizen_accounts", "cases"):
            Activation.objects.update_or_create(tenant=fresh_tenant, module=module, defaults={"is_on": True})
    fresh_tenant.__dict__.pop("active_modules", None)
    directory.forget_all()
    TextModule.objects.create(title="Plan fehlt", text="Guten Tag {applicant}, bitte schicken Sie uns den Plan.")
    return fresh_tenant


def enter_as(somebody: Visitor, user: User, host: str, *, second_factor: bool) -> None:
    """Let the browser go on in a session of this person."""
    client = sign_in(browser_for(host), user, second_factor=second_factor)
    cookie = next(iter(client.cookies.values()))
    somebody.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": somebody.address}])


@pytest.mark.parametrize("width", [390])
def test_a_citizen_asks_a_clerk_answers_by_keyboard_and_the_citizen_sends_the_plan(town_hall, visitor, width):
    host = f"{town_hall.slug}.localhost"
    sabine, clerk = make_citizen(), StaffFactory(roles=["case_worker"]).user
    office, home = visitor(width=1280), visitor(width=width)
    enter_as(office, clerk, host, second_factor=True)
    enter_as(home, sabine, host, second_factor=False)
    make_case("Frage zur Hundesteuer")

    begin(home)
    answer_by_keyboard(office)
    send_the_plan(home)

    office.goto("/verwaltung/vorgaenge/?nur=neu")
    office.follow("Hecke am Gehweg")
    office.expect("Der Plan liegt bei.")
    office.expect("Plan.pdf")
    look_at_the_rest(office, home)
    case = Case.objects.get(title="Hecke am Gehweg")
    assert case.responsible == clerk
    assert CaseFile.objects.get(case=case).is_public


def test_a_letter_is_written_released_by_a_second_person_posted_and_read(town_hall, visitor):
    host = f"{town_hall.slug}.localhost"
    sabine, clerk = make_citizen(), StaffFactory(roles=["case_worker"]).user
    office, second, home = visitor(width=BOTH[::-1]), visitor(width=BOTH[::-1]), visitor(width=BOTH)
    enter_as(office, clerk, host, second_factor=True)
    enter_as(second, StaffFactory(roles=["approver", "case_worker"]).user, host, second_factor=True)
    enter_as(home, sabine, host, second_factor=False)
    case = make_case("Hecke am Gehweg", person=sabine)

    write_a_letter(office, case)
    look_with_a_second_pair_of_eyes(second)
    post_it(office)
    read_it(home, case)
    assert Notice.objects.get().writer == clerk


def write_a_letter(office: Visitor, case: Case) -> None:
    """Begin a letter, write it and ask somebody else to look."""
    office.goto(f"/verwaltung/vorgaenge/{case.pk}/bescheid/")
    office.press("Schreiben beginnen")
    office.page.get_by_label("Art des Schreibens").fill("Auskunft zur Hecke")
    office.page.get_by_label("Empfänger mit Anschrift").fill("Sabine Köhler\nAm Markt 1\n39517 Tangerhütte")
    office.page.get_by_label("Text", exact=True).fill("Guten Tag,\n\ndie Hecke darf 2 m hoch sein.")
    office.page.get_by_label("Rechtsbehelfsbelehrung").fill("")
    office.press("Freigabe erbitten")
    office.expect("um Freigabe gebeten")


def look_with_a_second_pair_of_eyes(second: Visitor) -> None:
    """See in the navigation that something waits, read it and release it."""
    second.goto("/verwaltung/")
    second.follow("Bescheide freigeben (1 Bescheid wartet)")
    second.follow("Auskunft zur Hecke")
    second.expect("die Hecke darf 2 m hoch sein.")
    second.press("Freigeben und erlassen")


def post_it(office: Visitor) -> None:
    """Say that the letter went to the post; from then on its reader sees a copy."""
    office.goto(f"/verwaltung/vorgaenge/bescheid/{Notice.objects.get().pk}/")
    office.expect("Erlassen")
    office.press("Tag eintragen")


def read_it(home: Visitor, case: Case) -> None:
    """Find the copy with the case and open it."""
    home.goto(f"/vorgaenge/{case.pk}/")
    home.expect("Kopie. Das Original kommt per Brief")
    link = home.page.get_by_role("link", name="Auskunft zur Hecke (PDF)")
    read = "async (address) => (await (await fetch(address)).text()).slice(0, 5)"
    assert home.page.evaluate(read, link.get_attribute("href")) == "%PDF-"


def begin(home: Visitor) -> None:
    """Write to the town hall: name and address are filled in already."""
    home.goto("/vorgaenge/schreiben/")
    home.page.get_by_label("Worum geht es?").fill("Hecke am Gehweg")
    home.page.get_by_label("Ihre Nachricht").fill("Darf sie 3 m hoch sein?")
    home.press("Nachricht senden")
    home.expect("Ihre Vorgangsnummer")
    home.follow("Zum Vorgang")
    home.expect("Noch hat niemand damit angefangen.")


def answer_by_keyboard(office: Visitor) -> None:
    """Choose rows with x, open the case with Enter, put a text module in by "/" and send it."""
    page = office.page
    office.goto("/verwaltung/vorgaenge/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    office.expect("ein Vorgang ausgewählt")
    page.keyboard.press("x")
    office.leave(lambda: page.keyboard.press("Enter"))
    office.expect("Darf sie 3 m hoch sein?")
    page.get_by_label("Nachricht an Sabine Köhler").focus()
    page.keyboard.press("/")
    page.get_by_label("Textbaustein").select_option(label="Plan fehlt")
    assert page.get_by_label("Nachricht an Sabine Köhler").input_value().startswith("Guten Tag Sabine Köhler,")
    tab_to(page, "Nachricht senden")
    office.leave(lambda: page.keyboard.press("Enter"))
    office.expect("Die Nachricht ist gesendet.")
    page.get_by_label("Nachricht an Sabine Köhler").fill("Ruft morgen an.")
    office.press("Als interne Notiz speichern")
    office.expect("Die Notiz ist gespeichert.")


def send_the_plan(home: Visitor) -> None:
    """Read the answer, which is all that is there to read, and send a file."""
    home.goto("/vorgaenge/")
    home.expect("Neues vom Rathaus")
    home.follow("Hecke am Gehweg")
    home.expect("bitte schicken Sie uns den Plan.")
    assert "Ruft morgen an." not in home.page.content()
    home.page.get_by_label("Ihre Nachricht").fill("Der Plan liegt bei.")
    home.page.locator("input[type=file]").set_input_files(
        {"name": "Plan.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    )
    home.press("Nachricht senden")
    home.expect("Ihre Nachricht ist angekommen.")


def look_at_the_rest(office: Visitor, home: Visitor) -> None:
    """Look at the pages that the journey does not pass."""
    for path in ("/vorgaenge/gast/", "/vorgaenge/rueckruf/"):
        home.goto(path)
    for path in ("auskunft/", "aufnehmen/", "?nur=ueberfaellig"):
        office.goto(f"/verwaltung/vorgaenge/{path}")
    assert Case.objects.filter(entries__kind=EntryKind.REMARK).count() == 1
