"""Operators come into a municipality only while one of its administrators lets them, seen and on the record."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rathaus.accounts.areas import SOCIAL, TAX, may_open
from rathaus.accounts.models import SupportGrant, SupportVisit, User
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.rights import rights_of
from rathaus.accounts.support import services
from rathaus.accounts.support.errors import (
    GrantOverError,
    HandoverInvalidError,
    NoGrantError,
    OperatorDurationError,
)
from rathaus.accounts.support.selectors import HANDOVER_PURPOSE, HANDOVER_SECONDS, visitor_rights
from rathaus.audit.models import ActorKind, AuditEntry
from rathaus.signing import sign
from rathaus.tenancy import enter_public
from tests.clients import browser_for
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory, sign_in
from tests.factories.organisation import SupportGrantFactory, as_operator, visiting

pytestmark = pytest.mark.django_db

PAGE = "/verwaltung/betriebszugang/"
INES = "ines.falk@betrieb.example"
WORK = "/verwaltung/termine/"


@pytest.fixture
def operator(db):
    """Somebody of the operators, as a municipality gets to know them."""
    with enter_public():
        return as_operator(UserFactory(email=INES, first_name="Ines", last_name="Falk"))


def token_for(operator) -> str:
    return services.hand_over(operator=operator)


# --- Without a grant there is no way in ------------------------------------------------------------------------


def test_without_a_grant_nothing_is_handed_over(operator):
    with pytest.raises(NoGrantError):
        token_for(operator)
    assert not SupportVisit.objects.exists()
    assert not User.objects.filter(is_operator=True).exists()


def test_an_operators_session_is_nothing_on_a_municipalitys_host(operator, tenant_client):
    with enter_public():
        user = User.objects.get(pk=operator.id)
        console = sign_in(browser_for("localhost"), user)
        assert console.get("/").status_code == 200
    tenant_client.cookies = console.cookies

    for path in ("/verwaltung/", WORK, PAGE, "/konto/"):
        answer = tenant_client.get(path)
        assert answer.status_code == 302
        assert answer.url.startswith("/konto/anmelden/")


def test_an_operators_address_and_password_are_nobody_here(operator, tenant_client):
    tenant_client.post("/konto/anmelden/", {"login": INES, "password": PASSWORD})

    assert "_auth_user_id" not in tenant_client.session


def test_the_operators_row_here_can_never_sign_in(operator):
    SupportGrantFactory()
    token_for(operator)
    row = User.objects.get(is_operator=True)

    assert not row.is_active
    assert not row.has_usable_password()
    assert row.email.endswith("@betrieb.invalid")
    assert not rights_of(User.objects.get(pk=row.pk)).is_staff, "the row alone holds nothing"
    browser = sign_in(browser_for("musterstadt.localhost"), row)
    assert browser.get("/verwaltung/").status_code == 302, "not even with a session of Django's own"


def test_a_session_that_names_a_visit_is_worth_what_the_grant_is(operator, tenant):
    grant = SupportGrantFactory()
    browser = visiting(tenant, operator)
    assert browser.get(WORK).status_code in (200, 302)

    SupportGrant.objects.filter(pk=grant.pk).update(expires_at=timezone.now())

    answer = browser.get(WORK)
    assert answer.status_code == 302
    assert answer.url.startswith("/konto/anmelden/")


def test_a_grant_for_one_operator_lets_no_other_in(operator):
    SupportGrantFactory(operator_email="jemand.anderes@betrieb.example")

    with pytest.raises(NoGrantError):
        token_for(operator)


def test_a_handover_of_one_municipality_is_nothing_in_another(operator, tenant):
    from rathaus.signing import BadLinkError, unsign

    SupportGrantFactory()
    token = token_for(operator)

    with enter_public(), pytest.raises(BadLinkError):
        unsign(purpose=HANDOVER_PURPOSE, token=token)


# --- The handover ------------------------------------------------------------------------------------------------


def test_a_link_only_shows_a_page_and_acts_on_post_once(operator, tenant, tenant_client):
    SupportGrantFactory()
    path = f"/betriebszugang/{token_for(operator)}/"

    page = tenant_client.get(path)
    assert "Ines Falk" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert SupportVisit.objects.get().entered_at is None
    assert tenant_client.post(path).url == "/verwaltung/"

    second = browser_for(f"{tenant.slug}.localhost")
    assert second.post(path).status_code == 410
    assert second.get(path).status_code == 410
    assert second.get("/verwaltung/").status_code == 302
    assert AuditEntry.objects.filter(action="accounts.support_entered").count() == 1


def test_a_handover_ends_after_two_minutes(operator, monkeypatch):
    SupportGrantFactory()
    token = token_for(operator)
    assert HANDOVER_SECONDS == 120

    import time

    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + HANDOVER_SECONDS + 1)
    with pytest.raises(HandoverInvalidError):
        services.enter_support(token=token)


@pytest.mark.parametrize("end", ["revoke", "expire"])
def test_a_handover_ends_with_its_grant(operator, administrator, end):
    grant = SupportGrantFactory()
    token = token_for(operator)
    if end == "revoke":
        services.revoke_support(grant=grant, actor=administrator)
    else:
        SupportGrant.objects.update(expires_at=timezone.now())

    with pytest.raises(HandoverInvalidError):
        services.enter_support(token=token)


@pytest.mark.parametrize("forged", ["", "x", "e30:abc:def"])
def test_a_forged_handover_opens_nothing(tenant_client, forged):
    SupportGrantFactory()
    assert tenant_client.get(f"/betriebszugang/{forged or 'leer'}/").status_code == 410
    assert tenant_client.post(f"/betriebszugang/{forged or 'leer'}/").status_code == 410


def test_an_id_signed_for_something_else_opens_nothing(operator, tenant_client):
    SupportGrantFactory()
    token_for(operator)
    visit = SupportVisit.objects.get()

    token = sign(purpose="something.else", value=str(visit.pk))

    assert tenant_client.post(f"/betriebszugang/{token}/").status_code == 410


# --- Inside ------------------------------------------------------------------------------------------------------


def test_a_visitor_works_where_support_is_meant_to_and_nowhere_else(operator, tenant):
    SupportGrantFactory()
    browser = visiting(tenant, operator)

    assert browser.get("/verwaltung/").status_code == 200
    assert browser.get("/verwaltung/standorte/").status_code == 200
    for path in (
        "/verwaltung/personen/",
        "/verwaltung/personen/einladen/",
        "/verwaltung/personen/rollen/",
        "/verwaltung/personen/abteilungen/",
        "/verwaltung/personen/bereiche/",
        "/verwaltung/vertretung/",
        "/verwaltung/konto/",
        "/verwaltung/schnittstelle/",
        "/verwaltung/anmeldung/",
        PAGE,
    ):
        assert browser.get(path).status_code == 403, path
        assert browser.post(path).status_code == 403, path


@pytest.mark.parametrize("name", ["day_list", "devices", "feeds", "export"])
def test_what_takes_data_out_or_lasts_longer_is_closed_to_visitors(operator, tenant, name, signed_in_administrator):
    SupportGrantFactory()
    path = reverse(f"appointments_staff:{name}", "rathaus.urls_tenant")

    assert signed_in_administrator.get(path).status_code == 200
    assert visiting(tenant, operator).get(path).status_code == 403


def test_outside_the_dashboard_a_visitor_is_a_stranger(operator, tenant):
    SupportGrantFactory()
    browser = visiting(tenant, operator)

    for path in ("/konto/", "/konto/passwort/"):
        answer = browser.get(path)
        assert answer.status_code == 302
        assert answer.url.startswith("/konto/anmelden/")
    assert "_auth_user_id" not in browser.session


def test_no_restricted_area_opens_in_support_access(operator):
    SupportGrantFactory()
    visit = services.enter_support(token=token_for(operator))
    from rathaus.accounts.rights import remember_rights

    remember_rights(visit.operator, visitor_rights(visit))

    assert has_permission(visit.operator, "appointments.setup")
    assert not may_open(visit.operator, TAX)
    assert not may_open(visit.operator, SOCIAL)
    assert rights_of(visit.operator).departments == frozenset()


def test_each_sign_in_and_each_page_is_in_the_municipalitys_record_as_operator(operator, tenant):
    SupportGrantFactory()
    browser = visiting(tenant, operator)
    browser.get("/verwaltung/standorte/")
    browser.get("/verwaltung/personen/")

    entries = AuditEntry.objects.filter(actor_id=operator.id)
    assert {entry.actor_kind for entry in entries} == {ActorKind.OPERATOR}
    assert list(entries.order_by("id").values_list("action", flat=True)) == [
        "accounts.support_handed_over",
        "accounts.support_entered",
        "accounts.support_page_read",
    ]
    assert entries.get(action="accounts.support_page_read").details["page"] == "portal_staff:locations"


def test_what_a_visitor_changes_is_the_operators_deed(operator, tenant):
    SupportGrantFactory()
    wish = {"name": "Nebenstelle", "street": "Markt 2", "postal_code": "39517", "city": "Musterstadt"}

    visiting(tenant, operator).post("/verwaltung/standorte/neu/", wish)

    entry = AuditEntry.objects.get(action__startswith="municipality.", actor_id=operator.id)
    assert entry.actor_kind == ActorKind.OPERATOR


def test_a_visit_asks_one_query_for_person_and_grant_together(operator, tenant, django_assert_num_queries):
    from django.test import RequestFactory

    from rathaus.accounts.support.session import visitor

    SupportGrantFactory()
    request = RequestFactory().get("/verwaltung/")
    request.session = visiting(tenant, operator).session
    assert request.session.keys()  # is loaded from here on

    with django_assert_num_queries(1):
        user = visitor(request)
        assert rights_of(user).is_support


def test_the_session_ends_with_the_grant_at_the_latest(operator, tenant):
    SupportGrantFactory(expires_at=timezone.now() + timedelta(minutes=20))
    browser = visiting(tenant, operator)

    assert 0 < browser.session.get_expiry_age() <= 20 * 60


def test_whoever_was_signed_in_here_is_signed_out(operator, tenant, signed_in_administrator):
    SupportGrantFactory()
    former = signed_in_administrator.session.session_key

    signed_in_administrator.post(f"/betriebszugang/{token_for(operator)}/")

    assert signed_in_administrator.session.session_key != former
    assert signed_in_administrator.get("/verwaltung/personen/").status_code == 403


def test_a_visitor_leaves_before_the_time_is_over(operator, tenant):
    SupportGrantFactory()
    browser = visiting(tenant, operator)

    assert browser.post(f"{PAGE}verlassen/").url == "/"

    assert browser.get("/verwaltung/").status_code == 302
    assert AuditEntry.objects.filter(action="accounts.support_left").count() == 1


# --- The administrator's side ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "hours"), [("1h", 1), ("4h", 4), ("1d", 24), ("3d", 72)])
def test_a_grant_lasts_as_long_as_was_said(administrator, code, hours):
    before = timezone.now()

    grant = services.grant_support(reason="Hilfe", duration=code, actor=administrator)

    assert timedelta(hours=hours) <= grant.expires_at - before < timedelta(hours=hours, minutes=1)
    assert AuditEntry.objects.get(action="accounts.support_granted").actor_id == administrator.pk


def test_no_other_length_is_possible(administrator):
    with pytest.raises(OperatorDurationError):
        services.grant_support(reason="Hilfe", duration="1y", actor=administrator)


def test_a_grant_is_revoked_once_and_throws_everybody_out(operator, tenant, administrator):
    grant = SupportGrantFactory()
    browser = visiting(tenant, operator)

    services.revoke_support(grant=grant, actor=administrator)

    assert browser.get("/verwaltung/").status_code == 302
    with pytest.raises(GrantOverError):
        services.revoke_support(grant=grant, actor=administrator)


def test_an_administrator_opens_and_closes_the_door_on_the_page(signed_in_administrator, operator):
    wish = {"idem_key": str(uuid.uuid4()), "reason": "Bitte die Termine prüfen.", "operator_email": INES.upper()}

    for _ in range(2):
        assert signed_in_administrator.post(PAGE, wish | {"duration": "4h"}).url == PAGE

    grant = SupportGrant.objects.get()
    assert grant.operator_email == INES
    assert token_for(operator)
    page = signed_in_administrator.get(PAGE).content.decode()
    assert "Bitte die Termine prüfen." in page
    assert "Betriebszugang offen:" in page
    signed_in_administrator.post(f"{PAGE}{grant.pk}/beenden/")
    assert "Betriebszugang offen:" not in signed_in_administrator.get(PAGE).content.decode()


def test_all_staff_see_that_the_door_is_open(signed_in, case_worker):
    browser = signed_in(case_worker)
    assert "Betriebszugang offen:" not in browser.get("/verwaltung/").content.decode()
    SupportGrantFactory()

    page = browser.get("/verwaltung/").content.decode()

    assert "Betriebszugang offen:" in page
    assert PAGE not in page, "the link is for those who may close it"


@pytest.mark.parametrize("role", ["case_worker", "department_head", "data_protection_officer"])
def test_only_administrators_open_the_door(signed_in, tenant, role):
    browser = signed_in(StaffFactory(roles=[role]).user)

    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, {"reason": "x", "duration": "1h"}).status_code == 403
    assert not SupportGrant.objects.exists()


def test_a_grant_without_a_reason_is_not_given(signed_in_administrator):
    page = signed_in_administrator.post(PAGE, {"idem_key": str(uuid.uuid4()), "duration": "1h"}).content.decode()

    assert "Bitte füllen Sie" in page
    assert not SupportGrant.objects.exists()
