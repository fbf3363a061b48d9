"""Ids of new parts, made from what people read, and other ids for old ones."""

import keyword
import re
from collections.abc import Collection
from typing import Final

from django.utils.text import slugify

from modules.online_services.engine.compiling import OVER_ROWS
from modules.online_services.engine.functions import FUNCTIONS

_SPECIAL: Final = frozenset({"fact", "given", "count", "label", *OVER_ROWS})
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
_MAX_LENGTH: Final = 40


def id_for(words: str, taken: Collection[str], *, otherwise: str = "teil") -> str:
    """Return an id that reads like the words and that nobody has: "Straße und Ort" gives "strasse_und_ort"."""
    plain = slugify(words.translate(_UMLAUTS)).replace("-", "_")
    plain = re.sub(r"^[^a-z]+", "", plain)[:_MAX_LENGTH].rstrip("_") or otherwise
    if is_reserved(plain):
        plain = f"{plain}_1"
    return next(name for name in _numbered(plain) if name not in taken)


def _numbered(name: str) -> "list[str]":
    stem = re.sub(r"_\d+$", "", name)
    return [name, *(f"{stem}_{number}" for number in range(2, 1_000))]


def is_reserved(name: str) -> bool:
    """Return whether rules understand something else by the word."""
    return keyword.iskeyword(name) or name in FUNCTIONS or name in _SPECIAL


def key_for(words: str, taken: Collection[str]) -> str:
    """Return a key for a form: "Hund anmelden" gives "hund-anmelden"."""
    plain = re.sub(r"^[^a-z]+", "", slugify(words.translate(_UMLAUTS)))[:50].rstrip("-") or "formular"
    plain = plain if len(plain) > 1 else f"formular-{plain}"
    return next(key for key in [plain, *(f"{plain}-{number}" for number in range(2, 1_000))] if key not in taken)
