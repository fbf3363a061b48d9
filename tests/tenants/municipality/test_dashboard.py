import pytest

from rathaus.registry import DashboardCard, SearchHit, all_modules
from tenants.models import Activation, Status, Tenant
from tenants.municipality import services
from tenants.municipality.models import (
    LegalKind,
)
from tests.tenants.municipality.pages import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in_administrator):
    return signed_in_administrator


@pytest.fixture
def preparing(tenant):
    """Musterstadt before it is published."""
    Tenant.objects.filter(pk=tenant.pk).update(status=Status.PREPARING)
    tenant.status = Status.PREPARING
    return tenant


def contributing(**functions):
    """Stand in for the registry: one module contributes these functions, the others nothing."""
    return lambda spec, name: functions.get(name) if spec.slug == "appointments" else None


PAGES = {
    "/verwaltung/einrichten/": "platform.publish",
    "/verwaltung/module/": "platform.modules",
    "/verwaltung/module/appointments/": "platform.modules",
    "/verwaltung/kontakt/": "platform.texts",
    "/verwaltung/erscheinungsbild/": "platform.branding",
    "/verwaltung/ortschaften/": "platform.localities",
    "/verwaltung/standorte/": "platform.locations",
    "/verwaltung/standorte/neu/": "platform.locations",
    "/verwaltung/texte/": "platform.texts",
    "/verwaltung/texte/impressum/": "platform.texts",
    "/verwaltung/texte/barrieren/": "platform.texts",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_for_administrators_refuses_the_front_desk_and_strangers(
    path, browser, front_desk, signed_in, tenant_client
):
    assert browser.get(path).status_code == 200
    assert signed_in(front_desk).get(path).status_code == 403
    assert tenant_client.get(path).status_code == 302


@pytest.mark.parametrize("path", ["/verwaltung/", "/verwaltung/suche/?q=Voss"])
def test_every_member_of_staff_sees_today_and_the_search(path, front_desk, signed_in):
    assert signed_in(front_desk).get(path).status_code == 200


def test_the_navigation_shows_what_the_person_may_do_and_nothing_else(browser, front_desk, signed_in):
    assert "Erscheinungsbild" in said(browser.get("/verwaltung/"))
    page = said(signed_in(front_desk).get("/verwaltung/"))
    assert "Heute" in page
    assert "Erscheinungsbild" not in page
    assert "Einrichtung" not in page


def test_today_says_so_when_nothing_waits(browser, monkeypatch):
    monkeypatch.setattr("tenants.municipality.views.staff.contribution", contributing())
    assert "Heute wartet nichts auf Sie" in said(browser.get("/verwaltung/"))


def test_today_shows_what_the_modules_have_for_this_person(browser, administrator, monkeypatch):
    def cards(user):
        return [DashboardCard("Ihre Termine", [f"9:20 für {user.first_name}"], "/verwaltung/termine/", "Tag öffnen")]

    monkeypatch.setattr("tenants.municipality.views.staff.contribution", contributing(dashboard=cards))
    page = said(browser.get("/verwaltung/"))
    assert "Ihre Termine" in page
    assert f"9:20 für {administrator.first_name}" in page


def test_the_search_asks_the_modules_only_for_two_characters_or_more(browser, monkeypatch):
    asked = []

    def find(query, user):
        asked.append(query)
        return [SearchHit("Voss, Katrin", "Di, 24. November, 9:20 Uhr", "/verwaltung/termine/")]

    monkeypatch.setattr("tenants.municipality.views.staff.contribution", contributing(search=find))
    assert "mindestens zwei Zeichen" in said(browser.get("/verwaltung/suche/?q=V"))
    assert "Voss, Katrin" in said(browser.get("/verwaltung/suche/?q= Vo "))
    assert asked == ["Vo"]


def test_a_search_without_a_hit_says_what_else_to_try(browser, monkeypatch):
    monkeypatch.setattr(
        "tenants.municipality.views.staff.contribution",
        contributing(search=lambda _query, _user: []),
    )
    assert "Nichts gefunden" in said(browser.get("/verwaltung/suche/?q=Zzz"))


def test_the_checklist_names_what_is_missing_and_hides_the_button(browser, preparing):
    answer = browser.get("/verwaltung/einrichten/")
    page = said(answer)
    assert "Schritte fehlen noch" in page
    assert "Anschrift, Telefon und E-Mail eintragen" in page
    assert 'action="/verwaltung/einrichten/veroeffentlichen/"' not in answer.content.decode()
    assert "/vorschau/" in answer.content.decode()


def complete(monkeypatch) -> None:
    for kind in LegalKind:
        services.approve_legal_text(kind=kind, body="Fertig", actor=None)
    monkeypatch.setattr("tenants.setup_steps.contribution", contributing())


def test_when_nothing_is_missing_one_button_publishes(browser, preparing, profile, monkeypatch):
    complete(monkeypatch)
    assert (
        'action="/verwaltung/einrichten/veroeffentlichen/"' in browser.get("/verwaltung/einrichten/").content.decode()
    )
    answer = browser.post("/verwaltung/einrichten/veroeffentlichen/", follow=True)
    assert "jetzt für alle Bürgerinnen und Bürger erreichbar" in said(answer)
    assert Tenant.objects.get(pk=preparing.pk).status == Status.LIVE


def test_publishing_while_something_is_missing_changes_nothing(browser, preparing):
    answer = browser.post("/verwaltung/einrichten/veroeffentlichen/", follow=True)
    assert "Bitte erledigen Sie zuerst die fehlenden Schritte" in said(answer)
    assert Tenant.objects.get(pk=preparing.pk).status == Status.PREPARING


def test_a_live_portal_offers_no_publishing(browser):
    page = said(browser.get("/verwaltung/einrichten/"))
    assert "Ihre Website ist veröffentlicht" in page
    assert "Vorschau öffnen" not in page


def test_a_contribution_of_a_module_stands_in_the_checklist(browser, monkeypatch):
    from rathaus.registry import SetupStep

    steps = [
        SetupStep(
            "Öffnungszeiten eintragen", is_done=False, url_name="portal_staff:home", hint="Ohne Zeiten kein Termin."
        )
    ]
    monkeypatch.setattr("tenants.setup_steps.contribution", contributing(setup_checks=lambda: steps))
    assert "Öffnungszeiten eintragen" in said(browser.get("/verwaltung/einrichten/"))


def test_the_modules_page_says_what_each_module_does_and_which_plan_is_booked(browser):
    page = said(browser.get("/verwaltung/module/"))
    assert "Termine" in page
    assert "Tarif Gesamt" in page
    number = len(all_modules())
    assert f"{number} von {number} Modulen sind an" in page


def test_a_module_is_switched_off_and_on_again_after_a_question(browser, tenant):
    page = said(browser.get("/verwaltung/module/appointments/"))
    assert "Termine ausschalten?" in page
    assert "Nichts wird gelöscht" in page
    assert "Alle Daten bleiben erhalten" in said(
        browser.post("/verwaltung/module/appointments/", {"is_on": "0"}, follow=True)
    )
    assert not Activation.objects.get(tenant=tenant, module="appointments").is_on
    assert "Termine einschalten?" in said(browser.get("/verwaltung/module/appointments/"))
    browser.post("/verwaltung/module/appointments/", {"is_on": "1"})
    assert Activation.objects.get(tenant=tenant, module="appointments").is_on


def test_sending_the_same_switch_twice_is_no_toggle(browser, tenant):
    for _again in range(2):
        browser.post("/verwaltung/module/appointments/", {"is_on": "0"})
    assert not Activation.objects.get(tenant=tenant, module="appointments").is_on


def test_a_module_outside_the_plan_cannot_be_switched_on(browser, tenant, monkeypatch):
    browser.post("/verwaltung/module/appointments/", {"is_on": "0"})
    monkeypatch.setattr("billing.policy.PlanPolicy.offers", lambda _self, **_asked: False)
    answer = browser.get("/verwaltung/module/")
    assert "Ihr Tarif enthält das Modul nicht." in said(answer)
    assert 'aria-disabled="true"' in answer.content.decode()
    page = said(browser.post("/verwaltung/module/appointments/", {"is_on": "1"}, follow=True))
    assert "wurde nicht umgeschaltet" in page
    assert not Activation.objects.get(tenant=tenant, module="appointments").is_on


def test_an_unknown_module_is_not_found(browser):
    assert browser.get("/verwaltung/module/gibt-es-nicht/").status_code == 404
