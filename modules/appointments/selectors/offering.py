"""What the public may book for a concern, remembered in the process while nobody edits the set-up.

One small statement asks Postgres for the versions of the set-up's rows (where each row lies and who wrote it). An edit
changes them for every process at once, whoever makes it, so there is nothing to announce and nothing can be stale.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Model

from modules.appointments.models import (
    Concern,
    ConcernPlace,
    ConcernWindow,
    Pool,
    PreliminaryAnswer,
    PreliminaryQuestion,
)
from modules.appointments.selectors.places import offered_places

_MAX_REMEMBERED: Final = 2048
_SET_UP: Final = (
    Concern,
    ConcernPlace,
    ConcernPlace.pools.through,
    ConcernWindow,
    Pool,
    PreliminaryAnswer,
    PreliminaryQuestion,
)

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Offering:
    """The places with all that free times need, and the concern's answers in the order of their questions.

    Shared by requests and threads: read it, never change it.
    """

    places: Sequence[ConcernPlace] = ()
    answers: Sequence[PreliminaryAnswer] = ()


_remembered: OrderedDict[tuple[str, UUID], tuple[Version, Offering]] = OrderedDict()
_lock = Lock()


def offering_of(concern: UUID) -> Offering:
    """Return what is offered; without places if nothing is. One query while the set-up stays as it is."""
    return _offering(concern, _version())


def offerings_of(concerns: Sequence[UUID]) -> list[Offering]:
    """Return what is offered for each of the concerns. One query while the set-up stays as it is."""
    version = _version() if concerns else (0, 0)
    return [_offering(concern, version) for concern in concerns]


def _offering(concern: UUID, version: Version) -> Offering:
    key = (str(connection.settings_dict["SCHEMA"]), concern)
    remembered = _remembered.get(key)
    if remembered and remembered[0] == version:
        return remembered[1]
    offering = _read(concern)
    with _lock:
        _remembered[key] = (version, offering)
        _remembered.move_to_end(key)
        while len(_remembered) > _MAX_REMEMBERED:
            _remembered.popitem(last=False)
    return offering


@cache
def _versions_sql() -> str:
    tables = [_table(model) for model in (*_SET_UP, ConcernPlace.location.field.related_model)]
    rows = " UNION ALL ".join(f"SELECT tableoid, ctid, xmin FROM {table}" for table in tables)  # noqa: S608 - no input
    return f"""
        SELECT count(*), COALESCE(bit_xor(hashtextextended(concat_ws(' ', tableoid, ctid, xmin), 0)), 0)
        FROM ({rows}) AS row_versions
    """  # noqa: S608 - names of our own tables


def _table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - Django's documented interface in spite of its name


def _version() -> Version:
    with connection.cursor() as cursor:
        cursor.execute(_versions_sql())
        count, mixed = cursor.fetchone()
    return count, mixed


def _read(concern: UUID) -> Offering:
    answers = PreliminaryAnswer.objects.filter(question__concern=concern).select_related("question")
    return Offering(
        places=list(offered_places().filter(concern=concern)),
        answers=list(answers.order_by("question__position", "question", "position", "pk")),
    )
