"""Where a page of a long list ends: the moment and the id of its last row, as a piece of an address."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import Q

_START: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: what is older comes after it."""

    at: datetime
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{(self.at - _START) // _MICROSECOND}-{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Return what an address names; None for anything that is none of ours."""
        moment, _dash, key = text.partition("-")
        try:
            return cls(_START + int(moment[:18]) * _MICROSECOND, uuid.UUID(hex=key))
        except (ValueError, OverflowError):
            return None

    def older(self, *, at: str = "at", key: str = "id") -> Q:
        """Return the rows after it, newest first; `at` and `key` name the fields."""
        same: dict[str, Any] = {at: self.at, f"{key}__lt": self.id}
        return Q(**{f"{at}__lt": self.at}) | Q(**same)
