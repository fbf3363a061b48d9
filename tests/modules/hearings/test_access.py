"""File reference and code open one letter, and nothing else does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from modules.hearings.codes import ALPHABET, hash_of, hashes_of, new_access_code
from modules.hearings.errors import TooManyTriesError, WrongCodeError
from modules.hearings.links import hearing_of, letter_token
from modules.hearings.models import Hearing, Role
from modules.hearings.services.answering import let_in
from modules.hearings.services.letters import close_hearing, renew_code
from tests.factories.hearings import CODE, make_hearing

pytestmark = pytest.mark.django_db
START = "/anhoerung/"


def enter(client, reference="OWi 2026/000123", code=CODE, **more):
    return client.post(
        START, {"file_reference": reference, "code": code}, HTTP_ORIGIN="http://musterstadt.localhost", **more
    )


@given(st.text(max_size=30))
def test_only_twelve_letters_of_the_alphabet_can_be_a_code(text):
    letters = [letter for letter in text.upper() if letter in ALPHABET]

    assert bool(hashes_of(text)) == (len(letters) == 12)


def test_codes_are_long_and_differ():
    codes = {new_access_code() for _round in range(200)}

    assert len(codes) == 200
    assert all(len(code) == 14 and hash_of(code.lower().replace("-", " ")) == hash_of(code) for code in codes)


@pytest.mark.parametrize("reference", ["OWi 2026/000123", "owi2026000123", " OWI-2026-000123 "])
@pytest.mark.parametrize("code", [CODE, "k7m2qxh94tra", "K7M2 QXH9 4TRA"])
def test_the_letter_opens_however_it_was_typed(tenant_client, reference, code):
    make_hearing()

    answer = enter(tenant_client, reference, code)

    assert answer.status_code == 303
    page = tenant_client.get(answer["Location"])
    assert "Sie parkten im absoluten Haltverbot." in page.content.decode()
    assert not tenant_client.cookies
    assert page["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("OWi 2026/000123", "AAAA-AAAA-AAAA"),
        ("OWi 2026/999999", CODE),
        ("x" * 90, "y" * 90),
        ("🚗", "\u202e" + CODE[:5]),
    ],
)
def test_what_does_not_fit_gets_the_same_answer_and_keeps_what_was_typed(tenant_client, reference, code):
    make_hearing()
    make_hearing("OWi 2026/000555", code="")

    answer = enter(tenant_client, reference, code)

    assert answer.status_code == 200
    assert "passen nicht zusammen" in answer.content.decode()


def test_a_letter_that_never_went_out_opens_with_nothing(tenant_client):
    make_hearing(code="")

    assert enter(tenant_client, code="").status_code == 200
    with pytest.raises(WrongCodeError):
        let_in(file_reference="OWi 2026/000123", code="", network="203.0.113.0/24", now=timezone.now())


def test_who_guesses_has_ten_tries_an_hour_for_a_file_and_then_the_right_code_is_refused_too(tenant_client):
    make_hearing()
    for _try in range(10):
        assert enter(tenant_client, code="AAAA-AAAA-AAAA").status_code == 200

    assert enter(tenant_client).status_code == 429


def test_who_guesses_files_is_stopped_by_network():
    now = timezone.now()
    for number in range(30):
        with pytest.raises(WrongCodeError):
            let_in(file_reference=f"OWi {number}", code=CODE, network="203.0.113.0/24", now=now)

    make_hearing()
    with pytest.raises(TooManyTriesError):
        let_in(file_reference="OWi 2026/000123", code=CODE, network="203.0.113.0/24", now=now)
    assert let_in(file_reference="OWi 2026/000123", code=CODE, network="198.51.100.0/24", now=now)


def test_the_code_is_nowhere_in_the_database():
    hearing = make_hearing()

    assert CODE.replace("-", "") not in str(Hearing.objects.filter(pk=hearing.pk).values())


def test_two_letters_of_one_file_open_each_with_its_own_code(tenant_client):
    make_hearing(recipient="1")
    make_hearing(recipient="2", code="ZEVG-2345-6789", role=Role.WITNESS, offence="Ein Hund lief frei herum.")

    accused = tenant_client.get(enter(tenant_client)["Location"]).content.decode()
    witness = tenant_client.get(enter(tenant_client, code="ZEVG-2345-6789")["Location"]).content.decode()

    assert "§ 55 OWiG" in accused
    assert "Ihnen wird nichts vorgeworfen" not in accused
    assert "Ihnen wird nichts vorgeworfen" in witness
    assert "§ 52 StPO" in witness
    assert "§ 111 OWiG" not in witness


def test_the_address_dies_with_the_hour_and_with_a_new_code():
    hearing = make_hearing()
    token = letter_token(hearing)
    assert hearing_of(token) == hearing

    renew_code(hearing=hearing, actor=None)

    assert hearing_of(token) is None
    assert hearing_of("forged") is None


def test_an_address_that_opens_nothing_leads_back_to_the_code(tenant_client):
    answer = tenant_client.get(reverse("hearings:letter", args=["forged"]))

    assert answer.status_code == 410
    assert "noch einmal ein" in answer.content.decode()


def test_the_first_opening_is_noted_once():
    hearing = make_hearing()
    first = timezone.now()
    for minutes in (0, 5):
        let_in(file_reference=hearing.file_reference, code=CODE, network="x", now=first + timedelta(minutes=minutes))

    hearing.refresh_from_db()
    assert hearing.first_opened_at == first


@pytest.mark.parametrize("state", ["closed", "overdue"])
def test_after_the_time_the_file_can_be_read_and_not_answered(tenant_client, state):
    hearing = make_hearing(
        due_on=timezone.localdate() - timedelta(days=1) if state == "overdue" else timezone.localdate()
    )
    if state == "closed":
        close_hearing(hearing=hearing, actor=None, now=timezone.now())
    url = enter(tenant_client)["Location"]

    page = tenant_client.get(url).content.decode()

    assert "Hier können Sie nicht mehr antworten" in page
    assert "Jetzt äußern" not in page
    answer = tenant_client.post(f"{url}antworten/", HTTP_ORIGIN="http://musterstadt.localhost")
    assert answer.status_code == 409


def test_a_post_from_another_site_is_refused(tenant_client):
    make_hearing()

    answer = tenant_client.post(
        START, {"file_reference": "OWi 2026/000123", "code": CODE}, HTTP_ORIGIN="https://elsewhere.example"
    )

    assert answer.status_code == 403
