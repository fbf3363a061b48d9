"""What somebody looks for in a timeline, kept in the URL."""

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from django.http import QueryDict
from django.utils.http import urlencode

Grouping = Literal["day", "matter"]
WITHOUT_MATTER: Final = "ohne"
_LONGEST_QUERY: Final = 100
_YEARS: Final = range(1990, 2200)  # beyond them nothing was told, and dates overflow


@dataclass(frozen=True, slots=True)
class Wish:
    """Words, a kind, days from and until, one matter, and whether to group by matter. Empty means all."""

    query: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    matter: uuid.UUID | None = None
    is_without_matter: bool = False
    grouping: Grouping = "day"

    @classmethod
    def of(cls, query: QueryDict) -> "Wish":
        """Return the wish of an address; what makes no sense there counts as not said."""
        matter = query.get("vorgang", "")
        return cls(
            query=query.get("q", "").strip()[:_LONGEST_QUERY],
            kind=query.get("art", "")[:60],
            since=_day(query.get("von", "")),
            until=_day(query.get("bis", "")),
            matter=_uuid(matter),
            is_without_matter=matter == WITHOUT_MATTER,
            grouping="matter" if query.get("nach") == "vorgang" else "day",
        )

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves something out."""
        return bool(self.query or self.kind or self.since or self.until or self.matter or self.is_without_matter)

    @property
    def matter_text(self) -> str:
        """The matter as the address names it."""
        return str(self.matter) if self.matter else WITHOUT_MATTER * self.is_without_matter

    def address(self, **more: str) -> str:
        """Return the query of an address that says the same, with more after it."""
        said = {
            "q": self.query,
            "art": self.kind,
            "von": self.since.isoformat() if self.since else "",
            "bis": self.until.isoformat() if self.until else "",
            "vorgang": self.matter_text,
            "nach": "vorgang" if self.grouping == "matter" else "",
        }
        return "?" + urlencode({key: value for key, value in (said | more).items() if value})

    def but(self, **changes: Any) -> "Wish":
        """Return the wish with something else in it."""
        return replace(self, **changes)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
