"""Secrets at rest: whoever reads a table or a backup alone cannot use them.

As with signatures, a text encrypted for one purpose in one municipality is nothing elsewhere.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from rathaus.tenancy.context import tenant_or_none


def encrypt(text: str, *, purpose: str) -> str:
    """Return the text encrypted for the current municipality with the key of today."""
    return _newest(purpose).encrypt(text.encode()).decode()


def decrypt(token: str, *, purpose: str) -> str:
    """Return the text again, also where it was encrypted under a key of SECRET_KEY_FALLBACKS.

    Raises cryptography's InvalidToken when no known key fits.
    """
    return _all_keys(purpose).decrypt(token.encode()).decode()


def is_current(token: str, *, purpose: str) -> bool:
    """Return whether the text is encrypted with the key of today."""
    try:
        _newest(purpose).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def renew(token: str, *, purpose: str) -> str:
    """Return the text encrypted with the key of today, so that a fallback key can be dropped one day."""
    return _all_keys(purpose).rotate(token.encode()).decode()


def _newest(purpose: str) -> Fernet:
    return _fernet(settings.SECRET_KEY, purpose)


def _all_keys(purpose: str) -> MultiFernet:
    return MultiFernet([_fernet(key, purpose) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret_key: str, purpose: str) -> Fernet:
    tenant = tenant_or_none()
    place = tenant.schema_name if tenant else "public"
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"{purpose}:{place}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret_key.encode())))
