"""Signing in with the BundID: the account is found by its bPK2 and by nothing else."""

import re

import pytest
from django.utils import timezone

from modules.bundid.models import Attempt, Identity
from rathaus.accounts.models import User
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN_DETAILS = {
    "urn:oid:1.3.6.1.4.1.25484.494450.3",
    "urn:oid:1.2.40.0.10.2.1.1.261.94",
    "urn:oid:1.3.6.1.4.1.25484.494450.2",
    "urn:oid:1.3.6.1.4.1.25484.494450.1",
    "urn:oid:2.5.4.42",
    "urn:oid:2.5.4.4",
    "urn:oid:0.9.2342.19200300.100.1.3",
}


def connected(bpk2: str = "BUNDIDSIM-U01", **person) -> User:
    """Return somebody whose account this BundID opens."""
    user = UserFactory(**person)
    Identity.objects.create(user=user, bpk2=bpk2, linked_at=timezone.now(), used_at=timezone.now())
    return user


def who(client) -> str:
    """Return the id of the person who is signed in in this browser, "" for nobody."""
    return client.session.get("_auth_user_id", "")


def code_of_last_mail() -> str:
    text = OutboxMessage.objects.latest("created_at").text
    return re.search(r"\b\d[\d ]{6,}\d\b", text)[0]


def test_the_bundid_opens_the_account_that_it_is_connected_with(journey):
    user = connected()

    answer = journey.go("?next=/mein/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/mein/")
    assert who(journey.client) == str(user.pk)
    assert "bundid" in str(journey.client.session["account_authentication_methods"])


def test_a_sign_in_asks_only_for_what_an_account_needs(journey):
    asked = journey.depart()

    assert set(asked.details) == SIGN_IN_DETAILS
    assert asked.demanded == ["urn:oid:1.3.6.1.4.1.25484.494450.3"]
    assert asked.level == 1
    assert not asked.must_be_fresh
    assert asked.organisation == "Stadt Musterstadt"


def test_the_same_name_and_address_open_nothing(journey):
    UserFactory(email="maria.neumann@post.example", first_name="Maria", last_name="Neumann")

    answer = journey.go(given={"mail": "maria.neumann@post.example"})

    assert answer.headers["Location"] == "/bundid/neu/"
    assert who(journey.client) == ""
    assert not Identity.objects.exists()


def test_whoever_is_new_sees_what_was_told_and_opens_an_account_with_a_code(journey):
    assert journey.go("?next=/mein/").headers["Location"] == "/bundid/neu/"
    page = journey.client.get("/bundid/neu/").content.decode()
    assert "Guten Tag, Maria Neumann" in page
    assert "Ihre eigene Angabe bei der BundID" in page, "what the person typed there is not shown as confirmed"

    sent = journey.client.post("/bundid/neu/", {"email": "Maria.Neumann@post.example", "take_over": "on"})
    assert sent.headers["Location"] == "/bundid/neu/code/"
    assert not User.objects.filter(email="maria.neumann@post.example").exists(), "not before the code"
    opened = journey.client.post("/bundid/neu/code/", {"code": code_of_last_mail()})

    user = User.objects.get(email="maria.neumann@post.example")
    assert opened.headers["Location"] == "/mein/"
    assert who(journey.client) == str(user.pk)
    assert (user.first_name, user.last_name) == ("Maria", "Neumann")
    assert not user.has_usable_password()
    assert Identity.objects.get(user=user).bpk2 == "BUNDIDSIM-U01"
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"bundid.answered", "bundid.account_opened", "bundid.linked"} <= actions
    assert not Attempt.objects.exclude(answer="").exists(), "what was told is forgotten"


def test_a_wrong_code_opens_no_account(journey):
    journey.go()
    journey.client.post("/bundid/neu/", {"email": "maria@post.example"})

    page = journey.client.post("/bundid/neu/code/", {"code": "00000000"})

    assert page.status_code == 200
    assert "Dieser Code stimmt nicht" in page.content.decode()
    assert not User.objects.filter(email="maria@post.example").exists()


