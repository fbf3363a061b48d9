"""The code in the letter: twelve letters that can be read out, of which only a hash is kept (60 bits)."""

import secrets
from typing import Final

from rathaus.signing import keyed_hash, keyed_hashes

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I
LENGTH: Final = 12
_PURPOSE: Final = "hearings.access_code"


def new_access_code() -> str:
    """Return a code such as K7M2-QXH9-4TRA."""
    letters = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH, 4))


def hash_of(code: str) -> str:
    """Return what is kept of a code, whatever case, spaces and dashes it was typed with."""
    return keyed_hash(purpose=_PURPOSE, value=_letters(code))


def hashes_of(code: str) -> list[str]:
    """Return the same by the present SECRET_KEY and then by former ones; none for what cannot be a code."""
    letters = _letters(code)
    return keyed_hashes(purpose=_PURPOSE, value=letters) if len(letters) == LENGTH else []


def normal_reference(file_reference: str) -> str:
    """Return a file reference as it is compared: letters and digits alone."""
    return "".join(char for char in file_reference.upper() if char.isalnum())[:60]


def _letters(code: str) -> str:
    return "".join(letter for letter in code.upper()[:100] if letter in ALPHABET)
