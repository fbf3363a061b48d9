import uuid

import pytest

from rathaus.registry import HomeCard, ModuleSpec, OpeningToday
from tenants.municipality import frame, services
from tenants.municipality.models import AccessibilityReport, LegalKind, MunicipalityProfile
from tests.clients import browser_for
from tests.factories.municipality import LocationFactory

pytestmark = pytest.mark.django_db

PAGES = ["/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/barrierefreiheit/melden/", "/hilfe/"]


def module(slug: str, **values) -> ModuleSpec:
    """A module as the registry would know it, with one card on the start page."""
    card = HomeCard(f"Karte {slug}", "Was sie tut", "portal:help", "calendar-today")
    return ModuleSpec(slug=slug, label=slug, path=slug, for_citizens="", for_staff="", home=(card,), **values)


@pytest.fixture
def active(monkeypatch):
    """Let the portal believe that exactly these modules are on."""

    def set_modules(*specs: ModuleSpec) -> None:
        for place in ("frame", "links", "views.public", "views.staff"):
            monkeypatch.setattr(f"tenants.municipality.{place}.active_modules", lambda _tenant: specs)

    return set_modules


def report_form(**values) -> dict[str, str]:
    return {"description": "Zu klein", "page": "", "email": "", "idem_key": str(uuid.uuid4()), "homepage": "", **values}


@pytest.mark.parametrize("path", PAGES)
def test_a_citizens_page_answers_in_both_languages_without_a_cookie(tenant_client, active, path):
    active(module("one"), module("two"))
    for url in (path, f"/en{path}"):
        answer = tenant_client.get(url)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_start_page_shows_the_cards_of_the_active_modules(tenant_client, active, profile):
    active(module("one"), module("two"))
    html = tenant_client.get("/").content.decode()
    assert "Was möchten Sie erledigen?" in html
    assert html.index("Karte one") < html.index("Karte two")
    assert "03999 1000" in html


def test_at_most_six_cards_stand_on_the_start_page(tenant_client, active):
    active(*(module(f"m{number}") for number in range(8)))
    html = tenant_client.get("/").content.decode()
    assert html.count('class="task-card"') == 6


def test_a_module_alone_leads_straight_to_its_first_page(tenant_client, active):
    active(module("one", is_start_page=True))
    answer = tenant_client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/hilfe/")
    assert tenant_client.get("/en/")["Location"] == "/en/hilfe/"


@pytest.mark.parametrize(
    "specs",
    [
        [module("one")],
        [module("one", is_start_page=True), module("two", is_start_page=True)],
        [],
    ],
)
def test_otherwise_the_start_page_is_shown(tenant_client, active, specs):
    active(*specs)
    assert tenant_client.get("/").status_code == 200


def test_the_next_free_appointment_stands_on_the_start_page(tenant_client, active, monkeypatch):
    from datetime import datetime
    from types import SimpleNamespace
    from zoneinfo import ZoneInfo

    panel = SimpleNamespace(
        title="Nächster freier Termin",
        starts_at=datetime(2026, 11, 24, 9, 20, tzinfo=ZoneInfo("Europe/Berlin")),
        detail="Markt 1, stufenfrei",
        url="/termine/",
        action="Termin buchen",
    )
    active(module("one"), module("two"))
    monkeypatch.setattr(
        "tenants.municipality.views.public.contribution",
        lambda spec, name: (lambda: panel) if (spec.slug, name) == ("two", "next_free") else None,
    )
    html = tenant_client.get("/").content.decode()
    assert "Di, 24. November 2026, 9:20" in html
    assert '<a class="kern-btn kern-btn--primary" href="/termine/">' in html


def test_the_imprint_shows_the_reviewed_text_instead_of_the_draft(tenant_client, profile):
    assert "Kommunalaufsicht" in tenant_client.get("/impressum/").content.decode()
    services.approve_legal_text(kind=LegalKind.IMPRINT, body="## Unser Text\n\n<b>Wort</b>", actor=None)
    html = tenant_client.get("/impressum/").content.decode()
    assert ">Unser Text</h2>" in html
    assert "&lt;b&gt;Wort" in html
    assert "Kommunalaufsicht" not in html


def test_a_german_legal_text_on_an_english_page_says_so_and_names_its_language(tenant_client):
    html = tenant_client.get("/en/impressum/").content.decode()
    assert '<div class="flow reading-width" lang="de">' in html


def test_the_help_page_shows_locations_in_use_only(tenant_client, profile):
    LocationFactory(name="Bürgerbüro im Rathaus")
    LocationFactory(name="Altes Amt", is_active=False)
    html = tenant_client.get("/hilfe/").content.decode()
    assert "Bürgerbüro im Rathaus" in html
    assert "Altes Amt" not in html
    assert 'href="tel:+4939991000"' in html


def test_header_and_footer_cost_no_query_once_they_are_known(tenant_client, active, django_assert_num_queries):
    active(module("one"), module("two"))
    tenant_client.get("/")
    with django_assert_num_queries(0):
        assert tenant_client.get("/").status_code == 200


