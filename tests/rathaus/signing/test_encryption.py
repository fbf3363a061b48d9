"""Secrets at rest: for one purpose, in one municipality, under the keys of the server."""

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from rathaus.signing import encryption
from rathaus.tenancy import enter_public


@given(st.text(max_size=60))
def test_what_is_encrypted_comes_back(secret):
    assert encryption.decrypt(encryption.encrypt(secret, purpose="a"), purpose="a") == secret


def test_a_secret_is_nothing_for_another_purpose():
    token = encryption.encrypt("geheim", purpose="a")
    with pytest.raises(InvalidToken):
        encryption.decrypt(token, purpose="b")


def test_a_secret_is_nothing_in_another_municipality(tenant):
    token = encryption.encrypt("geheim", purpose="a")
    with enter_public(), pytest.raises(InvalidToken):
        encryption.decrypt(token, purpose="a")


def test_a_secret_moves_to_the_key_of_today(settings):
    token = encryption.encrypt("geheim", purpose="a")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    assert not encryption.is_current(token, purpose="a")
    renewed = encryption.renew(token, purpose="a")
    assert encryption.is_current(renewed, purpose="a")
    assert encryption.decrypt(renewed, purpose="a") == "geheim"
