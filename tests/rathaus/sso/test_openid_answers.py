"""Answers of an OpenID provider that must not be believed, each with the check that catches it."""

import base64
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.audit.models import AuditEntry
from rathaus.sso.models import IdentityProvider, LinkedIdentity
from tests.factories.sso import SECRET
from tests.rathaus.sso.visits import START, is_signed_in

MINUTES = 60
DAY = 24 * 60 * MINUTES


def come_back(browser, odd, **further):
    """Begin at our page and come back with a code, as if signed in there."""
    sent = parse_qs(urlsplit(browser.get(START)["Location"]).query)
    odd.nonce = sent["nonce"][0]
    query = {"state": sent["state"][0], "code": "ein-code"} | further
    return browser.get("/konto/sso/oidc/", {name: value for name, value in query.items() if value})


def test_an_honest_answer_is_believed(odd, tenant_client):
    answer = come_back(tenant_client, odd)

    assert (answer.status_code, answer["Location"]) == (302, "/verwaltung/")
    assert is_signed_in(tenant_client)
    [request] = odd.token_requests
    assert len(request["code_verifier"][0]) >= 43
    assert request["redirect_uri"] == ["http://musterstadt.localhost/konto/sso/oidc/"]


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://anderer.example"}, "issuer"),
        ({"aud": "anderes-programm"}, "audience"),
        ({"aud": ["rathaus", "anderes-programm"]}, "audience"),
        ({"azp": "anderes-programm"}, "audience"),
        ({"exp": time.time() - 5 * MINUTES}, "expired"),
        ({"iat": time.time() + DAY, "exp": time.time() + 2 * DAY}, "too_early"),
        ({"nbf": time.time() + DAY}, "too_early"),
        ({"nonce": "aus-einer-anderen-anmeldung"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"exp": None}, "incomplete"),
        ({"sub": None}, "incomplete"),
        ({"iat": None}, "incomplete"),
        ({"sub": ""}, "subject"),
        ({"sub": "x" * 300}, "subject"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(odd, tenant_client, reasons, claims, reason):
    odd.claims |= claims

    answer = come_back(tenant_client, odd)

    assert (answer.status_code, reasons) == (403, [reason])
    assert not is_signed_in(tenant_client)
    assert not LinkedIdentity.objects.exists()


def test_a_clock_that_goes_half_a_minute_wrong_is_forgiven(odd, tenant_client):
    odd.claims |= {"iat": time.time() + 30, "exp": time.time() - 30}

    come_back(tenant_client, odd)

    assert is_signed_in(tenant_client)


def test_a_token_signed_by_another_key_is_refused(odd, tenant_client, reasons):
    odd.signs_with = odd.foreign_key

    answer = come_back(tenant_client, odd)

    assert (answer.status_code, reasons) == (403, ["signature"])


def test_a_token_that_nobody_signed_is_refused(odd, tenant_client, reasons, monkeypatch):
    def unsigned():
        head, body, _signature = type(odd).id_token(odd).split(".")
        head = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "one"}).encode()).rstrip(b"=").decode()
        return f"{head}.{body}."

    monkeypatch.setattr(odd, "id_token", unsigned)

    answer = come_back(tenant_client, odd)

    assert (answer.status_code, reasons) == (403, ["signature"])


def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(odd, tenant_client, reasons):
    """The old trick: HS256 with the public key, which everybody knows."""
    odd.signs_with, odd.algorithm = b"oeffentlich bekannter Schluessel, lang genug", "HS256"

    answer = come_back(tenant_client, odd)

    assert (answer.status_code, reasons) == (403, ["signature"])


def test_a_changed_token_is_refused(odd, tenant_client, reasons, monkeypatch):
    def changed():
        head, body, signature = type(odd).id_token(odd).split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=="))
        body = base64.urlsafe_b64encode(json.dumps(claims | {"groups": ["IT"]}).encode()).rstrip(b"=").decode()
        return f"{head}.{body}.{signature}"

    monkeypatch.setattr(odd, "id_token", changed)

    answer = come_back(tenant_client, odd)

    assert (answer.status_code, reasons) == (403, ["signature"])


@pytest.mark.parametrize(
    "keys", [{"keys": []}, {"keys": "keine"}, {}, {"keys": [{"kid": "one", "kty": "oct", "k": "AA"}]}]
)
def test_a_token_without_a_published_key_is_refused(odd, tenant_client, monkeypatch, keys):
    monkeypatch.setattr(odd, "keys", lambda: keys)

    assert come_back(tenant_client, odd).status_code == 403
    assert not is_signed_in(tenant_client)


def test_an_answer_that_names_another_provider_is_refused(odd, tenant_client, reasons):
    answer = come_back(tenant_client, odd, iss="https://anderer.example")

    assert (answer.status_code, reasons, odd.token_requests) == (403, ["issuer"], [])


