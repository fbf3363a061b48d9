"""Times of work are told about teams, never about a person.

A team's month is shown when at least five cases and two places stand behind it. What the month's total would give
away is hidden with it (complementary suppression): what remains of the total is always several teams together that
fulfil the same rule. Longer periods add up only what the single months show, so no two periods can be subtracted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

MIN_CASES: Final = 5
MIN_PLACES: Final = 2


@dataclass(frozen=True, slots=True)
class Group:
    """One team in one month: how many counters it has, how many cases, their minutes together."""

    team: UUID
    places: int
    cases: int
    minutes: float

    @property
    def is_large(self) -> bool:
        """Whether its mean says nothing about one person."""
        return self.cases >= MIN_CASES and self.places >= MIN_PLACES


@dataclass(frozen=True, slots=True)
class Mean:
    """Cases and minutes that may be shown."""

    cases: int = 0
    minutes: float = 0.0

    def __add__(self, other: "Mean") -> "Mean":
        return Mean(self.cases + other.cases, self.minutes + other.minutes)

    @property
    def value(self) -> float | None:
        """Minutes per case."""
        return self.minutes / self.cases if self.cases else None


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown: means by team, and of all teams together, None where it would tell too much."""

    teams: Mapping[UUID, Mean]
    total: Mean | None


def protect(groups: Iterable[Group]) -> Shown:
    """Return what of one month may be shown; teams without cases give nothing away and are left out."""
    present = [group for group in groups if group.cases]
    hidden = [group for group in present if not group.is_large]
    shown = sorted((group for group in present if group.is_large), key=lambda group: group.cases)
    while hidden and shown and not _is_safe(hidden):
        hidden.append(shown.pop(0))
    if not present or (hidden and not _is_safe(hidden)):
        return Shown({}, None)
    return Shown({group.team: Mean(group.cases, group.minutes) for group in shown}, _sum(present))


def add_up(months: Iterable[Shown]) -> Shown:
    """Return several months together: the sum of what each of them shows."""
    teams: dict[UUID, Mean] = {}
    total: Mean | None = None
    for month in months:
        for team, mean in month.teams.items():
            teams[team] = teams.get(team, Mean()) + mean
        if month.total:
            total = (total or Mean()) + month.total
    return Shown(teams, total)


def _is_safe(hidden: Sequence[Group]) -> bool:
    """Return whether the rest of a total tells about none of the teams in it."""
    cases, places = sum(group.cases for group in hidden), sum(group.places for group in hidden)
    return len(hidden) > 1 and cases >= MIN_CASES and places >= MIN_PLACES


def _sum(groups: Iterable[Group]) -> Mean:
    return sum((Mean(group.cases, group.minutes) for group in groups), Mean())
