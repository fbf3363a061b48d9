"""A guest fills in a form with most kinds of questions on a phone, goes away, comes back by mail, and sends it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from modules.cases.models import Case
from modules.online_services.models import ServiceRequest
from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Activation
from tests.e2e.steps import enter_by_key, last_mail, link_in, tab_to
from tests.e2e.visitor import Visitor
from tests.factories.inbox import pdf_bytes
from tests.factories.services import make_service, make_version

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]

OPTIONS = [{"value": "kauf", "label": "Gekauft"}, {"value": "fund", "label": "Gefunden", "hint": "Im Wald"}]
FORM: dict[str, Any] = {
    "key": "alles-antrag",
    "title": "Alles in einem Antrag",
    "steps": [
        {
            "id": "person",
            "title": "Wer sind Sie?",
            "items": [
                {"type": "text", "id": "vorname", "label": "Vorname", "required": True, "prefill": "given_name"},
                {"type": "text", "id": "nachname", "label": "Nachname", "required": True, "prefill": "family_name"},
                {"type": "email", "id": "email", "label": "E-Mail-Adresse", "required": True, "prefill": "email"},
                {"type": "partial_date", "id": "geboren", "label": "Geburtsdatum", "prefill": "birth_date"},
                {"type": "address", "id": "anschrift", "label": "Anschrift", "may_be_abroad": True},
                {"type": "iban", "id": "konto", "label": "Konto", "mandate": "optional"},
            ],
        },
        {
            "id": "sache",
            "title": "Worum geht es?",
            "items": [
                {
                    "type": "information",
                    "id": "hinweis",
                    "label": "Gut zu wissen",
                    "text": "Nur **heute**.",
                    "tone": "info",
                },
                {"type": "choice", "id": "herkunft", "label": "Woher?", "options": OPTIONS, "required": True},
                {"type": "choices", "id": "farben", "label": "Welche Farben?", "options": OPTIONS},
                {"type": "yes_no", "id": "mehrere", "label": "Sind es mehrere?", "required": True},
                {"type": "number", "id": "anzahl", "label": "Wie viele?", "show": "mehrere", "required": True},
                {"type": "computed", "id": "summe", "label": "Zusammen", "compute": "anzahl * 500", "result": "money"},
                {"type": "money", "id": "wert", "label": "Wert", "hint": "Ungefähr"},
                {"type": "date", "id": "tag", "label": "Wann?"},
                {"type": "time", "id": "uhr", "label": "Um wie viel Uhr?"},
                {"type": "long_text", "id": "text", "label": "Beschreibung"},
                {"type": "plate", "id": "kennzeichen", "label": "Kennzeichen"},
                {"type": "point", "id": "ort", "label": "Fundort"},
                {
                    "type": "table",
                    "id": "liste",
                    "label": "Gegenstände",
                    "columns": [{"id": "was", "label": "Was"}, {"id": "preis", "label": "Preis", "kind": "money"}],
                },
                {"type": "upload", "id": "fotos", "label": "Fotos", "max_files": 3},
                {
                    "type": "group",
                    "id": "zeugen",
                    "title": "Zeuginnen und Zeugen",
                    "repeat": {"minimum": 0, "maximum": 3, "row_label": "Person"},
                    "items": [{"type": "text", "id": "zeuge", "label": "Name", "required": True}],
                },
                {"type": "consent", "id": "erlaubt", "label": "Einverstanden", "text": "Sie dürfen mich anrufen."},
            ],
        },
    ],
    "fees": [{"kind": "unit", "label": "Gebühr je Stück", "cents": 500, "units": "anzahl", "when": "mehrere"}],
}


@pytest.fixture
def town_hall(fresh_tenant) -> Iterator[object]:
    """A municipality with one service."""
    with enter_public():
        for module in ("cases", "online_services"):
            Activation.objects.update_or_create(tenant=fresh_tenant, module=module, defaults={"is_on": True})
    fresh_tenant.__dict__.pop("active_modules", None)
    directory.forget_all()
    make_version(FORM, service=make_service("alles-antrag", name="Alles in einem Antrag"))
    return fresh_tenant


def test_a_guest_begins_comes_back_by_mail_and_sends(town_hall, visitor):
    guest: Visitor = visitor(width=390)
    guest.goto("/dienste/alles-antrag/beginnen/")
    tab_to(guest.page, "eginnen")
    enter_by_key(guest)
    guest.follow("Wer sind Sie?")
    tell_who_one_is(guest)
    go_away_and_come_back(guest)
    tell_what_it_is_about(guest)

    guest.expect("Stimmt alles?")
    guest.expect("15,00")
    guest.page.get_by_label("Ich habe alles nach bestem Wissen").check()
    guest.press("Antrag absenden")

    case = Case.objects.get()
    guest.expect(case.reference)
    assert ServiceRequest.objects.get().uploads
    assert case.files.count() == 1
    assert case.reference in last_mail("mirela.brandt@post.example")


def tell_who_one_is(guest: Visitor) -> None:
    page = guest.page
    guest.press("Speichern und weiter")
    guest.expect("Bitte füllen Sie „Vorname“ aus.")
    page.get_by_label("Vorname").fill("Mirela")
    page.get_by_label("Nachname").fill("Brandt")
    page.get_by_label("E-Mail-Adresse").fill("mirela.brandt@post.example")
    page.get_by_label("Jahr").fill("1984")
    page.get_by_label("Land").select_option("FR")
    expect(page.get_by_label("Anschrift", exact=True).last).to_be_visible()
    page.get_by_label("Land").select_option("DE")
    expect(page.get_by_label("Hausnummer")).to_be_visible()
    settle(guest)
    guest.press("Speichern und weiter")
    guest.expect("Worum geht es?")


def go_away_and_come_back(guest: Visitor) -> None:
    guest.press("Speichern und später weitermachen")
    guest.page.get_by_label("Ihre E-Mail-Adresse").fill("mirela.brandt@post.example")
    guest.press("Link schicken")
    guest.goto(link_in(last_mail("mirela.brandt@post.example"), "antrag"))
    guest.expect("Fertig")
    guest.follow("Worum geht es?")


def tell_what_it_is_about(guest: Visitor) -> None:
    page = guest.page
    page.get_by_label("Gekauft").first.check()
    page.get_by_label("Ja", exact=True).check()
    expect(page.get_by_label("Wie viele?")).to_be_visible()
    page.get_by_label("Wie viele?").fill("3")
    expect(page.locator("output")).to_contain_text("15,00")
    expect(page.get_by_label("Wie viele?")).to_be_focused()
    page.get_by_label("Wo ist das?").fill("Am Bahnhof, neben dem Kiosk")
    page.get_by_label("Was", exact=True).first.fill("Fahrrad")
    page.locator("input[type=file]").set_input_files(
        {"name": "Foto.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    )
    expect(page.get_by_role("button", name=re.compile(r"Entfernen.*Foto\.pdf"))).to_be_visible()
    settle(guest)
    guest.press("Person hinzufügen")
    guest.page.get_by_label("Name", exact=True).fill("Jonas Wolf")
    settle(guest)
    guest.press("Speichern und weiter")


def settle(guest: Visitor) -> None:
    """Wait until the page has asked the server what the last keystrokes change: leaving earlier breaks that off."""
    guest.page.wait_for_timeout(800)
    guest.page.wait_for_load_state("networkidle")
