"""Tokens, booking codes and confirmation codes: what is random about a booking."""

import hmac
import secrets
from typing import Final
from uuid import UUID

from rathaus import signing

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
    return signing.keyed_hash(purpose=f"appointments.{purpose}", value=value)


def contact_hash(*, email: str, phone: str) -> str:
    """Return by what the limit of open bookings knows a person: e-mail, else phone; "" without both."""
    return next(iter(contact_hashes(email=email, phone=phone)), "")


def contact_hashes(*, email: str, phone: str) -> list[str]:
    """Return the same by the present SECRET_KEY and then by former ones, by which older rows know the person."""
    known = email.strip().casefold() or dialled_digits(phone)
    return signing.keyed_hashes(purpose="appointments.contact", value=known) if known else []


def dialled_digits(number: str) -> str:
    """Return the digits as dialled inside the country, so that +49 3931 and 03931 are the same."""
    digits = "".join(character for character in number if character.isdigit())
    if number.strip().startswith(("+49", "0049")):
        return "0" + digits.removeprefix("00").removeprefix("49")
    return digits


def video_room(booking_id: UUID) -> str:
    """Return the name of a booking's video room: the same in every mail, guessed by nobody (128 bits)."""
    return keyed_hash("video", str(booking_id))[:32]


def confirmation_code(booking_id: UUID, email: str) -> str:
    """Return the six digits for this booking and address: the same in every mail, and stored nowhere.

    So a mail that was delayed still works after another one was sent. Safe only with limited tries and a short life.
    """
    return _confirmation_codes(booking_id, email)[0]


def is_confirmation_code(booking_id: UUID, email: str, typed: str) -> bool:
    """Return whether somebody typed these six digits, with or without spaces, whichever key was in use when mailed."""
    digits = "".join(character for character in typed if character.isdigit()).encode()
    codes = _confirmation_codes(booking_id, email)
    return any(hmac.compare_digest(digits, code.encode()) for code in codes)


def _confirmation_codes(booking_id: UUID, email: str) -> list[str]:
    hashes = signing.keyed_hashes(purpose="appointments.confirm", value=f"{booking_id}:{email}")
    return [f"{int(found, 16) % 1_000_000:06d}" for found in hashes]