def test_a_provider_that_calls_itself_otherwise_is_not_even_asked(odd, tenant_client, reasons):
    odd.configuration = {"issuer": "https://anderer.example"}

    answer = tenant_client.get(START)

    assert (answer.status_code, reasons) == (403, ["issuer"])


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"])
@pytest.mark.parametrize("address", ["http://10.0.0.7/x", "https://169.254.169.254/latest", "file:///etc/passwd"])
def test_a_provider_that_names_an_address_inside_of_a_network_is_not_followed(odd, tenant_client, name, address):
    odd.configuration = {name: address}

    answer = tenant_client.get(START)

    assert answer.status_code == 503
    assert "Wir erreichen den Anmeldedienst gerade nicht" in answer.content.decode()
    assert address not in answer.content.decode()


def test_localhost_is_nothing_outside_of_development(odd, tenant_client, settings):
    settings.DEBUG = False

    assert tenant_client.get(START).status_code == 503


def test_what_userinfo_says_about_somebody_else_is_refused(odd, tenant_client, reasons):
    odd.claims |= {"groups": None}
    odd.userinfo = {"sub": "jemand-anders", "groups": ["IT"]}

    answer = come_back(tenant_client, odd)

    assert (answer.status_code, reasons) == (403, ["subject"])


def test_userinfo_never_overrules_the_signed_token(odd, tenant_client):
    odd.claims |= {"groups": None}
    odd.userinfo = {"sub": "katrin-1", "groups": ["Bauamt"], "email": "chef@stadt.example"}

    come_back(tenant_client, odd)

    assert LinkedIdentity.objects.get().user.email == "katrin.voss@stadt.example"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"code": "", "error": "access_denied"}, "abgebrochen"),
        ({"code": "", "error": "server_error"}, "einen Fehler gemeldet"),
        ({"code": "", "error": "<script>alert(1)</script>"}, "einen Fehler gemeldet"),
        ({"code": ""}, "einen Fehler gemeldet"),
        ({"state": "erfunden"}, "abgelaufen oder wurde schon benutzt"),
        ({"state": ""}, "abgelaufen oder wurde schon benutzt"),
    ],
)
def test_each_error_ends_in_a_page_that_says_what_to_do(odd, tenant_client, query, words):
    answer = come_back(tenant_client, odd, **query)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert words in page
    assert "Zur Anmeldeseite" in page
    assert "<script>alert" not in page


def test_an_answer_without_a_token_is_refused(odd, tenant_client, reasons):
    odd.token_answer = {"access_token": "zugriff"}

    answer = come_back(tenant_client, odd)

    assert (answer.status_code, reasons) == (403, ["incomplete"])


def test_a_provider_that_fails_ends_in_a_calm_page(odd, tenant_client):
    odd.status = 500

    assert tenant_client.get(START).status_code == 503


def test_what_is_no_json_object_ends_in_a_calm_page(odd, tenant_client, monkeypatch):
    monkeypatch.setattr(odd, "published", lambda: ["keine", "Angaben"])

    assert tenant_client.get(START).status_code == 503


def test_a_sign_in_waits_for_ten_minutes_at_most(odd, tenant_client, monkeypatch):
    sent = parse_qs(urlsplit(tenant_client.get(START)["Location"]).query)
    now = time.time()
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: now + 601)

    answer = tenant_client.get("/konto/sso/oidc/", {"state": sent["state"][0], "code": "ein-code"})

    assert answer.status_code == 403
    assert odd.token_requests == []


def test_a_sign_in_that_began_before_it_was_switched_off_ends(odd, tenant_client):
    sent = parse_qs(urlsplit(tenant_client.get(START)["Location"]).query)
    IdentityProvider.objects.update(is_active=False)

    answer = tenant_client.get("/konto/sso/oidc/", {"state": sent["state"][0], "code": "ein-code"})

    assert (answer.status_code, odd.token_requests) == (403, [])


def test_a_refusal_is_recorded_by_its_code_alone(odd, tenant_client):
    odd.claims |= {"email": "jemand@anderswo.example"}

    come_back(tenant_client, odd)

    entry = AuditEntry.objects.get(action="sso.refused")
    assert entry.details == {"code": "foreign_domain"}


def test_the_secret_stands_in_no_page_no_record_and_no_log(odd, tenant_client, signed_in_administrator, caplog):
    with caplog.at_level("DEBUG"), CaptureQueriesContext(connection) as queries:
        come_back(tenant_client, odd)
        pages = [signed_in_administrator.get(f"/verwaltung/anmeldung/{page}") for page in ("", "openid-connect/")]

    assert SECRET not in "".join(page.content.decode() for page in pages) + caplog.text
    assert SECRET not in str(list(AuditEntry.objects.values_list("details", flat=True)))
    assert SECRET not in "".join(query["sql"] for query in queries)


def test_too_many_answers_of_one_network_are_slowed_down(odd, tenant_client, monkeypatch):
    monkeypatch.setattr("rathaus.sso.pages.PER_MINUTE", 2)

    statuses = [tenant_client.get("/konto/sso/oidc/").status_code for _number in range(3)]

    assert statuses == [403, 403, 429]


def test_our_start_from_another_host_leads_over_the_registered_one(odd, tenant_client, monkeypatch):
    monkeypatch.setattr("rathaus.sso.views.starting.is_primary_host", lambda _request: False)

    answer = tenant_client.get(f"{START}?next=/verwaltung/konto/")

    assert answer["Location"] == "http://musterstadt.localhost/konto/sso/?next=/verwaltung/konto/"
