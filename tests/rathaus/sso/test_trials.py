"""The administrator's test: a real round trip that shows what comes back, changes nothing and opens the switch."""

from urllib.parse import parse_qs, urlsplit

import pytest

from rathaus.accounts.models import StaffMembership, User
from rathaus.sso.models import IdentityProvider, LinkedIdentity
from rathaus.sso.selectors import is_tested
from tests.factories.accounts import StaffFactory
from tests.rathaus.sso.visits import SamlVisit, path_of

START = "/verwaltung/anmeldung/test/"
RESULT = "/verwaltung/anmeldung/test/ergebnis/"


@pytest.fixture
def untested(odd):
    """The provider that says what a test wants, saved and not yet tested."""
    IdentityProvider.objects.update(is_active=False, tested_digest="", tested_at=None)
    return odd


def go(browser, odd, **further):
    """Run the test and return its page."""
    sent = parse_qs(urlsplit(browser.get(START)["Location"]).query)
    odd.nonce = sent["nonce"][0]
    query = {"state": sent["state"][0], "code": "ein-code"} | further
    return browser.get("/konto/sso/oidc/", {name: value for name, value in query.items() if value}, follow=True)


def test_a_test_against_the_real_provider_shows_claims_groups_and_roles(real, signed_in_administrator):
    IdentityProvider.objects.update(is_active=False, tested_digest="")
    real.employ("probe", email="probe@stadt.example", groups=["/IT", "Kantine"], amr=["pwd", "otp"])
    people = User.objects.count()

    sent = signed_in_administrator.get(START)
    page = signed_in_administrator.get(path_of(real.sign_in(sent["Location"], "probe")), follow=True).content.decode()

    assert "Der Test ist gelungen" in page
    assert "probe@stadt.example" in page
    assert "IT, Kantine" in page
    assert "Administration" in page
    assert "vom Anmeldedienst geprüft" in page
    assert User.objects.count() == people
    assert not LinkedIdentity.objects.exists()
    assert is_tested(IdentityProvider.objects.get())


def test_the_administrator_stays_signed_in_as_before(untested, administrator, signed_in):
    browser = signed_in(administrator)

    go(browser, untested)

    assert browser.session["_auth_user_id"] == str(administrator.pk)
    assert not StaffMembership.objects.filter(user__email="katrin.voss@stadt.example").exists()


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"groups": ["Kantine"]}, "noch keine Rolle"),
        ({"email": "jemand@anderswo.example"}, "gehört nicht zu dieser Verwaltung"),
        ({"email_verified": False}, "keine bestätigte E-Mail-Adresse"),
        ({"aud": "anderes-programm"}, "invalid_answer, audience"),
    ],
)
def test_a_test_says_what_would_keep_people_out(untested, signed_in_administrator, claims, words):
    untested.claims |= claims

    page = go(signed_in_administrator, untested).content.decode()

    assert words in page
    assert "So kommt niemand herein" in page
    assert not is_tested(IdentityProvider.objects.get())


@pytest.mark.parametrize(
    ("claims", "words"), [({}, "an gemeinsamen Schaltern geht"), ({"auth_time": 1}, "genannt</dd>")]
)
def test_a_test_says_whether_people_can_sign_in_at_shared_counters(untested, signed_in_administrator, claims, words):
    untested.claims |= claims

    assert words in go(signed_in_administrator, untested).content.decode()


def test_a_cancelled_test_and_a_wrong_secret_are_shown(untested, signed_in_administrator):
    cancelled = go(signed_in_administrator, untested, code="", error="access_denied").content.decode()
    untested.token_answer = {"error": "invalid_client"}
    refused = go(signed_in_administrator, untested).content.decode()

    assert "abgebrochen" in cancelled
    assert "Kennung oder Geheimnis stimmen nicht mehr" in refused


def test_a_provider_out_of_reach_is_shown(untested, signed_in_administrator):
    untested.status = 500

    page = signed_in_administrator.get(START, follow=True).content.decode()

    assert "Wir erreichen den Anmeldedienst gerade nicht" in page


def test_what_the_provider_says_is_shown_as_text(untested, signed_in_administrator):
    untested.claims |= {"<b>name</b>": "<script>alert(1)</script>"}

    page = go(signed_in_administrator, untested).content.decode()

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_a_test_that_somebody_else_began_is_refused(untested, signed_in_administrator, signed_in):
    sent = parse_qs(urlsplit(signed_in_administrator.get(START)["Location"]).query)
    session = signed_in_administrator.session
    untested.nonce = sent["nonce"][0]
    other = signed_in(StaffFactory(roles=["administrator"]).user)
    theirs = other.session
    theirs["socialaccount_states"] = session["socialaccount_states"]
    theirs.save()

    answer = other.get("/konto/sso/oidc/", {"state": sent["state"][0], "code": "ein-code"})

    assert answer.status_code == 403
    assert not is_tested(IdentityProvider.objects.get())


def test_a_saml_provider_is_tested_in_the_same_way(saml, signed_in_administrator):
    IdentityProvider.objects.update(is_active=False, tested_digest="")
    visit = SamlVisit(signed_in_administrator, START)

    answer = visit.bring(saml.encoded(visit.answer()))

    assert answer["Location"] == RESULT
    page = signed_in_administrator.get(RESULT).content.decode()
    assert "Der Test ist gelungen" in page
    assert "7f3c-katrin" in page
    assert is_tested(IdentityProvider.objects.get())
    assert not LinkedIdentity.objects.exists()


def test_without_a_test_there_is_no_result(odd, signed_in_administrator):
    assert signed_in_administrator.get(RESULT)["Location"] == "/verwaltung/anmeldung/"


def test_after_a_good_test_it_can_be_switched_on(untested, signed_in_administrator):
    go(signed_in_administrator, untested)

    signed_in_administrator.post("/verwaltung/anmeldung/einschalten/")

    assert IdentityProvider.objects.get().is_active
