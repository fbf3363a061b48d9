"""What a part that keeps personal data offers. ModuleSpec.personal_data names an object of this shape.

A model says by `personal_fields: ClassVar[tuple[str, ...]]` which of its fields are personal; an empty tuple
says that none is, although a name looks like it (the telephone of an office). A contract test compares.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from django.db.models import Model

Record = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays although the person is erased, why (the law that keeps it), and until when, if that is known."""

    what: Any  # str or a lazy translation
    why: Any
    until: date | None = None


class PersonalData(Protocol):
    """Knows every place where one part keeps personal data, in the current municipality's schema."""

    models: tuple[type[Model], ...]

    def export(self, *, email: str) -> Sequence[Record]:
        """Return all that is kept about the person, readable for them (Art. 15 DSGVO)."""

    def erase(self, *, email: str) -> int:
        """Remove or blank what is kept about the person unless a law keeps it; return how many rows."""

    def apply_retention(self, *, now: datetime) -> int:
        """Remove or blank what is kept longer than needed; return how many rows. Safe to run twice."""


@runtime_checkable
class SaysWhatStays(Protocol):
    """What a part offers besides when its `erase` leaves something: people read it before they decide (Art. 17 (3))."""

    def kept_after_erasure(self, *, email: str) -> Sequence[Kept]:
        """Return what would stay of this person now; nothing for somebody of whom nothing stays."""
