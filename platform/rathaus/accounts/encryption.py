"""Secrets of the second factor at rest: whoever reads a table or a backup alone cannot make codes from it."""

import base64
from typing import Final

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from rathaus.tenancy.context import tenant_or_none

PURPOSE: Final = "rathaus.accounts.second-factor"
SECRETS: Final = ("secret", "seed")  # of an app, of recovery codes


def encrypt(text: str) -> str:
    """Return the text encrypted for the current municipality with the key of today."""
    return _newest().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return the text again, also where it was encrypted under a key of SECRET_KEY_FALLBACKS.

    Raises cryptography's InvalidToken when no known key fits.
    """
    return _all_keys().decrypt(token.encode()).decode()


def renew_authenticator(authenticator: Authenticator) -> None:
    """Bring what an authenticator keeps to the key of today, so that a fallback key can be dropped one day."""
    outdated = [name for name in SECRETS if name in authenticator.data and not _is_current(authenticator.data[name])]
    for name in outdated:
        authenticator.data[name] = _all_keys().rotate(authenticator.data[name].encode()).decode()
    if outdated:
        authenticator.save(update_fields=["data"])


def _is_current(token: str) -> bool:
    try:
        _newest().decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def _newest() -> Fernet:
    return _fernet(settings.SECRET_KEY)


def _all_keys() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret_key: str) -> Fernet:
    tenant = tenant_or_none()
    place = tenant.schema_name if tenant else "public"
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"{PURPOSE}:{place}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret_key.encode())))
