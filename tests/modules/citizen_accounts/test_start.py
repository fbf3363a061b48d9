"""The first page of one's own, its navigation, and the way there from the public site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.registry import MyCard
from tests.contracts.test_module_switch import switch
from tests.factories.citizens import CitizenFactory, RepresentationFactory

pytestmark = pytest.mark.django_db

START = "/mein/"


def page(browser, path=START) -> str:
    return browser.get(path).content.decode()


def test_strangers_sign_in_first_and_come_back(tenant_client):
    answer = tenant_client.get(START)

    assert answer.status_code == 302
    assert answer.url == "/konto/anmelden/?next=/mein/"


def test_the_page_greets_by_name_and_says_what_one_can_do(at_home, citizen):
    shown = page(at_home)

    assert f"Guten Tag, {citizen.first_name}" in shown
    assert "Was möchten Sie erledigen?" in shown
    assert "/termine/" in shown


def test_what_waits_for_the_person_stands_before_everything_else(at_home, monkeypatch):
    from modules.citizen_accounts.views import start

    usual = MyCard("Nächster Termin", ["Di, 24. November, 9:20 Uhr"], "/termine/", "Ansehen", order=10)
    waits = MyCard("Eine Frage an Sie", ["Bitte antworten"], "/postfach/", "Antworten", is_waiting=True, order=70)
    monkeypatch.setattr(start, "cards_of", lambda _user: [waits, usual])

    shown = page(at_home)

    assert shown.index("Eine Frage an Sie") < shown.index("Nächster Termin")
    assert "Das wartet auf Sie" in shown


def test_cards_are_sorted_by_waiting_and_then_by_order(citizen, monkeypatch):
    from modules.citizen_accounts.selectors import cards

    given = [
        MyCard("c", [], "/", "x", order=90),
        MyCard("b", [], "/", "x", order=10),
        MyCard("a", [], "/", "x", is_waiting=True, order=99),
    ]
    monkeypatch.setattr(
        cards, "contribution", lambda spec, _name: (lambda _user: given) if spec.slug == "inbox" else None
    )

    assert [card.title for card in cards.cards_of(citizen)] == ["a", "b", "c"]


def test_without_any_card_the_page_says_that_nothing_is_open(at_home, monkeypatch):
    from modules.citizen_accounts.views import start

    monkeypatch.setattr(start, "cards_of", lambda _user: [])

    assert "Gerade ist nichts offen" in page(at_home)


def test_the_page_costs_a_handful_of_queries_however_much_there_is(at_home, citizen):
    page(at_home)  # header and footer are remembered from now on
    few = count(at_home)
    for _ in range(20):
        RepresentationFactory(email=citizen.email, proof_state="waiting")

    assert count(at_home) <= few
    assert few <= 14, "session, person, and a query or two for each module"


def count(browser) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(START).status_code == 200
    return len([query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "SET"))])


def test_the_navigation_marks_the_page_and_ends_with_signing_out(at_home):
    shown = page(at_home, "/mein/profil/")

    assert 'href="/mein/profil/" aria-current="page"' in shown
    assert 'href="/konto/"' in shown
    assert 'action="/konto/abmelden/"' in shown


def test_the_public_site_offers_to_sign_in_without_setting_or_reading_a_cookie(tenant_client, tenant):
    answer = tenant_client.get("/")

    assert "/konto/anmelden/?next=/mein/" in answer.content.decode()
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_for_somebody_signed_in_the_public_site_leads_to_their_pages(at_home):
    shown = page(at_home, "/")

    assert 'href="/mein/"' in shown
    assert "Mein Bereich" in shown


def test_where_citizens_have_no_accounts_nobody_is_asked_to_sign_in(tenant_client, tenant):
    for module in ("bundid", "inbox", "citizen_accounts"):
        switch(tenant, module, is_on=False)

    assert "/konto/anmelden/" not in page(tenant_client, "/")


def test_english_pages_speak_english(at_home):
    assert "What would you like to do?" in page(at_home, "/en/mein/")


def test_a_citizen_has_nothing_to_look_for_in_the_dashboard(at_home):
    assert at_home.get("/verwaltung/buerger/vertretungen/").status_code == 403


def test_no_cache_keeps_a_page_of_ones_own(at_home):
    assert "no-store" in at_home.get(START)["Cache-Control"]


def test_one_person_may_be_staff_and_citizen(signed_in, case_worker):
    CitizenFactory(user=case_worker)
    browser = signed_in(case_worker)

    assert browser.get(START).status_code == 200
    assert browser.get("/verwaltung/").status_code == 200
