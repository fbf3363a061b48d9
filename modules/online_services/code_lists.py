"""Shipped code lists: what can be chosen from, by name, in `shipped/code_lists/<name>.json`.

{"title": "...", "source": "...", "entries": [{"value": "DE", "label": {"de": "Deutschland", "en": "Germany"}}]}; a list
that `extends` another one has that one's entries before its own.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import get_language

from modules.online_services.engine.texts import GERMAN, LANGUAGES, Text
from tenants.municipality.models import Locality

_HERE: Final = Path(__file__).parent / "shipped" / "code_lists"
LOCALITIES: Final = "localities"  # not shipped: the municipality's own, by name
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,59}")


def code_list(name: str, language: str | None = None) -> Mapping[str, str]:
    """Return the values of a list with their labels in a language, else the active one.

    Raises KeyError for a name that is no list.
    """
    if name == LOCALITIES:
        return {locality: locality for locality in Locality.objects.values_list("name", flat=True)}
    chosen = language or get_language() or GERMAN
    return _labels(name, chosen if chosen in LANGUAGES else GERMAN)


def code_list_names() -> frozenset[str]:
    """Return the names of all shipped lists, for `check_definition` and the builder."""
    return frozenset(path.stem for path in _HERE.glob("*.json")) | {LOCALITIES}


def code_list_title(name: str) -> str:
    """Return what the list is called in German; raises KeyError."""
    if name == LOCALITIES:
        return "Ortschaften"
    return str(_read(name)["title"])


@cache
def _labels(name: str, language: str) -> Mapping[str, str]:
    return MappingProxyType({value: label.in_language(language) for value, label in _entries(name)})


def _entries(name: str) -> Iterator[tuple[str, Text]]:
    content = _read(name)
    if base := content.get("extends"):
        yield from _entries(base)
    for entry in content["entries"]:
        yield entry["value"], Text.model_validate(entry["label"])


@cache
def _read(name: str) -> Mapping[str, Any]:
    path = _HERE / f"{name}.json"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise KeyError(name)
    content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
