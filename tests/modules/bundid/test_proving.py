"""A trust level belongs to the session: it is demanded, proven by the BundID's answer, and runs out."""

import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from modules.bundid.confirmed import confirmed_details
from modules.bundid.models import Attempt, Identity
from rathaus.accounts import trust
from rathaus.accounts.trust import TrustLevel, trust_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
STEP_UP = "?next=/mein/&level=4"


@pytest.fixture
def citizen():
    """Somebody whose account the first person of the BundID opens."""
    user = UserFactory(email="maria@post.example")
    Identity.objects.create(user=user, bpk2="BUNDIDSIM-U01", linked_at=timezone.now(), used_at=timezone.now())
    return user


def request_of(client, user):
    """Return a request in the session of this browser."""
    request = RequestFactory().get("/")
    request.user, request.session = user, client.session
    return request


def test_a_step_that_demands_more_leads_to_the_bundid_and_back(journey_of, citizen):
    journey = journey_of(citizen)
    assert trust_of(request_of(journey.client, citizen)) == TrustLevel.BASIC
    page = journey.client.get("/konto/nachweis/?next=/mein/&level=4").content.decode()
    assert "Bitte weisen Sie sich aus" in page
    assert "/bundid/anmelden/?next=%2Fmein%2F&amp;level=4" in page

    answer = journey.go(STEP_UP)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/mein/")
    assert trust_of(request_of(journey.client, citizen)) == TrustLevel.HIGH
    assert journey.client.get("/konto/nachweis/?next=/mein/&level=4").headers["Location"] == "/mein/"


def test_a_proof_asks_freshly_and_for_the_level_of_the_step(journey_of, citizen):
    asked = journey_of(citizen).depart("?next=/mein/&level=3")

    assert (asked.level, asked.must_be_fresh) == (3, True)
    assert "urn:oid:1.2.40.0.10.2.1.1.55" in asked.details, "who someone is needs the birth date"
    assert "urn:oid:2.5.4.16" not in asked.details, "the address only for steps that need it"


def test_a_step_names_the_further_details_that_it_needs(journey_of, citizen):
    asked = journey_of(citizen).depart("?next=/mein/&level=3&angaben=anschrift&angaben=alles")

    assert "urn:oid:2.5.4.16" in asked.details
    assert "urn:oid:1.2.40.0.10.2.1.1.225577" not in asked.details


def test_the_level_in_the_answer_counts_not_the_one_in_the_request(journey_of, citizen):
    journey = journey_of(citizen)

    page = journey.go(STEP_UP, level=3)

    text = page.content.decode()
    assert page.status_code == 200
    assert "Dieser Nachweis reicht hier nicht" in text
    assert "Vertrauensniveau hoch" in text
    assert "/konto/nachweis/?next=%2Fmein%2F&amp;level=4" in text, "back to where the proof was demanded"
    assert trust_of(request_of(journey.client, citizen)) == TrustLevel.BASIC
    assert not Attempt.objects.exclude(answer="").exists()


def test_a_higher_level_than_demanded_counts_in_full(journey_of, citizen):
    journey = journey_of(citizen)
    journey.go("?next=/mein/&level=3", level=4)

    assert trust_of(request_of(journey.client, citizen)) == TrustLevel.HIGH


def test_somebody_who_is_not_signed_in_signs_in_with_the_proof(journey, citizen):
    journey.go(STEP_UP)

    assert trust_of(request_of(journey.client, citizen)) == TrustLevel.HIGH


def test_the_proof_is_asked_for_again_after_half_an_hour(journey_of, citizen, monkeypatch):
    journey = journey_of(citizen)
    journey.go(STEP_UP)
    later = time.time() + trust.LASTS_SECONDS + 1
    monkeypatch.setattr("time.time", lambda: later)

    assert trust_of(request_of(journey.client, citizen)) == TrustLevel.BASIC
    assert confirmed_details(request_of(journey.client, citizen)) is None


