"""The way from the console into a municipality: an open door, a fresh proof, a link that acts once."""

import re

import pytest
from django.urls import reverse

from rathaus.accounts.models import SupportVisit
from rathaus.audit.models import ActorKind, AuditEntry
from rathaus.tenancy import enter, enter_public
from tests.clients import browser_for
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.operators import make_tenant
from tests.factories.organisation import SupportGrantFactory

pytestmark = pytest.mark.django_db


def address(name: str, tenant) -> str:
    return reverse(f"console:{name}", "rathaus.urls_operator", [tenant.pk])


def link_in(answer) -> str:
    return re.search(r'href="http://musterstadt\.localhost(/betriebszugang/[^"]+)"', answer.content.decode()).group(1)


def test_a_closed_door_is_shown_closed_and_leads_nowhere(console, tenant):
    assert "Geschlossen." in console.get(address("detail", tenant)).content.decode()

    answer = console.post(address("support", tenant))

    assert answer.url == address("detail", tenant)
    with enter(tenant):
        assert not SupportVisit.objects.exists()


def test_an_open_door_leads_in_once_by_the_municipalitys_own_page(console, operator, tenant):
    SupportGrantFactory()
    assert "Zugang benutzen" in console.get(address("detail", tenant)).content.decode()

    answer = console.post(address("support", tenant))

    assert "no-store" in answer["Cache-Control"]
    there = browser_for(f"{tenant.slug}.localhost")
    assert there.post(link_in(answer)).url == "/verwaltung/"
    assert there.get("/verwaltung/").status_code == 200
    assert AuditEntry.objects.get(action="accounts.support_entered").actor_id == operator.pk
    with enter_public():
        deed = AuditEntry.objects.get(action="tenants.support_used")
        assert (deed.actor_id, deed.actor_kind) == (operator.pk, ActorKind.OPERATOR)


def test_a_link_alone_opens_nothing(console, tenant):
    SupportGrantFactory()
    assert console.get(address("support", tenant)).status_code == 405


def test_a_session_without_second_factor_gets_no_way_in(operator, tenant):
    SupportGrantFactory()
    with enter_public():
        half = sign_in(browser_for("localhost"), operator, second_factor=False)

    assert half.post(address("support", tenant)).status_code == 302
    assert not SupportVisit.objects.exists()


def test_a_proof_that_is_older_than_five_minutes_is_asked_for_again(console, tenant):
    SupportGrantFactory()
    with enter_public():
        session = console.session
        for proof in session["account_authentication_methods"]:
            proof["at"] -= 6 * 60
        session.save()

    answer = console.post(address("support", tenant))

    assert answer.status_code == 302
    assert answer.url.startswith("/konto/")
    assert not SupportVisit.objects.exists()


def test_a_grant_for_a_colleague_is_no_way_in(tenant):
    SupportGrantFactory(operator_email="ines.falk@betrieb.example")
    with enter_public():
        other = sign_in(browser_for("localhost"), UserFactory(email="udo.rahn@betrieb.example"))

    assert "Geschlossen." in other.get(address("detail", tenant)).content.decode()
    assert other.post(address("support", tenant)).status_code == 302
    assert not SupportVisit.objects.exists()


def test_a_municipality_without_schema_is_not_asked(console, db):
    with enter_public():
        row = make_tenant("leer")

    assert "Geschlossen." in console.get(address("detail", row)).content.decode()
