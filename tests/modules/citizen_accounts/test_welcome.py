"""The link of an invited citizen: once, for a while, and for the right person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from modules.citizen_accounts.models import CitizenInvitation, CitizenProfile
from rathaus.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.citizens import CitizenInvitationFactory

pytestmark = pytest.mark.django_db

BORN = date(1996, 9, 21)


def path(token: str) -> str:
    return f"/mein/willkommen/{token}/"


def test_opening_the_link_alone_makes_nothing(tenant_client, tenant):
    CitizenInvitationFactory(token="t1")

    assert "Konto eröffnen" in tenant_client.get(path("t1")).content.decode()
    assert not User.objects.filter(first_name="Aylin").exists(), "mail scanners follow links"


def test_the_button_makes_the_account_with_what_is_known_and_signs_in(tenant_client, tenant):
    invitation = CitizenInvitationFactory(token="t1", street="Bahnhofstraße 21", language="en")

    answer = tenant_client.post(path("t1"))

    assert answer.url == "/mein/"
    profile = CitizenProfile.objects.get(user__email=invitation.email)
    assert (profile.street, profile.language, profile.user.first_name) == ("Bahnhofstraße 21", "en", "Aylin")
    assert tenant_client.get("/mein/").status_code == 200
    assert not profile.user.has_usable_password()


def test_a_link_works_once(tenant_client, tenant):
    CitizenInvitationFactory(token="t1")
    tenant_client.post(path("t1"))

    tenant_client.cookies.clear()
    assert tenant_client.get(path("t1")).status_code == 410
    assert tenant_client.post(path("t1")).status_code == 410


@pytest.mark.parametrize("token", ["t1", "erfunden"])
def test_a_link_that_ran_out_is_like_one_that_never_was(tenant_client, tenant, token):
    CitizenInvitationFactory(token="t1", expires_at=timezone.now() - timedelta(seconds=1))

    assert tenant_client.get(path(token)).status_code == 410


def test_whoever_got_the_mail_by_mistake_does_not_know_the_birth_date(tenant_client, tenant):
    CitizenInvitationFactory(token="t1", birth_date=BORN, street="Bahnhofstraße 21")

    shown = tenant_client.get(path("t1")).content.decode()
    assert "Aylin" not in shown
    assert "Bahnhofstraße" not in shown
    assert "Das Geburtsdatum passt nicht" in tenant_client.post(path("t1"), {"birth_date": "1.1.1990"}).content.decode()
    assert not CitizenProfile.objects.exists()

    tenant_client.post(path("t1"), {"birth_date": "21.09.1996"})
    assert CitizenProfile.objects.get().birth_date == BORN


def test_after_five_wrong_birth_dates_the_right_one_is_too_late(tenant_client, tenant):
    CitizenInvitationFactory(token="t1", birth_date=BORN)
    for day in range(1, 6):
        tenant_client.post(path("t1"), {"birth_date": f"{day}.1.1990"})

    assert "zu viele Versuche" in tenant_client.post(path("t1"), {"birth_date": "21.09.1996"}).content.decode()
    assert not CitizenProfile.objects.exists()


def test_who_signed_up_meanwhile_is_sent_to_sign_in(tenant_client, tenant):
    invitation = CitizenInvitationFactory(token="t1")
    UserFactory(email=invitation.email)

    assert "gibt es schon ein Konto" in tenant_client.post(path("t1")).content.decode()
    assert CitizenInvitation.objects.get().accepted_at is None
