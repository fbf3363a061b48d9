"""Durations are told about teams, never about a person.

A mean is shown when at least five closed cases and a team of at least two people stand behind it. Where exactly one
team is left out, the smallest of the others is left out with it: else it could be reckoned from the total.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

MIN_CASES: Final = 5
MIN_PEOPLE: Final = 2


@dataclass(frozen=True, slots=True)
class Spent:
    """The closed cases of one team: how many people it has, how many cases, their time together."""

    team: uuid.UUID | None
    people: int
    closed: int
    spent: timedelta

    @property
    def is_large(self) -> bool:
        """Whether its mean says nothing about one person."""
        return self.closed >= MIN_CASES and self.people >= MIN_PEOPLE

    @property
    def days(self) -> float:
        """Days per case."""
        return self.spent / timedelta(days=1) / max(self.closed, 1)


def mean_days(parts: Iterable[Spent]) -> float | None:
    """Return the days per case of all parts together, None where that would tell about one person."""
    present = [part for part in parts if part.closed]
    whole = Spent(None, sum(part.people for part in present), sum(part.closed for part in present), _sum(present))
    return whole.days if whole.is_large else None


def shown_teams(parts: Iterable[Spent]) -> Mapping[uuid.UUID | None, float]:
    """Return the days per case of each team that may be shown."""
    present = [part for part in parts if part.closed]
    shown = sorted((part for part in present if part.is_large), key=lambda part: part.closed)
    if len(present) - len(shown) == 1:
        shown = shown[1:]
    return {part.team: part.days for part in shown}


def _sum(parts: Iterable[Spent]) -> timedelta:
    return sum((part.spent for part in parts), timedelta())
