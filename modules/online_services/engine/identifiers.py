"""Numbers and signs as people write them, and as they are kept: plates, chips, IBANs, tax ids, telephones, codes."""

import re
from typing import Final

from stdnum import iban as iban_rules
from stdnum.de import idnr
from stdnum.exceptions import ValidationError

_PLATE: Final = re.compile(r"([A-ZÄÖÜ]{1,3})(?:\s*-\s*|\s+)([A-Z]{1,2})[\s-]*([1-9]\d{0,3})\s*([EH]?)", re.ASCII)
_AUTHORITY_PLATE: Final = re.compile(r"([A-ZÄÖÜ]{1,3})(?:\s*-\s*|\s+)(\d{1,6})", re.ASCII)
_KEPT_PLATE: Final = re.compile(r"[A-ZÄÖÜ]{1,3}-([A-Z]{1,2} [1-9]\d{0,3}[EH]?|\d{1,6})", re.ASCII)
_PHONE: Final = re.compile(r"[\d\s()+/.–-]{5,40}")
_POSTAL_CODE: Final = re.compile(r"(0[1-9]|[1-9]\d)\d{3}", re.ASCII)
_FILLING: Final = re.compile(r"[\s./-]+")


def as_plate(text: str) -> str:
    """Return "SDL-AB 123" for what was typed; the text as it is where that is no plate."""
    upper = " ".join(text.upper().replace("–", "-").split())
    if found := _PLATE.fullmatch(upper):
        place, letters, digits, suffix = found.groups()
        return f"{place}-{letters} {digits}{suffix}"
    found = _AUTHORITY_PLATE.fullmatch(upper)
    return f"{found[1]}-{found[2]}" if found else text


def is_plate(text: str) -> bool:
    """Return whether it is a German plate: at most eight signs, E for electric and H for historic cars (FZV)."""
    return bool(_KEPT_PLATE.fullmatch(text)) and len(re.sub(r"[\s-]", "", text).rstrip("EH")) <= 8


def as_digits(text: str, length: int) -> str:
    """Return the digits without what people put between; the text as it is where it has other signs or length."""
    digits = _FILLING.sub("", text)
    return digits if digits.isascii() and digits.isdecimal() and len(digits) == length else text


def is_chip_number(text: str) -> bool:
    """Return whether it is a transponder number (ISO 11784): a country (276 is Germany) or a maker, then 12 digits.

    The norm knows no check digit. 000 is nobody, 999 is for tests.
    """
    if not (len(text) == 15 and text.isascii() and text.isdecimal()):
        return False
    return 4 <= int(text[:3]) <= 894 or 900 <= int(text[:3]) <= 998


def is_tax_id(text: str) -> bool:
    """Return whether it is a tax identification number with a right check digit (§ 139b AO)."""
    return bool(idnr.is_valid(text)) and len(text) == 11


def as_iban(text: str) -> str:
    """Return the IBAN without spaces; the text as it is where it is none."""
    try:
        return str(iban_rules.validate(text))
    except ValidationError:
        return text


def is_iban(text: str) -> bool:
    """Return whether country, length and check digits are right (ISO 13616)."""
    return bool(iban_rules.is_valid(text))


def is_phone(text: str) -> bool:
    """Return whether it could be dialled: at least five digits and nothing that is no part of a number."""
    return bool(_PHONE.fullmatch(text)) and sum(char.isdigit() for char in text) >= 5


def is_postal_code(text: str) -> bool:
    """Return whether it is a German postal code, 01001 to 99998."""
    return bool(_POSTAL_CODE.fullmatch(text)) and text not in {"01000", "99999"}