def test_an_address_that_has_an_account_is_not_taken_over(journey):
    """Couples share an address: reading its mails does not make the other one's account mine."""
    owner = UserFactory(email="familie@post.example")
    journey.go()
    journey.client.post("/bundid/neu/", {"email": "familie@post.example"})

    page = journey.client.post("/bundid/neu/code/", {"code": code_of_last_mail()})

    assert page.status_code == 409
    assert "Zu dieser Adresse gibt es schon ein Konto" in page.content.decode()
    assert who(journey.client) == ""
    assert not Identity.objects.filter(user=owner).exists()


def test_before_the_code_nothing_tells_whether_an_address_has_an_account(journey):
    UserFactory(email="familie@post.example")
    journey.go()

    known = journey.client.post("/bundid/neu/", {"email": "familie@post.example"})
    unknown = journey.client.post("/bundid/neu/", {"email": "niemand@post.example"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert OutboxMessage.objects.filter(to="familie@post.example").exists()
    assert OutboxMessage.objects.filter(to="niemand@post.example").exists()


def test_an_account_that_was_closed_stays_closed(journey):
    connected(is_active=False)

    answer = journey.go()

    assert answer.headers["Location"] == "/konto/gesperrt/"
    assert who(journey.client) == ""


def test_staff_still_need_their_second_factor_for_the_dashboard(journey, administrator):
    Identity.objects.create(user=administrator, bpk2="BUNDIDSIM-U01", linked_at=timezone.now(), used_at=timezone.now())

    journey.go()

    assert journey.client.get("/verwaltung/").status_code == 302


def test_the_session_is_a_new_one(journey):
    connected()
    journey.client.get("/konto/anmelden/")
    session = journey.client.session
    session["planted"] = "x"
    session.save()
    former = session.session_key
    journey.client.cookies["rathaus_session"] = former

    journey.go()

    assert journey.client.cookies["rathaus_session"].value != former


def test_nobody_is_led_to_another_site(journey):
    connected()

    for place in ("https://betrug.example/", "//betrug.example/", "/\\betrug.example", "javascript:alert(1)"):
        location = journey.go(f"?next={place}").headers["Location"]
        assert location.startswith("/")
        assert "betrug" not in location
        journey.client.logout()


def test_the_page_that_leads_away_may_post_to_the_bundid_and_no_other_page_may(journey):
    away = journey.client.get("/bundid/anmelden/")
    other = journey.client.get("/konto/anmelden/")

    assert "form-action 'self' https://bundid.example;" in away.headers["Content-Security-Policy"] + ";"
    assert "bundid.example" not in other.headers["Content-Security-Policy"]
    assert "no-store" in away.headers["Cache-Control"]


def test_the_cookie_that_binds_the_way_back_is_short_lived_and_out_of_reach(journey, settings):
    settings.SESSION_COOKIE_SECURE = True
    journey.depart()
    cookie = journey.client.cookies["rathaus_bundid"]

    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["domain"] == ""
    assert int(cookie["max-age"]) == 1800


def test_the_answer_goes_on_in_the_language_of_the_way_there(journey):
    connected()
    asked = journey.depart(path="/en/bundid/anmelden/")
    assert asked.answer_url.endswith("/bundid/antwort/")

    taken = journey.post_answer(journey.provider.answer(asked))

    assert taken.headers["Location"].startswith("/en/bundid/weiter/")


def test_where_the_bundid_is_not_set_up_it_is_not_offered(tenant_client):
    page = tenant_client.get("/konto/anmelden/")

    assert "BundID" not in page.content.decode()
    assert tenant_client.get("/bundid/anmelden/").headers["Location"] == "/konto/anmelden/"


def test_the_sign_in_page_offers_it_and_comes_back(journey):
    page = journey.client.get("/konto/anmelden/?next=/mein/").content.decode()

    assert "Mit der BundID anmelden" in page
    assert "/bundid/anmelden/?next=" in page


def test_too_many_starts_from_one_network_have_to_wait(journey, monkeypatch):
    from modules.bundid.views.public import departing

    monkeypatch.setattr(departing, "_STARTS", 2)
    for _again in range(2):
        assert journey.client.get("/bundid/anmelden/").status_code == 200

    refused = journey.client.get("/bundid/anmelden/")

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