def test_a_legal_page_costs_one_query_for_its_text_besides_entering_the_schema(
    tenant_client, django_assert_num_queries
):
    services.approve_legal_text(kind=LegalKind.IMPRINT, body="Fertig", actor=None)
    tenant_client.get("/impressum/")
    with django_assert_num_queries(2):
        assert tenant_client.get("/impressum/").status_code == 200


def test_what_a_switched_off_module_said_about_opening_hours_is_gone_at_once(tenant_client, active, monkeypatch):
    monkeypatch.setattr(
        "tenants.municipality.frame.contribution",
        lambda spec, name: (
            (lambda: OpeningToday("Heute geöffnet bis 18 Uhr", is_open=True))
            if (spec.slug, name) == ("one", "opening_today")
            else None
        ),
    )
    active(module("one"), module("two"))
    assert "Heute geöffnet bis 18 Uhr" in tenant_client.get("/hilfe/").content.decode()
    active(module("two"))
    assert "Heute geöffnet" not in tenant_client.get("/hilfe/").content.decode()


def test_after_thirty_seconds_header_and_footer_are_read_again(tenant_client, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("tenants.municipality.frame.time.monotonic", lambda: now[0])
    tenant_client.get("/hilfe/")
    MunicipalityProfile.objects.update(phone="03999 5555")
    assert "03999 5555" not in tenant_client.get("/hilfe/").content.decode()
    now[0] += frame.TTL_SECONDS
    assert "03999 5555" in tenant_client.get("/hilfe/").content.decode()


def test_the_style_sheet_is_cached_for_good_under_its_own_address(tenant_client):
    services.save_branding(brand_color="#a31e1e", actor=None)
    url = frame.brand_css_url(MunicipalityProfile.objects.get())
    answer = tenant_client.get(url)
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert "--brand:#a31e1e" in answer.content.decode()


def test_a_former_style_sheets_address_answers_with_the_present_colour_but_only_briefly(tenant_client):
    services.save_branding(brand_color="#a31e1e", actor=None)
    answer = tenant_client.get("/branding-000000000000.css")
    assert "--brand:#a31e1e" in answer.content.decode()
    assert "immutable" not in answer["Cache-Control"]


def test_an_english_page_refers_to_the_same_style_sheet(tenant_client):
    services.save_branding(brand_color="#a31e1e", actor=None)
    frame.forget_all()
    url = frame.brand_css_url(MunicipalityProfile.objects.get())
    assert url.startswith("/branding-")
    assert f'href="{url}"' in tenant_client.get("/en/hilfe/").content.decode()


def test_search_engines_stay_out_of_the_dashboard(tenant_client):
    answer = tenant_client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /verwaltung/" in answer.content.decode()


def test_the_browser_finds_a_picture_for_its_tab(tenant_client):
    assert tenant_client.get("/favicon.ico")["Location"].endswith("web/favicon.svg")
    MunicipalityProfile.objects.update(crest="public-pictures/" + "a" * 32 + ".png")
    assert tenant_client.get("/favicon.ico")["Location"] == "/dateien/o/" + "a" * 32 + ".png"


def test_a_barrier_is_reported_without_a_cookie_and_twice_sent_stored_once(tenant_client):
    sent = report_form()
    for _again in range(2):
        answer = tenant_client.post("/barrierefreiheit/melden/", sent)
        assert (answer.status_code, answer["Location"]) == (302, "/barrierefreiheit/gemeldet/")
        assert not answer.cookies
    assert AccessibilityReport.objects.get().description == "Zu klein"
    assert tenant_client.get("/barrierefreiheit/gemeldet/").status_code == 200


def test_a_report_that_another_site_sends_is_refused(tenant, tenant_client):
    host = f"{tenant.slug}.localhost"
    for headers in ({"HTTP_ORIGIN": "https://angreifer.example"}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": ""}):
        assert tenant_client.post("/barrierefreiheit/melden/", report_form(), **headers).status_code == 403
    without = browser_for(host)
    del without.defaults["HTTP_ORIGIN"]
    assert without.post("/barrierefreiheit/melden/", report_form()).status_code == 403
    assert not AccessibilityReport.objects.exists()


def test_an_old_browser_is_recognised_by_its_referer(tenant):
    host = f"{tenant.slug}.localhost"
    browser = browser_for(host)
    del browser.defaults["HTTP_ORIGIN"]
    sent = browser.post(
        "/barrierefreiheit/melden/", report_form(), HTTP_REFERER=f"http://{host}/barrierefreiheit/melden/"
    )
    assert sent.status_code == 302


def test_a_wrong_report_says_what_to_do_and_loses_nothing(tenant_client):
    sent = report_form(description="", page="Der Kalender", email="keine Adresse")
    html = tenant_client.post("/barrierefreiheit/melden/", sent).content.decode()
    assert "Bitte geben Sie Ihre E-Mail-Adresse vollständig ein" in html
    assert 'value="Der Kalender"' in html
    assert 'value="keine Adresse"' in html
    assert "<title>Fehler: " in html
    assert sent["idem_key"] in html


def test_a_program_that_fills_in_the_invisible_field_is_refused(tenant_client):
    tenant_client.post("/barrierefreiheit/melden/", report_form(homepage="https://spam.example"))
    assert not AccessibilityReport.objects.exists()
