"""What the module says on other pages, and the demonstration."""

import pytest
from django.utils import timezone

from modules.citizen_accounts.demo_data import CITIZENS, create_demo
from modules.citizen_accounts.models import CitizenProfile, Representation
from modules.citizen_accounts.selectors.figures import activity, counts
from modules.citizen_accounts.services import ensure_profile
from modules.citizen_accounts.setup_checks import setup_checks
from rathaus.accounts.details import details_of
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import UserFactory
from tests.factories.citizens import CitizenFactory

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_people_who_show_everything_and_is_made_once(tenant):
    create_demo(timezone.now())
    create_demo(timezone.now())

    assert CitizenProfile.objects.count() == len(CITIZENS)
    assert set(Representation.objects.values_list("proof_state", flat=True)) == {"declared", "waiting"}
    assert all(citizen.email.endswith(".example") for citizen in CITIZENS)
    assert not OutboxMessage.objects.exists()


def test_demo_people_see_every_page_of_their_own(tenant, as_citizen):
    create_demo(timezone.now())
    sabine = CitizenProfile.objects.get(user__first_name="Sabine").user
    browser = as_citizen(sabine)

    for path in ("", "profil/", "vertretungen/", "organisationen/", "daten/", "konto-loeschen/", "uebernehmen/"):
        assert browser.get(f"/mein/{path}").status_code == 200
    assert "Wir prüfen Ihren Nachweis" in browser.get("/mein/").content.decode()


def test_the_modules_page_and_operators_count_accounts(tenant):
    assert activity() == "0 Bürgerkonten"
    CitizenFactory()
    assert activity() == "Ein Bürgerkonto"
    assert counts() == {"citizen_accounts": 1}


def test_the_profile_is_made_once(tenant):
    user = UserFactory()

    assert ensure_profile(user=user) == ensure_profile(user=user)


def test_details_without_a_profile_are_those_of_the_account(tenant):
    user = UserFactory(first_name="Aylin")

    details = details_of(user)

    assert (details.first_name, details.email, details.street) == ("Aylin", user.email, "")


def test_the_checklist_names_localities_and_the_telephone(tenant):
    assert [step.url_name for step in setup_checks()] == ["portal_staff:localities", "portal_staff:contact"]
