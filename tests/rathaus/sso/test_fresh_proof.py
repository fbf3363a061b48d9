"""Where somebody must prove themselves anew, the provider has to ask, however well it remembers the browser."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest

from rathaus.accounts.counter import COOKIE
from rathaus.accounts.session import SECOND_FACTOR
from rathaus.sso import services
from tests.factories.accounts import StaffFactory
from tests.factories.sso import identity
from tests.rathaus.sso.saml_provider import moment
from tests.rathaus.sso.visits import START, SamlVisit, is_signed_in

CONFIRM = "/konto/sso/bestaetigen/"
MINUTES = 60


def come_back(browser, odd, start):
    """Begin at this page and come back with a code."""
    sent = parse_qs(urlsplit(browser.get(start)["Location"]).query)
    odd.nonce = sent["nonce"][0]
    return browser.get("/konto/sso/oidc/", {"state": sent["state"][0], "code": "ein-code"})


def proofs(browser):
    """Return by what the session was proven, and when."""
    return [(record["method"], record["at"]) for record in browser.session["account_authentication_methods"]]


@pytest.fixture
def katrin(odd):
    """A colleague who is linked."""
    user = StaffFactory(user__email="katrin.voss@stadt.example").user
    services.admit(provider=odd.row, identity=identity(odd.row))
    return user


def test_at_a_shared_counter_the_provider_is_told_to_ask(odd, tenant_client):
    tenant_client.cookies[COOKIE] = "1"

    sent = parse_qs(urlsplit(tenant_client.get(START)["Location"]).query)

    assert (sent["prompt"], sent["max_age"]) == (["login"], ["0"])


def test_elsewhere_it_may_remember(odd, tenant_client):
    assert "prompt" not in parse_qs(urlsplit(tenant_client.get(START)["Location"]).query)


@pytest.mark.parametrize("claims", [{}, {"auth_time": time.time() - 10 * MINUTES}, {"auth_time": "jetzt"}])
def test_an_old_proof_or_none_is_refused_at_a_counter(odd, tenant_client, reasons, claims):
    tenant_client.cookies[COOKIE] = "1"
    odd.claims |= claims

    answer = come_back(tenant_client, odd, START)

    assert (answer.status_code, reasons) == (403, ["old_proof"])
    assert not is_signed_in(tenant_client)


def test_a_new_proof_is_taken_at_a_counter(odd, tenant_client):
    tenant_client.cookies[COOKIE] = "1"
    odd.claims |= {"auth_time": time.time()}

    come_back(tenant_client, odd, START)

    assert is_signed_in(tenant_client)


def test_a_linked_colleague_confirms_there_and_goes_on(odd, katrin, signed_in):
    browser = signed_in(katrin)
    odd.claims |= {"auth_time": time.time()}
    key = browser.session.session_key

    answer = come_back(browser, odd, f"{CONFIRM}?next=/verwaltung/konto/")

    assert answer["Location"] == "/verwaltung/konto/"
    assert browser.session.session_key == key
    assert [method for method, _at in proofs(browser)] == ["password", SECOND_FACTOR, "single_sign_on"]


def test_a_remembered_sign_in_confirms_nothing(odd, katrin, signed_in, reasons):
    browser = signed_in(katrin)
    odd.claims |= {"auth_time": time.time() - 10 * MINUTES}

    answer = come_back(browser, odd, CONFIRM)

    assert (answer.status_code, reasons) == (403, ["old_proof"])
    assert len(proofs(browser)) == 2


def test_somebody_else_s_account_confirms_nothing(odd, katrin, signed_in):
    browser = signed_in(StaffFactory().user)
    odd.claims |= {"auth_time": time.time()}

    answer = come_back(browser, odd, CONFIRM)

    assert answer.status_code == 403
    assert len(proofs(browser)) == 2


def test_the_page_that_asks_again_offers_it_to_whoever_is_linked(odd, katrin, signed_in):
    linked = signed_in(katrin).get("/konto/bestaetigen/?next=/verwaltung/konto/").content.decode()
    other = signed_in(StaffFactory().user).get("/konto/bestaetigen/").content.decode()

    assert f"{CONFIRM}?next=/verwaltung/konto/" in linked
    assert "Rathauskonto" not in other


def test_strangers_have_nothing_to_confirm(odd, tenant_client):
    assert tenant_client.get(CONFIRM)["Location"].startswith("/konto/anmelden/")


@pytest.mark.parametrize(("seconds", "status"), [(-600, 403), (0, 302)])
def test_saml_says_when_it_was_proven(saml, tenant_client, seconds, status):
    tenant_client.cookies[COOKIE] = "1"
    visit = SamlVisit(tenant_client)

    answer = visit.bring(saml.encoded(visit.answer(proven=moment(seconds))))

    assert visit.request.get("ForceAuthn") == "true"
    assert answer.status_code == status
