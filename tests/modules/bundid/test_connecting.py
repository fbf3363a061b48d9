"""Connecting a BundID with an account, taking over what it told, and ending it."""

import pytest
from django.utils import timezone

from modules.bundid.errors import ForeignIdentityError, OtherIdentityError
from modules.bundid.models import Attempt, Identity
from modules.bundid.privacy import PERSONAL_DATA
from modules.bundid.saml.answers import Answer
from modules.bundid.services.identities import link
from modules.citizen_accounts.api import ensure_profile
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def connect(user, bpk2="BUNDIDSIM-U01") -> Identity:
    return Identity.objects.create(user=user, bpk2=bpk2, linked_at=timezone.now(), used_at=timezone.now())


@pytest.fixture
def citizen():
    """Somebody with an account and no BundID."""
    return UserFactory(email="maria@post.example", first_name="Maria", last_name="Winter")


def test_nothing_is_connected_before_the_person_agrees(journey_of, citizen):
    journey = journey_of(citizen)

    assert journey.go("?next=/mein/").headers["Location"] == "/bundid/verbinden/"
    page = journey.client.get("/bundid/verbinden/").content.decode()

    assert "maria@post.example" in page
    assert "Neumann" in page
    assert not Identity.objects.exists()


def test_after_the_agreement_the_bundid_opens_the_account_and_the_person_goes_on(journey_of, citizen):
    journey = journey_of(citizen)
    journey.go("?next=/mein/")

    answer = journey.client.post("/bundid/verbinden/", {})

    assert answer.headers["Location"] == "/mein/"
    assert Identity.objects.get(user=citizen).bpk2 == "BUNDIDSIM-U01"
    assert AuditEntry.objects.filter(action="bundid.linked", actor_kind="citizen").count() == 1
    assert not Attempt.objects.exclude(answer="").exists()
    citizen.refresh_from_db()
    assert citizen.last_name == "Winter", "the profile stays as it is without the tick"


def test_the_profile_is_filled_in_only_with_the_persons_tick(journey_of, citizen):
    journey = journey_of(citizen)
    journey.go("?level=4&angaben=anschrift")

    journey.client.post("/bundid/verbinden/", {"take_over": "on"})

    citizen.refresh_from_db()
    profile = ensure_profile(user=citizen)
    assert citizen.last_name == "Neumann"
    assert (profile.street, profile.postal_code, profile.city) == ("Thomas-Mann-Straße 3", "10409", "Berlin")
    assert str(profile.birth_date) == "1964-08-12"
    assert citizen.email == "maria@post.example", "the address of the account is never changed by it"


def test_an_address_abroad_is_not_squeezed_into_the_profile(journey_of, citizen):
    journey = journey_of(citizen)
    journey.go("?level=4&angaben=anschrift", "U12")

    journey.client.post("/bundid/verbinden/", {"take_over": "on"})

    citizen.refresh_from_db()
    assert citizen.last_name == "Gruber"
    assert ensure_profile(user=citizen).postal_code == ""


def test_a_second_account_with_the_same_bundid_is_refused(citizen):
    first = UserFactory()
    answer = Answer("BUNDIDSIM-U01", 4, {})
    link(user=first, answer=answer)

    with pytest.raises(ForeignIdentityError):
        link(user=citizen, answer=answer)
    assert Identity.objects.count() == 1


def test_connecting_twice_is_connecting_once(citizen):
    answer = Answer("BUNDIDSIM-U01", 4, {})

    assert link(user=citizen, answer=answer) == link(user=citizen, answer=answer)


def test_an_account_has_one_bundid_and_the_way_out_is_named(journey_of, citizen):
    connect(citizen, "BUNDIDSIM-U02")
    with pytest.raises(OtherIdentityError):
        link(user=citizen, answer=Answer("BUNDIDSIM-U01", 4, {}))
    journey = journey_of(citizen)
    journey.go()

    assert journey.client.get("/bundid/verbinden/").status_code == 409, "said before anybody presses a button"
    page = journey.client.post("/bundid/verbinden/", {})

    assert page.status_code == 409
    assert "Mit Ihrem Konto ist schon eine andere BundID verbunden" in page.content.decode()
    assert Identity.objects.get(user=citizen).bpk2 == "BUNDIDSIM-U02"


