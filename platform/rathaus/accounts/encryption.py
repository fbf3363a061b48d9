"""Secrets of the second factor at rest: whoever reads a table or a backup alone cannot make codes from it."""

from typing import Final

from allauth.mfa.models import Authenticator

from rathaus.signing import encryption

PURPOSE: Final = "rathaus.accounts.second-factor"
SECRETS: Final = ("secret", "seed")  # of an app, of recovery codes


def encrypt(text: str) -> str:
    """Return the text encrypted for the current municipality with the key of today."""
    return encryption.encrypt(text, purpose=PURPOSE)


def decrypt(token: str) -> str:
    """Return the text again, also where it was encrypted under a key of SECRET_KEY_FALLBACKS.

    Raises cryptography's InvalidToken when no known key fits.
    """
    return encryption.decrypt(token, purpose=PURPOSE)


def renew_authenticator(authenticator: Authenticator) -> None:
    """Bring what an authenticator keeps to the key of today, so that a fallback key can be dropped one day."""
    outdated = [name for name in SECRETS if name in authenticator.data and not _is_current(authenticator.data[name])]
    for name in outdated:
        authenticator.data[name] = encryption.renew(authenticator.data[name], purpose=PURPOSE)
    if outdated:
        authenticator.save(update_fields=["data"])


def _is_current(token: str) -> bool:
    return encryption.is_current(token, purpose=PURPOSE)
