"""Versions of forms, and their definitions as objects."""

from functools import lru_cache
from typing import Final

from django.db.models import QuerySet

from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import FormVersion, PublicService, Stage

_KEPT: Final = 128


class _Immutable:
    """A published version as a key: it never changes, so its id says whether it is the same."""

    __slots__ = ("version",)

    def __init__(self, version: FormVersion) -> None:
        self.version = version

    def __hash__(self) -> int:
        return hash(self.version.pk)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Immutable) and self.version.pk == other.version.pk


def current_version(form_key: str) -> FormVersion | None:
    """Return the version that everybody fills in, None for a form that is not live: one query."""
    return _live().filter(form__key=form_key).first()


def version_for(service: PublicService) -> FormVersion | None:
    """Return the live version of the service's form: one query."""
    return _live().filter(form__service=service).first()


def definition_of(version: FormVersion) -> FormDefinition:
    """Return the form of this version as an object, the same one each time in a process.

    Number 0 is the form as it is being edited: it is read anew each time.
    """
    if version.number == 0:
        return FormDefinition.model_validate(version.definition)
    return _definition(_Immutable(version))


@lru_cache(maxsize=_KEPT)
def _definition(key: _Immutable) -> FormDefinition:
    return FormDefinition.model_validate(key.version.definition)


def _live() -> QuerySet[FormVersion]:
    found = FormVersion.objects.select_related("form").filter(stage=Stage.LIVE, number__gt=0)
    return found.order_by("-number")