def test_whoever_has_an_account_already_signs_in_to_it_and_connects_then(journey, citizen):
    journey.go("?next=/mein/")
    page = journey.client.get("/bundid/neu/").content.decode()
    assert "/konto/anmelden/?next=%2Fbundid%2Fverbinden%2F" in page
    place = "/bundid/verbinden/"
    typed = {"login": citizen.email, "password": PASSWORD, "next": place}

    assert journey.client.post("/konto/anmelden/", typed).headers["Location"] == place
    assert journey.client.get("/bundid/neu/").headers["Location"] == place
    assert journey.client.post("/bundid/verbinden/", {}).headers["Location"] == "/mein/"
    assert Identity.objects.filter(user=citizen).exists()


def test_connecting_and_ending_want_a_fresh_proof(journey_of, citizen):
    journey = journey_of(citizen)
    journey.go()
    session = journey.client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0, "email": citizen.email}]
    session.save()

    for place in ("/bundid/verbinden/", "/bundid/loesen/"):
        for method in (journey.client.get, journey.client.post):
            assert method(place).headers["Location"].startswith("/konto/bestaetigen/")
    assert not Identity.objects.exists()


def test_the_own_page_shows_the_connection_and_what_was_confirmed_today(journey_of, citizen):
    connect(citizen)
    journey = journey_of(citizen)
    before = journey.client.get("/bundid/").content.decode()
    assert "Verbunden seit" in before
    assert "Heute bestätigt" not in before

    journey.go("?level=4")
    after = journey.client.get("/bundid/").content.decode()

    assert "von der BundID bestätigt (Niveau hoch)" in after
    assert "12. August 1964" in after
    assert "BUNDIDSIM" not in after


def test_what_was_confirmed_can_be_taken_over_later(journey_of, citizen):
    connect(citizen)
    journey = journey_of(citizen)
    journey.go("?level=4")

    journey.client.post("/bundid/uebernehmen/")

    assert str(ensure_profile(user=citizen).birth_date) == "1964-08-12"


def test_without_anything_confirmed_nothing_is_taken_over(journey_of, citizen):
    journey = journey_of(citizen)

    page = journey.client.post("/bundid/uebernehmen/", follow=True).content.decode()

    assert "Die Angaben sind nicht mehr da" in page
    citizen.refresh_from_db()
    assert citizen.last_name == "Winter"


def test_the_connection_ends_when_its_owner_wants_it(journey_of, citizen):
    connect(citizen)
    journey = journey_of(citizen)
    asked = journey.client.get("/bundid/loesen/")
    assert "Ihr Konto bleibt" in asked.content.decode()
    assert Identity.objects.exists(), "looking changes nothing"

    journey.client.post("/bundid/loesen/")

    assert not Identity.objects.exists()
    assert AuditEntry.objects.filter(action="bundid.unlinked").count() == 1
    assert journey.go().headers["Location"] == "/bundid/verbinden/"


def test_strangers_see_no_own_page(tenant_client):
    for place in ("/bundid/", "/bundid/verbinden/", "/bundid/loesen/"):
        assert tenant_client.get(place).headers["Location"].startswith("/konto/anmelden/?next=")


def test_whoever_asks_for_their_data_reads_the_connection_and_erasing_ends_it(citizen):
    connect(citizen)

    (record,) = PERSONAL_DATA.export(email="maria@post.example")
    assert (record["kind"], record["pseudonym"]) == ("bundid", "BUNDIDSIM-U01")

    assert PERSONAL_DATA.erase(email="maria@post.example") == 1
    assert not PERSONAL_DATA.export(email="maria@post.example")
