"""The address to which the BundID posts: one answer for one request, for one browser."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone

from modules.bundid.models import Attempt, Identity, Outcome
from modules.bundid.services.attempts import clear_attempts
from modules.bundid.services.setup import forget_former_keys, prepare_next_keys, use_next_keys
from tests.clients import browser_for
from tests.factories.accounts import UserFactory
from tests.modules.bundid.provider import NS, moment, pair

pytestmark = pytest.mark.django_db

NOT_CHECKED = "Wir konnten die Antwort der BundID nicht prüfen"
FOREIGN = "war nicht für dieses Portal bestimmt"
OVER = "Diese Anmeldung ist abgelaufen oder wurde schon benutzt"
INCOMPLETE = "Die BundID hat uns nicht alles mitgeteilt"


@pytest.fixture
def citizen():
    """Somebody whose account the first person of the BundID opens."""
    user = UserFactory()
    Identity.objects.create(user=user, bpk2="BUNDIDSIM-U01", linked_at=timezone.now(), used_at=timezone.now())
    return user


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def refused(page, sentence: str) -> None:
    """Check that the answer was not taken, and that the page says why and where to go on."""
    text = page.content.decode()
    assert page.status_code == 400
    assert sentence in text
    assert "Zurück" in text


def wait_a_bit(*, minutes: int) -> None:
    """Let the open attempts have begun so much earlier."""
    for attempt in Attempt.objects.all():
        Attempt.objects.filter(pk=attempt.pk).update(expires_at=attempt.expires_at - timedelta(minutes=minutes))


def test_an_answer_is_taken_once(journey, citizen):
    message = journey.provider.answer(journey.depart())
    assert journey.post_answer(message).status_code == 303

    refused(journey.post_answer(message), OVER)


def test_a_way_back_is_used_once(journey, citizen):
    taken = journey.post_answer(journey.provider.answer(journey.depart()))
    place = taken.headers["Location"]
    assert journey.client.get(place).status_code == 302
    journey.client.logout()

    refused(journey.client.get(place), OVER)
    assert not is_signed_in(journey.client)


def test_an_answer_in_another_browser_signs_nobody_in(journey, citizen, tenant):
    """Neither in the browser of who was lured (sign-in CSRF), nor in that of who began it and lured somebody."""
    taken = journey.post_answer(journey.provider.answer(journey.depart()))
    other = browser_for(f"{tenant.slug}.localhost")
    refused(other.get(taken.headers["Location"]), OVER)
    other.get("/bundid/anmelden/")
    refused(other.get(taken.headers["Location"]), OVER)

    assert not is_signed_in(other)
    assert journey.client.get("/bundid/weiter/").headers["Location"] == "/konto/anmelden/", (
        "the cookie alone is nothing"
    )
    assert not is_signed_in(journey.client)


def test_an_invented_way_back_leads_nowhere(journey, citizen):
    journey.depart()

    refused(journey.client.get("/bundid/weiter/?antwort=erfunden"), OVER)


def test_an_answer_to_a_request_that_nobody_sent_is_refused(journey, citizen):
    asked = journey.depart()
    asked.request_id = "_0000000000000000000000000000000000000000"

    refused(journey.post_answer(journey.provider.answer(asked)), OVER)


def test_an_answer_that_took_too_long_is_refused_and_leads_back(journey, citizen):
    asked = journey.depart("?next=/mein/")
    wait_a_bit(minutes=31)

    page = journey.post_answer(journey.provider.answer(asked))

    refused(page, OVER)
    assert "/konto/anmelden/?next=%2Fmein%2F" in page.content.decode()
    assert "/bundid/anmelden/?level=1&amp;next=%2Fmein%2F" in page.content.decode()


def test_the_page_about_a_refused_answer_speaks_the_language_of_the_way_there(journey, citizen):
    asked = journey.depart(path="/en/bundid/anmelden/")
    wait_a_bit(minutes=31)

    page = journey.post_answer(journey.provider.answer(asked))

    assert 'lang="en"' in page.content.decode()


WAYS_TO_CHEAT = {
    "unsigned": ({"signed": "nothing"}, NOT_CHECKED),
    "signed by somebody else": ({"keys": pair("Betrug")}, NOT_CHECKED),
    "in the clear": ({"encrypted": "nothing"}, NOT_CHECKED),
    "encrypted for somebody else": ({"certificate": pair("Betrug").certificate}, NOT_CHECKED),
    "issued by somebody else": ({"values": {"idpId": "https://betrug.example/idp"}}, NOT_CHECKED),
    "for another municipality": ({"values": {"spEntityId": "https://anderstadt.example/"}}, FOREIGN),
    "for another address": ({"values": {"ascUrl": "https://anderstadt.example/bundid/antwort/"}}, FOREIGN),
    "for another recipient": ({"values": {"subjectConfirmationRecipient": "https://anderstadt.example/"}}, FOREIGN),
    "for another request": ({"values": {"requestId": "_other"}}, OVER),
    "expired": ({"values": {"subjectConfirmationNotOnOrAfter": "2026-01-01T00:00:00Z"}}, OVER),
    "without a pseudonym": ({"given": {"bpk2": ""}}, INCOMPLETE),
    "without a level": ({"values": {"userAuthnLevel": "Password"}}, INCOMPLETE),
}


@pytest.mark.parametrize("way", WAYS_TO_CHEAT)
def test_an_answer_that_must_not_be_believed_shows_a_clear_page(journey, citizen, way):
    changes, sentence = WAYS_TO_CHEAT[way]
    asked = journey.depart()

    page = journey.post_answer(journey.provider.answer(asked, **changes))

    refused(page, sentence)
    assert Attempt.objects.get().outcome == Outcome.OPEN, "the true answer may still come"
    assert journey.arrive(journey.provider.answer(asked)).status_code == 302


def test_an_old_proof_is_refused_where_a_fresh_one_is_demanded(journey, citizen):
    asked = journey.depart("?level=4")
    old = moment(timezone.now() - timedelta(hours=1))

    def signed_in_before(root):
        for node in root.iterfind(".//saml:AuthnStatement", NS):
            node.set("AuthnInstant", old)

    refused(journey.post_answer(journey.provider.answer(asked, change=signed_in_before)), OVER)


@pytest.mark.parametrize(
    "message", ["", "%%%", base64.b64encode(b"<x/>").decode(), base64.b64encode(b"kein XML").decode(), "A" * 600_000]
)
def test_what_is_no_answer_at_all_shows_the_same_page(journey, message):
    page = journey.post_answer(message)

    assert page.status_code == 400
    assert "Das hat nicht geklappt" in page.content.decode()


def test_the_address_only_takes_posts(tenant_client):
    assert tenant_client.get("/bundid/antwort/").status_code == 405


def test_answers_for_the_former_keys_are_still_opened_for_a_month(journey, citizen, monkeypatch):
    asked = journey.depart()
    former = asked.encryption[0]
    monkeypatch.setattr("modules.bundid.services.setup.new_key_pair", lambda **wish: pair(f"{wish['name']} neu"))
    prepare_next_keys(actor=None)
    use_next_keys(actor=None)
    assert forget_former_keys(now=timezone.now() + timedelta(days=29)) == 0

    assert journey.arrive(journey.provider.answer(asked, certificate=former)).status_code == 302

    assert forget_former_keys(now=timezone.now() + timedelta(days=31)) == 1
    journey.client.logout()
    refused(journey.post_answer(journey.provider.answer(journey.depart(), certificate=former)), NOT_CHECKED)


def test_attempts_are_deleted_when_they_are_over(journey, citizen):
    journey.depart()

    assert clear_attempts(now=timezone.now() + timedelta(minutes=29)) == 0
    assert clear_attempts(now=timezone.now() + timedelta(minutes=31)) == 1


def test_what_was_told_is_encrypted_while_it_waits(journey):
    journey.go()

    waiting = Attempt.objects.get()
    assert waiting.answer
    assert "Neumann" not in waiting.answer
    assert "BUNDIDSIM" not in waiting.answer
