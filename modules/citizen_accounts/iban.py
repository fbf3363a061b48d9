"""Account numbers: checked before they are kept, encrypted at rest, shown with their last digits only."""

import re
from typing import Final

from rathaus.signing import encryption

_PURPOSE: Final = "citizen_accounts.iban"
_SHAPE: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_LENGTHS: Final = {"DE": 22, "AT": 20, "CH": 21, "NL": 18, "PL": 28, "FR": 27, "BE": 16, "LU": 20, "DK": 18, "CZ": 24}


def normalise_iban(text: str) -> str:
    """Return the IBAN in capitals without spaces; "" for what cannot be one (ISO 13616: length, remainder 1 by 97)."""
    iban = re.sub(r"[\s\u00a0.-]", "", text).upper()
    if not _SHAPE.fullmatch(iban) or len(iban) != _LENGTHS.get(iban[:2], len(iban)):
        return ""
    digits = "".join(str(int(char, 36)) for char in iban[4:] + iban[:4])
    return iban if int(digits) % 97 == 1 else ""


def masked(iban: str) -> str:
    """Return "DE•• •••• 1234": enough to recognise it, nothing to use."""
    return f"{iban[:2]}•• •••• {iban[-4:]}" if iban else ""


def seal(iban: str) -> str:
    """Return the IBAN as the database keeps it; "" stays ""."""
    return encryption.encrypt(iban, purpose=_PURPOSE) if iban else ""


def unseal(token: str) -> str:
    """Return the IBAN again."""
    return encryption.decrypt(token, purpose=_PURPOSE) if token else ""
