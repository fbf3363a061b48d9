"""A small form with a rule is built by keyboard, tried, asked for and released; axe looks at each page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from modules.online_services.models import Form, FormVersion
from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Activation
from tests.clients import browser_for
from tests.e2e.steps import tab_to
from tests.e2e.visitor import Visitor
from tests.factories.accounts import StaffFactory, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]
FORMS = "/verwaltung/dienste/formulare/"


@pytest.fixture
def town_hall(fresh_tenant) -> Iterator[object]:
    """A municipality with online services."""
    with enter_public():
        for module in ("cases", "online_services"):
            Activation.objects.update_or_create(tenant=fresh_tenant, module=module, defaults={"is_on": True})
    fresh_tenant.__dict__.pop("active_modules", None)
    directory.forget_all()
    return fresh_tenant


def enter(somebody: Visitor, role: str, name: str, host: str) -> None:
    """Let the browser go on in a session of a colleague with this role."""
    user = StaffFactory(roles=[role], user__last_name=name).user
    client = sign_in(browser_for(host), user, second_factor=True)
    cookie = next(iter(client.cookies.values()))
    somebody.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": somebody.address}])


def test_a_form_with_a_rule_is_built_by_keyboard_tried_and_released_by_somebody_else(town_hall, visitor):
    host = f"{town_hall.slug}.localhost"
    katrin, uwe = visitor(width=1280), visitor(width=390)
    enter(katrin, "administrator", "Vogel", host)
    enter(uwe, "approver", "Braun", host)

    begin(katrin)
    build(katrin)
    compose_rule(katrin)
    reorder_and_undo(katrin)
    look_at_the_tabs(katrin)
    form = Form.objects.get()
    assert form.working["steps"][0]["items"][1]["show"] == "hat_hund == True"

    katrin.goto(f"{FORMS}{form.pk}/veroeffentlichen/")
    katrin.page.get_by_label("Was ändert sich, und warum?").fill("Neu für die Hundesteuer")
    katrin.press("Freigabe beantragen")
    katrin.expect("Die Freigabe ist beantragt")

    uwe.goto(f"{FORMS}freigaben/")
    uwe.follow("Ansehen")
    uwe.expect("Neu für die Hundesteuer")
    uwe.expect("Wie heißt er?")
    uwe.press("Freigeben und veröffentlichen")
    uwe.expect("hat Version 1")
    assert FormVersion.objects.get(number=1).released_by.last_name == "Braun"


def begin(katrin: Visitor) -> None:
    """Create an empty form."""
    katrin.goto(f"{FORMS}neu/")
    katrin.page.get_by_label("Titel", exact=True).fill("Hund und Halter")
    katrin.press("Formular anlegen")
    katrin.expect("Außer Ihnen und Ihren Kolleginnen und Kollegen sieht es noch niemand.")


def build(katrin: Visitor) -> None:
    """Add two fields to the first step, by keyboard alone."""
    page = katrin.page
    tab_to(page, "Ihr Anliegen")
    page.keyboard.press("Enter")
    for kind, label in (("yes_no", "Hat Hund?"), ("text", "Wie heißt er?")):
        expect(page.get_by_role("heading", name=re.compile("ein Feld hinzufügen"))).to_be_visible()
        page.get_by_label("Art", exact=True).last.select_option(kind)
        page.get_by_label("Bezeichnung oder Frage").fill(label)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=label, level=2)).to_be_visible()
    katrin.look()
    page.get_by_label("Hilfe zur Frage").fill("Der Rufname")
    page.get_by_label("Hilfe zur Frage").blur()
    expect(page.locator(".builder-saved")).to_have_text("Gespeichert.")
    assert Form.objects.get().working["steps"][0]["items"][1]["hint"] == {"de": "Der Rufname"}


def compose_rule(katrin: Visitor) -> None:
    """Let the second field appear only if the first one is yes."""
    page = katrin.page
    page.get_by_role("link", name=re.compile("Regel festlegen.*Erscheint immer")).press("Enter")
    page.get_by_label("Weitere Bedingung: Angabe").select_option("hat_hund")
    expect(page.get_by_text("Erscheint, wenn „Hat Hund?“ ist Ja.")).to_be_visible()
    katrin.look()


def reorder_and_undo(katrin: Visitor) -> None:
    """Move a field by Alt and arrow, and take it back."""
    page = katrin.page
    lines = page.locator("[data-line]:not([data-line=''])")
    line = page.locator("#zeile-wie_heisst_er")
    line.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(lines.nth(1)).to_contain_text("Wie heißt er?")
    expect(line).to_be_focused()
    page.get_by_role("button", name=re.compile("Rückgängig")).press("Enter")
    expect(lines.nth(2)).to_contain_text("Wie heißt er?")
    katrin.look()


def look_at_the_tabs(katrin: Visitor) -> None:
    """Visit every other page of the form, on the telephone as well, and begin a preview."""
    form = Form.objects.get()
    for path in ("pruefungen/", "gebuehren/", "testfaelle/", "versionen/", "vorschau/"):
        katrin.goto(f"{FORMS}{form.pk}/{path}")
    katrin.press("Vorschau beginnen")
    frame = katrin.page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Hund und Halter")).to_be_visible()
    katrin.page.set_viewport_size({"width": 390, "height": 800})
    for path in ("", "teil/wie_heisst_er/", "regel/wie_heisst_er/show/"):
        katrin.goto(f"{FORMS}{form.pk}/{path}")
    katrin.page.set_viewport_size({"width": 1280, "height": 800})
