"""Text that the font can show. PDF/UA forbids a letter without a shape, and one emoji in a name must stop no list."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from rathaus.pdf.fonts import CUTS, font_folder

UNKNOWN: Final = "?"
_KEPT: Final = frozenset("\n\t ")


def printable(value: Any) -> Any:
    """Return the data with every text in it made of letters that Fira Sans has.

    It has Latin, Greek and Cyrillic. A letter of another script becomes "?", what has no shape at all (control
    characters, marks of direction) goes away.
    """
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else "".join(map(_letter, value))
    if isinstance(value, Mapping):
        return {key: printable(entry) for key, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [printable(entry) for entry in value]
    return value


def _letter(char: str) -> str:
    if char in _KEPT or (ord(char) in _covered() and char.isprintable()):
        return char
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and all(ord(part) in _covered() for part in plain):
        return plain
    return UNKNOWN if unicodedata.category(char)[0] in "LNPS" else ""


@cache
def _covered() -> frozenset[int]:
    """Return the characters that every cut of the font has."""
    first, *others = (_characters(cut) for cut in CUTS)
    return first.intersection(*others)


def _characters(cut: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - read once in each process that prints

    with TTFont(font_folder() / f"FiraSans-{cut}.ttf") as font:
        return frozenset(font.getBestCmap())
