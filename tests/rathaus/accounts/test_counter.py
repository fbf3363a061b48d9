"""Shared counters: a quick change of person, a pause that loses nothing, proof before anything opens again."""

import time

import pytest
from django.conf import settings

from rathaus.accounts.counter import COOKIE
from rathaus.audit.models import AuditEntry
from tests.clients import browser_for
from tests.factories.accounts import PASSWORD, StaffFactory, sign_in
from tests.factories.passkeys import ask, origin_of, passkey_of

pytestmark = pytest.mark.django_db
HOST = "musterstadt.localhost"
CONFIRM = "/konto/bestaetigen/"


@pytest.fixture
def person(tenant):
    return StaffFactory(roles=["administrator"]).user


@pytest.fixture
def counter(person):
    """A browser at a shared counter."""
    browser = sign_in(browser_for(HOST), person)
    assert browser.post("/konto/platz/", {"counter": "on"}).status_code == 302
    return browser


def leave(browser, seconds):
    """Let nobody touch the place for so long."""
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session["counter_seen"] = time.time() - seconds
    session.save()


def test_the_cookie_of_the_place_says_nothing_about_anybody(counter):
    cookie = counter.cookies[COOKIE]

    assert cookie.value == "1"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["domain"] == ""


def test_an_ordinary_place_is_never_paused(person):
    browser = sign_in(browser_for(HOST), person)
    leave(browser, settings.COUNTER_PAUSE_SECONDS + 1)

    assert browser.get("/verwaltung/personen/").status_code == 200


def test_a_counter_that_nobody_touches_opens_nothing_without_proof(counter):
    leave(counter, settings.COUNTER_PAUSE_SECONDS + 1)

    for path in ("/verwaltung/personen/", "/konto/", "/konto/passkeys/neu/"):
        assert counter.get(path).url.startswith(CONFIRM)
    page = counter.get(f"{CONFIRM}?next=/verwaltung/personen/").content.decode()
    assert "eine Weile unbenutzt" in page
    assert "Nein, Person wechseln" in page


def test_the_same_person_goes_on_where_they_were(counter):
    leave(counter, settings.COUNTER_PAUSE_SECONDS + 1)
    assert counter.post(f"{CONFIRM}?next=/verwaltung/personen/", {"password": PASSWORD}).url == "/verwaltung/personen/"

    assert counter.get("/verwaltung/personen/").status_code == 200


def test_a_touch_of_the_stick_opens_the_place_again(counter, person):
    key = passkey_of(person, counter)
    leave(counter, settings.COUNTER_PAUSE_SECONDS + 1)

    answer = key.sign(ask(counter, "confirm"), origin_of(counter))
    assert counter.post(f"{CONFIRM}passkey/", {"credential": answer, "next": "/verwaltung/personen/"}).url == (
        "/verwaltung/personen/"
    )
    assert counter.get("/verwaltung/personen/").status_code == 200


def test_what_is_sent_meanwhile_is_not_taken_and_can_be_sent_again(counter, person):
    leave(counter, settings.COUNTER_PAUSE_SECONDS + 1)
    names = {"first_name": "Kathrin", "last_name": "Voss"}

    refused = counter.post("/verwaltung/konto/", names)
    assert refused.status_code == 423
    assert "nicht verloren" in refused.content.decode()
    person.refresh_from_db()
    assert person.first_name != "Kathrin"

    counter.post(CONFIRM, {"password": PASSWORD})
    counter.post("/verwaltung/konto/", names)
    person.refresh_from_db()
    assert person.first_name == "Kathrin"


def test_the_secret_of_open_forms_stays_the_same_over_a_pause(counter):
    counter.get("/verwaltung/konto/")
    before = counter.cookies[settings.CSRF_COOKIE_NAME].value
    leave(counter, settings.COUNTER_PAUSE_SECONDS + 1)
    counter.post(CONFIRM, {"password": PASSWORD})
    counter.get("/verwaltung/konto/")

    assert counter.cookies[settings.CSRF_COOKIE_NAME].value == before


def test_working_keeps_the_place_open_and_pages_that_refresh_themselves_do_not(counter):
    leave(counter, settings.COUNTER_PAUSE_SECONDS - 30)
    assert counter.post("/konto/da/").content == b"here"
    seen = counter.session["counter_seen"]
    assert time.time() - seen < 60

    leave(counter, settings.COUNTER_PAUSE_SECONDS - 30)
    counter.get("/verwaltung/personen/", headers={"X-Refresh": "jetzt"})
    assert time.time() - counter.session["counter_seen"] > 60


def test_the_curtain_pauses_at_once_and_in_every_window(counter):
    assert counter.post("/konto/da/", {"away": "1"}).content == b"paused"
    assert counter.get("/verwaltung/personen/").url.startswith(CONFIRM)

    counter.post(CONFIRM, {"password": PASSWORD})
    assert counter.post("/konto/da/").content == b"here"


def test_after_an_hour_the_session_is_over(counter):
    leave(counter, settings.COUNTER_END_SECONDS + 1)

    assert counter.get("/verwaltung/personen/").url.startswith("/konto/anmelden/")
    assert counter.post("/konto/da/").content == b"gone"


def test_the_next_person_signs_in_after_one_click(counter, person):
    done = counter.post("/konto/wechseln/")

    assert done.url.startswith("/konto/anmelden/?wechsel=1")
    page = counter.get(done.url).content.decode()
    assert "Wer arbeitet jetzt hier?" in page
    assert "data-at-once" in page, "the browser asks for the stick by itself"
    assert person.email not in page
    assert person.full_name not in page
    assert counter.get("/verwaltung/personen/").status_code == 302
    assert AuditEntry.objects.filter(action="accounts.signed_out", actor_id=person.pk).exists()


def test_the_button_stands_only_at_counters(counter, person):
    assert "Person wechseln" in counter.get("/verwaltung/personen/").content.decode()
    assert "Person wechseln" not in sign_in(browser_for(HOST), person).get("/verwaltung/personen/").content.decode()

    counter.post("/konto/platz/", {"counter": "off"})
    assert "Person wechseln" not in counter.get("/verwaltung/personen/").content.decode()


def test_citizens_set_up_no_counters(tenant):
    from rathaus.accounts.models import User

    citizen = sign_in(browser_for(HOST), User.objects.create_user("a@post.example"), second_factor=False)
    assert citizen.post("/konto/platz/", {"counter": "on"}).status_code == 403