def test_a_proof_of_one_session_is_none_in_another(journey_of, citizen):
    journey_of(citizen).go(STEP_UP)

    assert trust_of(request_of(journey_of(citizen).client, citizen)) == TrustLevel.BASIC


def test_a_proof_is_nothing_for_the_next_person_at_the_same_screen(journey_of, citizen):
    journey = journey_of(citizen)
    journey.go(STEP_UP)
    other = UserFactory()

    assert trust_of(request_of(journey.client, other)) == TrustLevel.BASIC
    assert confirmed_details(request_of(journey.client, other)) is None


def test_what_was_confirmed_stands_encrypted_in_the_session_and_nowhere_else(journey_of, citizen):
    journey = journey_of(citizen)
    journey.go(STEP_UP)

    confirmed = confirmed_details(request_of(journey.client, citizen))
    assert confirmed is not None
    assert (confirmed.value("surname"), str(confirmed.birth_date)) == ("Neumann", "1964-08-12")
    assert confirmed.details["birth_date"].level == TrustLevel.HIGH
    assert "Neumann" not in str(dict(journey.client.session.items()))
    assert not Attempt.objects.exclude(answer="").exists()
    journey.client.post("/konto/abmelden/")
    assert "bundid_confirmed" not in journey.client.session


def test_a_cancelled_sign_in_leads_back_to_where_the_person_was(journey_of, citizen):
    journey = journey_of(citizen)
    asked = journey.depart(STEP_UP)

    page = journey.arrive(journey.provider.refuse(asked, message="Authentication cancelled by user"))

    text = page.content.decode()
    assert "Sie haben abgebrochen" in text
    assert "/konto/nachweis/?next=%2Fmein%2F&amp;level=4" in text
    assert "/bundid/anmelden/?level=4&amp;next=%2Fmein%2F" in text, "and to try once more"


def test_an_error_of_the_bundid_is_told_apart_from_a_cancelled_sign_in(journey_of, citizen):
    journey = journey_of(citizen)
    asked = journey.depart(STEP_UP)

    page = journey.arrive(journey.provider.refuse(asked, message="An error occurred.", inner="RequestDenied"))

    text = page.content.decode()
    assert "Die BundID meldet einen Fehler" in text
    assert "abgebrochen" not in text


def test_another_persons_bundid_proves_nothing_here(journey_of, citizen):
    other = UserFactory(email="manfred@post.example")
    journey = journey_of(other)

    page = journey.go(STEP_UP, "U01")

    text = page.content.decode()
    assert page.status_code == 409
    assert "Diese BundID gehört zu einem anderen Konto" in text
    assert "manfred@post.example" in text
    assert "maria@post.example" not in text, "whose account it opens is not told"
    assert 'action="/konto/abmelden/"' in text, "the way out"
    assert trust_of(request_of(journey.client, other)) == TrustLevel.BASIC


def guarded(level):
    return trust.trust_required(level)(lambda _request: HttpResponse("Schritt"))


def test_the_decorator_sends_to_the_page_with_the_ways_and_names_the_way_back(journey_of, citizen):
    journey = journey_of(citizen)
    request = request_of(journey.client, citizen)

    answer = guarded(TrustLevel.SUBSTANTIAL)(request)

    assert answer.headers["Location"] == "/konto/nachweis/?next=%2F&level=3"
    journey.go(STEP_UP)
    assert guarded(TrustLevel.SUBSTANTIAL)(request_of(journey.client, citizen)).content == b"Schritt"


def test_the_page_of_proofs_leads_to_no_other_site(journey_of, citizen):
    journey = journey_of(citizen)
    journey.go(STEP_UP)

    for place in ("https://betrug.example/", "//betrug.example", "/\\betrug.example/"):
        location = journey.client.get("/konto/nachweis/", {"next": place, "level": "4"}).headers["Location"]
        assert "betrug" not in location
