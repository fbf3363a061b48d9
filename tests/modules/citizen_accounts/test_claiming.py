"""Bookings without an account: the same address is not enough, since couples share one."""

from datetime import date

import pytest

from modules.citizen_accounts.errors import TooManyClaimsError
from modules.citizen_accounts.services.claims import claim_guest_items
from rathaus.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

PAGE = "/mein/uebernehmen/"
NOTHING = "Damit haben wir nichts gefunden."


class Guests:
    """What a module keeps of guests: one booking with a number and a birth date."""

    code, born, email = "K7M2QX", date(1984, 5, 12), ""

    def __init__(self) -> None:
        self.is_claimed = False

    def waiting(self, *, email):
        return int(email == self.email and not self.is_claimed)

    def claim(self, *, user, code="", birth_date=None):
        fits = user.email == self.email and (code == self.code or birth_date == self.born)
        found = int(fits and not self.is_claimed)
        self.is_claimed |= bool(found)
        return found


@pytest.fixture
def guests(monkeypatch, citizen):
    from modules.citizen_accounts.selectors import cards
    from modules.citizen_accounts.services import claims

    part = Guests()
    part.email = citizen.email
    for place in (cards, claims):
        monkeypatch.setattr(place, "guest_parts", lambda: [part])
    return part


def test_the_number_of_the_booking_is_enough(at_home, guests, citizen):
    assert "Ohne Konto gebucht?" in at_home.get("/mein/").content.decode()

    answer = at_home.post(PAGE, {"code": "K7M2QX"})

    assert answer.url == "/mein/"
    assert guests.is_claimed
    assert "Ohne Konto gebucht?" not in at_home.get("/mein/").content.decode()
    entry = AuditEntry.objects.get(action="citizen_accounts.guest_items_claimed")
    assert entry.details == {"count": 1, "by": "code"}


def test_the_birth_date_is_enough(at_home, guests):
    at_home.post(PAGE, {"birth_date": "12.05.1984"})

    assert guests.is_claimed


def test_a_wrong_fact_and_nothing_at_all_get_the_same_answer(at_home, guests):
    wrong = at_home.post(PAGE, {"code": "AAAAAA"})
    guests.email = "somebody.else@post.example"
    nothing = at_home.post(PAGE, {"code": "K7M2QX"})

    for answer in (wrong, nothing):
        assert answer.status_code == 200
        assert NOTHING in answer.content.decode()
    assert not guests.is_claimed


def test_the_address_alone_opens_nothing(at_home, guests):
    assert "Bitte geben Sie die Nummer oder das Geburtsdatum ein." in at_home.post(PAGE, {}).content.decode()
    assert not guests.is_claimed


def test_ten_tries_a_day_are_enough_and_the_right_code_comes_too_late(at_home, guests, citizen):
    for number in range(10):
        assert NOTHING in at_home.post(PAGE, {"code": f"WRONG{number}"}).content.decode()

    assert "zu viele Versuche" in at_home.post(PAGE, {"code": "K7M2QX"}).content.decode()
    with pytest.raises(TooManyClaimsError):
        claim_guest_items(user=citizen, birth_date=Guests.born)
    assert not guests.is_claimed
