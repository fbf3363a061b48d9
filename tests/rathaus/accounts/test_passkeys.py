"""Passkeys and sticks: made, used, named, removed; and every answer that must not open anything."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.accounts import factors
from rathaus.accounts.models import User
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.clients import browser_for
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory, sign_in, with_second_factor
from tests.factories.passkeys import SIGN_IN, SoftPasskey, add_to, ask, origin_of, passkey_of, sign_in_with

pytestmark = pytest.mark.django_db
LOGIN = "/konto/anmelden/"
HOST = "musterstadt.localhost"


@pytest.fixture
def citizen(tenant):
    """Somebody without a password."""
    return User.objects.create_user("mirela.brandt@post.example", first_name="Mirela", last_name="Brandt")


@pytest.fixture
def signed_in_citizen(citizen):
    return sign_in(browser_for(HOST), citizen, second_factor=False)


def test_a_citizen_signs_in_with_the_passkey_alone(citizen, signed_in_citizen):
    key = passkey_of(citizen, signed_in_citizen)

    browser, answer = sign_in_with(key)

    assert answer.url == "/mein/"
    assert browser.get("/konto/").status_code == 200
    assert AuditEntry.objects.filter(action="accounts.signed_in", actor_id=citizen.pk).get().actor_kind == "citizen"
    assert AuditEntry.objects.get(action="accounts.signed_in").details == {"by": ["webauthn"]}


def test_a_passkey_alone_opens_the_dashboard_to_staff(tenant, signed_in):
    user = StaffFactory(roles=["administrator"]).user
    key = passkey_of(user, signed_in(user))

    browser, answer = sign_in_with(key, next="/verwaltung/personen/")

    assert answer.url == "/verwaltung/personen/"
    assert browser.get("/verwaltung/personen/").status_code == 200


def test_a_new_passkey_of_staff_brings_printed_codes(tenant, signed_in):
    user = StaffFactory().user
    browser = signed_in(user, second_factor=False)
    key = SoftPasskey()

    done = browser.post(
        "/konto/passkeys/neu/", {"name": "Stick", "credential": key.make(ask(browser, "add"), origin_of(browser))}
    )

    assert done.url == "/konto/ersatzcodes/"
    assert browser.get("/verwaltung/konto/").status_code == 200, "the key was shown just now"
    assert OutboxMessage.objects.filter(kind="accounts.passkey_added", to=user.email).count() == 1


def test_a_stick_is_the_second_factor_after_the_password(tenant, signed_in):
    user = StaffFactory().user
    key = passkey_of(user, signed_in(user))
    browser = browser_for(HOST)

    assert browser.post(LOGIN, {"login": user.email, "password": PASSWORD}).url == "/konto/zweiter-faktor/code/"
    page = browser.get("/konto/zweiter-faktor/code/").content.decode()
    assert "Mit Stick oder Passkey anmelden" in page
    question = ask(browser, "second")
    assert [one["id"] for one in question["allowCredentials"]] == [json.loads(key.sign(question, HOST))["id"]]
    done = browser.post("/konto/zweiter-faktor/passkey/", {"credential": key.sign(question, origin_of(browser))})

    assert done.url == "/verwaltung/"
    assert browser.get("/verwaltung/konto/").status_code == 200


def test_somebody_elses_stick_is_no_second_factor(tenant, signed_in):
    user, other = StaffFactory().user, StaffFactory().user
    passkey_of(user, signed_in(user))
    foreign = passkey_of(other, signed_in(other))
    browser = browser_for(HOST)
    browser.post(LOGIN, {"login": user.email, "password": PASSWORD})

    answer = foreign.sign(ask(browser, "second"), origin_of(browser))
    done = browser.post("/konto/zweiter-faktor/passkey/", {"credential": answer})

    assert done.url == "/konto/zweiter-faktor/code/"
    assert browser.get("/verwaltung/konto/").status_code == 302


def test_the_second_question_needs_a_password_first(tenant):
    assert browser_for(HOST).post("/konto/passkeys/frage/", {"purpose": "second"}).status_code == 403
    assert browser_for(HOST).post("/konto/passkeys/frage/", {"purpose": "add"}).status_code == 403
    assert browser_for(HOST).post("/konto/passkeys/frage/", {"purpose": "confirm"}).status_code == 403


def refused(key, *, origin=f"http://{HOST}", change=lambda question: question, browser=None):
    """Return whether this answer to a sign-in question opens nothing."""
    browser = browser or browser_for(HOST)
    question = change(ask(browser, "sign_in"))
    done = browser.post(SIGN_IN, {"credential": key.sign(question, origin)})
    return done.url == LOGIN and browser.get("/konto/").status_code == 302


def test_answers_from_elsewhere_open_nothing(citizen, signed_in_citizen):
    key = passkey_of(citizen, signed_in_citizen)

    assert refused(key, origin="http://thale.localhost")
    assert refused(key, origin=f"http://{HOST}:8000")
    assert refused(key, origin=f"http://unter.{HOST}")
    assert refused(key, change=lambda question: {**question, "rpId": "localhost"})
    assert refused(key, change=lambda question: {**question, "challenge": "AAAA" * 11})
    assert AuditEntry.objects.filter(action="accounts.sign_in_failed", details={"by": "webauthn"}).count() == 5


def test_a_key_that_asks_for_no_finger_and_no_pin_opens_nothing(citizen, signed_in_citizen):
    key = passkey_of(citizen, signed_in_citizen)
    key.verifies = False

    assert refused(key)


def test_a_key_that_asks_for_no_finger_and_no_pin_is_not_kept(citizen, signed_in_citizen):
    key = SoftPasskey(verifies=False)
    answer = key.make(ask(signed_in_citizen, "add"), origin_of(signed_in_citizen))

    signed_in_citizen.post("/konto/passkeys/neu/", {"name": "Stick", "credential": answer})

    assert not Authenticator.objects.filter(user=citizen).exists()


def test_an_answer_works_once(citizen, signed_in_citizen):
    key = passkey_of(citizen, signed_in_citizen)
    browser = browser_for(HOST)
    answer = key.sign(ask(browser, "sign_in"), origin_of(browser))
    assert browser.post(SIGN_IN, {"credential": answer}).url == "/mein/"
    browser.post("/konto/abmelden/")

    assert browser.post(SIGN_IN, {"credential": answer}).url == LOGIN


def test_another_persons_handle_opens_nothing(citizen, signed_in_citizen, tenant):
    victim = UserFactory()
    key = passkey_of(citizen, signed_in_citizen)
    own_handle, key.handle = key.handle, add_to(sign_in(browser_for(HOST), victim, second_factor=False)).handle

    assert own_handle != key.handle
    assert refused(key)


def test_the_same_key_is_kept_once(citizen, signed_in_citizen):
    key = passkey_of(citizen, signed_in_citizen)
    other = sign_in(browser_for(HOST), UserFactory(), second_factor=False)

    answer = key.make(ask(other, "add"), origin_of(other))
    page = other.post("/konto/passkeys/neu/", {"name": "Nochmal", "credential": answer}, follow=True)

    assert "schon eingerichtet" in page.content.decode()


@given(
    text=st.one_of(st.text(max_size=200), st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps))
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_instead_of_an_answer_is_an_answer_that_opens_nothing(tenant, text):
    browser = browser_for(HOST)
    ask(browser, "sign_in")

    assert browser.post(SIGN_IN, {"credential": text.replace("\x00", "")}).url == LOGIN


@given(
    part=st.sampled_from(["id", "rawId", "response", "type"]), value=st.none() | st.text(max_size=20) | st.integers()
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_broken_answer_opens_nothing(tenant, part, value):
    browser = browser_for(HOST)
    answer = json.loads(SoftPasskey(handle="AAAA").sign(ask(browser, "sign_in"), origin_of(browser)))
    answer[part] = value

    assert browser.post(SIGN_IN, {"credential": json.dumps(answer)}).url == LOGIN


def test_signing_in_costs_at_most_twelve_queries(citizen, signed_in_citizen):
    key = passkey_of(citizen, signed_in_citizen)
    for _ in range(5):
        sign_in_with(key)  # earlier sessions must not make it dearer
    browser = browser_for(HOST)
    browser.get(LOGIN)
    answer = key.sign(ask(browser, "sign_in"), origin_of(browser))

    with CaptureQueriesContext(connection) as queries:
        assert browser.post(SIGN_IN, {"credential": answer}).url == "/mein/"

    asked = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "SET "))]
    assert len(asked) <= 12, "\n".join(asked)


def test_devices_are_named_and_removed(citizen, signed_in_citizen):
    passkey_of(citizen, signed_in_citizen)
    key = factors.passkey_list(citizen, host=HOST)[0].key

    signed_in_citizen.post(f"/konto/passkeys/{key}/", {"name": "Altes Telefon"})
    assert "Altes Telefon" in signed_in_citizen.get("/konto/").content.decode()
    signed_in_citizen.post(f"/konto/passkeys/{key}/entfernen/")

    assert factors.passkey_list(citizen, host=HOST) == []
    assert AuditEntry.objects.filter(action="accounts.passkey_removed", actor_id=citizen.pk).exists()
    assert OutboxMessage.objects.filter(kind="accounts.passkey_removed").exists()


def test_nobody_names_or_removes_another_persons_passkey(citizen, signed_in_citizen):
    passkey_of(citizen, signed_in_citizen)
    key = factors.passkey_list(citizen, host=HOST)[0].key
    other = sign_in(browser_for(HOST), UserFactory(), second_factor=False)

    assert other.get(f"/konto/passkeys/{key}/").status_code == 404
    assert other.post(f"/konto/passkeys/{key}/entfernen/").status_code == 404


def test_the_last_second_factor_of_staff_stays(tenant, signed_in):
    user = StaffFactory().user
    browser = signed_in(user)
    passkey_of(user, browser)
    key = factors.passkey_list(user, host=HOST)[0].key

    page = browser.post(f"/konto/passkeys/{key}/entfernen/", follow=True)
    assert "einziger zweiter Faktor" in page.content.decode()

    with_second_factor(user)
    browser.post(f"/konto/passkeys/{key}/entfernen/")
    assert factors.passkey_list(user, host=HOST) == []


def test_a_passkey_remembers_for_which_address_it_was_made(citizen, signed_in_citizen):
    passkey_of(citizen, signed_in_citizen)

    assert factors.passkey_counts() == {HOST: 1}
    assert factors.former_hosts(HOST) == []
    assert factors.former_hosts("rathaus.musterstadt.example") == [HOST]


def test_the_own_data_name_passkeys_without_their_keys(citizen, signed_in_citizen):
    from rathaus.accounts.privacy import PERSONAL_DATA

    passkey_of(citizen, signed_in_citizen)

    records = [one for one in PERSONAL_DATA.export(email=citizen.email) if one["kind"] == "passkey"]
    assert [(one["name"], one["address"]) for one in records] == [("Mein Telefon", HOST)]
    assert "credential" not in str(records)
