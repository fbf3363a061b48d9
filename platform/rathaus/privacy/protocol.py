"""What a part that keeps personal data offers. ModuleSpec.personal_data names an object of this shape.

A model says by `personal_fields: ClassVar[tuple[str, ...]]` which of its fields are personal; an empty tuple
says that none is, although a name looks like it (the telephone of an office). A contract test compares.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db.models import Model

Record = dict[str, str | int | bool | None]


class PersonalData(Protocol):
    """Knows every place where one part keeps personal data, in the current municipality's schema."""

    models: tuple[type[Model], ...]

    def export(self, *, email: str) -> Sequence[Record]:
        """Return all that is kept about the person, readable for them (Art. 15 DSGVO)."""

    def erase(self, *, email: str) -> int:
        """Remove or blank what is kept about the person unless a law keeps it; return how many rows."""

    def apply_retention(self, *, now: datetime) -> int:
        """Remove or blank what is kept longer than needed; return how many rows. Safe to run twice."""
