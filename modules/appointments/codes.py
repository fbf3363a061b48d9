"""Tokens, booking codes and confirmation codes: what is random about a booking."""

import hmac
import secrets
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings

from rathaus.tenancy import current_tenant

TOKEN_LENGTH: Final = 24
CODE_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I
_CODE_LENGTH: Final = 6


def new_token() -> str:
    """Return an unguessable part of a URL (144 bits)."""
    return secrets.token_urlsafe(18)


def new_code() -> str:
    """Return a short code that people can read out, such as K7M-2QX."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(_CODE_LENGTH))
    return f"{letters[:3]}-{letters[3:]}"


def normalise_code(typed: str) -> str:
    """Return a code as it is stored, whatever case, spaces and dashes somebody typed."""
    letters = "".join(letter for letter in typed.upper() if letter in CODE_ALPHABET)
    return f"{letters[:3]}-{letters[3:]}" if len(letters) == _CODE_LENGTH else ""


def keyed_hash(purpose: str, value: str) -> str:
    """Return a hash that only this municipality can compute again, for values too short to hash plainly."""
    key = f"appointments:{purpose}:{current_tenant().id}:{settings.SECRET_KEY}".encode()
    return hmac.new(key, value.encode(), sha256).hexdigest()


def contact_hash(*, email: str, phone: str) -> str:
    """Return by what the limit of open bookings knows a person: e-mail, else phone; "" without both."""
    if email:
        return keyed_hash("contact", email.strip().casefold())
    digits = "".join(character for character in phone if character.isdigit())
    return keyed_hash("contact", digits) if digits else ""


def confirmation_code(booking_id: UUID, email: str) -> str:
    """Return the six digits for this booking and address: the same in every mail, and stored nowhere.

    So a mail that was delayed still works after another one was sent. Safe only with limited tries and a short life.
    """
    return f"{int(keyed_hash('confirm', f'{booking_id}:{email}'), 16) % 1_000_000:06d}"


def is_confirmation_code(booking_id: UUID, email: str, typed: str) -> bool:
    """Return whether somebody typed these six digits, with or without spaces."""
    digits = "".join(character for character in typed if character.isdigit())
    return hmac.compare_digest(digits.encode(), confirmation_code(booking_id, email).encode())
