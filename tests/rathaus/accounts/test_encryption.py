"""Secrets of the second factor at rest, and what happens when the secret key changes."""

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from rathaus.accounts import encryption
from rathaus.tenancy import enter_public
from tests.factories.accounts import UserFactory, with_second_factor


@given(st.text(max_size=80))
def test_what_is_encrypted_comes_back_and_does_not_show(secret):
    token = encryption.encrypt(secret)

    assert encryption.decrypt(token) == secret
    assert not secret or len(secret) < 8 or secret not in token


def test_one_municipalitys_secret_is_nothing_in_another(tenant):
    token = encryption.encrypt("JBSWY3DPEHPK3PXP")

    with enter_public(), pytest.raises(InvalidToken):
        encryption.decrypt(token)


def test_a_former_key_still_opens_and_a_forgotten_one_does_not(settings):
    token = encryption.encrypt("JBSWY3DPEHPK3PXP")
    former, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 50

    settings.SECRET_KEY_FALLBACKS = [former]
    assert encryption.decrypt(token) == "JBSWY3DPEHPK3PXP"

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        encryption.decrypt(token)


@pytest.mark.django_db
def test_the_database_holds_no_plain_secret():
    user = UserFactory()
    secret = with_second_factor(user)

    stored = Authenticator.objects.get(user=user).data["secret"]

    assert secret not in stored
    assert encryption.decrypt(stored) == secret


@pytest.mark.django_db
def test_use_brings_a_secret_to_the_key_of_today_once(settings, django_assert_num_queries):
    user = UserFactory()
    secret = with_second_factor(user)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 50
    settings.SECRET_KEY_FALLBACKS = [former]

    encryption.renew_authenticator(Authenticator.objects.get(user=user))

    settings.SECRET_KEY_FALLBACKS = []
    renewed = Authenticator.objects.get(user=user)
    assert encryption.decrypt(renewed.data["secret"]) == secret
    with django_assert_num_queries(0):
        encryption.renew_authenticator(renewed)
