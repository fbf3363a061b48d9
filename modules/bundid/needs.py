"""Which details a step asks for: no more than it needs (Art. 5 (1) c DSGVO)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Need(StrEnum):
    """What a step wants to know beside who comes back; the address of the page names it by this word."""

    NAME = "name"
    EMAIL = "email"
    BIRTH = "geburt"
    ADDRESS = "anschrift"
    NATIONALITY = "staatsangehoerigkeit"


_DETAILS: Final[dict[str, tuple[str, ...]]] = {
    Need.NAME: ("given_name", "surname"),
    Need.EMAIL: ("email",),
    Need.BIRTH: ("birth_date", "birth_place", "birth_name"),
    Need.ADDRESS: ("street", "postal_code", "city", "country"),
    Need.NATIONALITY: ("nationality",),
}
_ALWAYS: Final = ("bpk2", "qaa_level", "proved_by", "version")
DEMANDED: Final = ("bpk2",)  # without all else somebody can still be recognised
FOR_SIGN_IN: Final = (Need.NAME, Need.EMAIL)  # the first time an account is made of it
FOR_PROOF: Final = (Need.NAME, Need.BIRTH)


def known_needs(words: Sequence[str]) -> list[str]:
    """Return those of the words that are needs, each once."""
    return [need.value for need in Need if need in words]


def wanted_details(needs: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of the details (`saml.names.ATTRIBUTES`) that stand for the needs."""
    return _ALWAYS + tuple(key for need in Need if need in needs for key in _DETAILS[need])
