"""What an action and an object are called for people.

Each app may say it in its `audit_words.py`: WORDS = {code of an action: words}, OBJECTS = {label of a model: words}.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

SUBMODULE = "audit_words"


@cache
def all_words() -> Mapping[str, Any]:
    """Return the words for every action code that an installed app has named."""
    return _collected("WORDS")


@cache
def all_objects() -> Mapping[str, Any]:
    """Return the words for every kind of object that an installed app has named."""
    return _collected("OBJECTS")


def words_for(action: str) -> str:
    """Return what to call the action; the code itself where nobody has named it."""
    return str(all_words().get(action, action))


def object_words(kind: str) -> str:
    """Return what to call an object of this kind; its label where nobody has named it."""
    return str(all_objects().get(kind, kind))


def _collected(name: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, SUBMODULE):
            found |= getattr(import_module(f"{config.name}.{SUBMODULE}"), name, {})
    return MappingProxyType(found)
