"""What citizens tell about themselves, and what needs a fresh proof."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from modules.citizen_accounts.iban import unseal
from modules.citizen_accounts.models import CitizenProfile
from rathaus.accounts.details import details_of
from rathaus.accounts.models import User
from rathaus.audit.models import AuditEntry
from tenants.municipality.models import Locality
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

GOOD = "DE02 1203 0000 0000 2020 51"
TYPED = {
    "first_name": "Sabine",
    "last_name": "Köhler",
    "street": "Lindenstraße 8",
    "postal_code": "39 517",
    "city": "Tangerhütte",
    "phone": "03935 123456",
    "language": "en",
}


@pytest.fixture
def locality(tenant):
    return Locality.objects.create(name="Bellingen")


def test_a_profile_is_made_at_the_first_visit(as_citizen, tenant):
    user = UserFactory()

    assert as_citizen(user).get("/mein/profil/").status_code == 200

    assert CitizenProfile.objects.filter(user=user).exists()


def test_what_was_typed_is_kept_and_prefills_forms(at_home, citizen, locality):
    answer = at_home.post("/mein/profil/", TYPED | {"locality": str(locality.pk)})

    assert answer.status_code == 302
    details = details_of(User.objects.get(pk=citizen.pk))
    assert details.first_name == "Sabine"
    assert (details.street, details.postal_code, details.city) == ("Lindenstraße 8", "39517", "Tangerhütte")
    assert details.locality == "Bellingen"
    assert details.phone == "03935 123456"
    assert CitizenProfile.objects.get(user=citizen).language == "en"


def test_the_record_says_which_parts_changed_but_not_what_they_were(at_home, citizen, locality):
    at_home.post("/mein/profil/", TYPED | {"first_name": citizen.first_name, "last_name": citizen.last_name})

    entry = AuditEntry.objects.get(action="citizen_accounts.profile_changed")
    assert entry.actor_kind == "citizen"
    assert entry.details == {"parts": ["street", "postal_code", "city", "phone", "language"]}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("first_name", "", "Bitte füllen Sie „Vorname“ aus."),
        ("postal_code", "395", "Bitte geben Sie die fünf Ziffern der Postleitzahl ein"),
        ("phone", "später", "Bitte geben Sie Ihre Telefonnummer mit Vorwahl ein"),
        ("language", "xx", "eine der angebotenen Möglichkeiten"),
    ],
)
def test_a_mistake_gets_a_sentence_and_loses_nothing(at_home, field, typed, sentence):
    shown = at_home.post("/mein/profil/", TYPED | {field: typed}).content.decode()

    assert sentence in shown
    assert "Lindenstraße 8" in shown


def test_where_there_are_no_localities_nobody_is_asked(at_home, tenant):
    Locality.objects.all().delete()

    assert "Ortschaft" not in at_home.get("/mein/profil/").content.decode()


@pytest.mark.parametrize("path", ["/mein/profil/iban/", "/mein/profil/geburtsdatum/", "/mein/profil/e-mail/"])
def test_what_is_sensitive_asks_for_a_fresh_proof(as_citizen, citizen, path):
    stale = as_citizen(citizen, minutes_ago=30)

    for answer in (stale.get(path), stale.post(path, {"iban": GOOD, "birth_date": "1984-05-12"})):
        assert answer.status_code == 302
        assert answer.url.startswith("/konto/bestaetigen/")
    assert not CitizenProfile.objects.filter(user=citizen).exclude(iban_encrypted="").exists()


def test_an_iban_is_encrypted_and_shown_with_its_last_digits_only(at_home, citizen):
    at_home.post("/mein/profil/iban/", {"iban": GOOD})

    kept = CitizenProfile.objects.get(user=citizen).iban_encrypted
    assert unseal(kept) == "DE02120300000000202051"
    for path in ("/mein/profil/", "/mein/profil/iban/"):
        shown = at_home.get(path).content.decode()
        assert "DE•• •••• 2051" in shown
        assert "1203" not in shown
    assert "DE02" not in str(AuditEntry.objects.values_list("details", flat=True))


def test_a_wrong_iban_is_refused_and_an_empty_one_forgets(at_home, citizen):
    at_home.post("/mein/profil/iban/", {"iban": GOOD})

    assert "Diese IBAN stimmt nicht" in at_home.post("/mein/profil/iban/", {"iban": "DE03 1203"}).content.decode()
    at_home.post("/mein/profil/iban/", {"iban": " "})

    assert CitizenProfile.objects.get(user=citizen).iban_encrypted == ""


def test_a_birth_date_lies_in_the_past(at_home, citizen):
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()

    assert "Bitte geben Sie das Geburtsdatum ein" in (
        at_home.post("/mein/profil/geburtsdatum/", {"birth_date": tomorrow}).content.decode()
    )
    at_home.post("/mein/profil/geburtsdatum/", {"birth_date": "12.05.1984"})

    assert CitizenProfile.objects.get(user=citizen).birth_date == date(1984, 5, 12)
