"""Read the figures of a period: of all services, of one, and of the teams that work on them."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Count, Q, Sum

from modules.cases.api import Channel, ServiceFigures, service_figures
from modules.online_services.models import PublicService, ServiceCount
from modules.online_services.services.counting import BEGAN, LEFT, step_done
from modules.online_services.statistics.periods import Period
from modules.online_services.statistics.protecting import Spent, mean_days, shown_teams
from rathaus.accounts.models import Department

ONLINE: Final = Channel.ONLINE.value


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service: how often it was asked for, by which ways, how long it took, how often people left for others."""

    service: PublicService
    ways: Mapping[str, int]
    days: float | None
    left: int

    @property
    def number(self) -> int:
        """How many cases came."""
        return sum(self.ways.values())

    @property
    def online(self) -> int:
        """How many of them came online: each is a trip to the town hall that nobody had to make."""
        return self.ways.get(ONLINE, 0)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team: how many cases came, and days per case where that may be told."""

    name: str
    number: int
    days: float | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """How many people came as far as this in a form."""

    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything of a period. `ways` counts all cases of services by the way they came."""

    services: Sequence[ServiceLine]
    teams: Sequence[TeamLine]

    @property
    def ways(self) -> Mapping[str, int]:
        """All cases by the way they came, the most used first."""
        found: dict[str, int] = defaultdict(int)
        for line in self.services:
            for way, number in line.ways.items():
                found[way] += number
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    @property
    def number(self) -> int:
        """How many cases came."""
        return sum(self.ways.values())

    @property
    def trips_saved(self) -> int:
        """How many ways to the town hall were saved."""
        return self.ways.get(ONLINE, 0)


def read_figures(period: Period, *, department: uuid.UUID | None = None) -> Figures:
    """Return the figures of the period, of one team alone if asked: four queries."""
    every = service_figures(first=period.first, last=period.last)
    people = _people()
    rows = [row for row in every if department is None or row.department_id == department]
    left = _left(period) if department is None else {}
    by_key: dict[str, list[ServiceFigures]] = defaultdict(list)
    for row in rows:
        by_key[row.service_key].append(row)
    services = PublicService.objects.defer("accepted", "own", "search", "terms").order_by("name")
    lines = [_line(one, by_key.get(one.key, []), left.get(one.pk, 0), people) for one in services]
    used = sorted((line for line in lines if line.number or line.left), key=lambda line: -line.number)
    return Figures(used, _teams(rows, people))


def read_steps(service: PublicService, titles: Sequence[tuple[str, str]], period: Period, sent: int) -> list[StepLine]:
    """Return how far people came: began, each step (id and title in order), sent; one query."""
    counted = ServiceCount.objects.filter(service=service, day__range=(period.first, period.last))
    numbers = dict(counted.order_by().values_list("what").annotate(Sum("number")))
    steps = [StepLine(title, numbers.get(step_done(step), 0)) for step, title in titles]
    return [StepLine("", numbers.get(BEGAN, 0)), *steps, StepLine("", sent)]


def _line(
    service: PublicService, rows: Sequence[ServiceFigures], left: int, people: Mapping[uuid.UUID, int]
) -> ServiceLine:
    ways: dict[str, int] = defaultdict(int)
    for row in rows:
        ways[row.channel] += row.opened
    return ServiceLine(service, dict(ways), mean_days(_spent(rows, people)), left)


def _teams(rows: Sequence[ServiceFigures], people: Mapping[uuid.UUID, int]) -> list[TeamLine]:
    names = dict(Department.objects.values_list("pk", "name"))
    numbers: dict[uuid.UUID | None, int] = defaultdict(int)
    for row in rows:
        numbers[row.department_id] += row.opened
    days = shown_teams(_spent(rows, people))
    lines = [TeamLine(names.get(team, ""), count, days.get(team)) for team, count in numbers.items() if team]
    return sorted(lines, key=lambda line: -line.number)


def _spent(rows: Sequence[ServiceFigures], people: Mapping[uuid.UUID, int]) -> list[Spent]:
    teams: dict[uuid.UUID | None, list[ServiceFigures]] = defaultdict(list)
    for row in rows:
        teams[row.department_id].append(row)
    return [
        Spent(
            team=team,
            people=people.get(team, 0) if team else 0,
            closed=sum(row.closed for row in parts),
            spent=sum((row.spent for row in parts), timedelta()),
        )
        for team, parts in teams.items()
    ]


def _people() -> Mapping[uuid.UUID, int]:
    working = Q(members__is_active=True, members__user__is_active=True)
    counted = Department.objects.order_by().annotate(people=Count("members", filter=working))
    return dict(counted.values_list("pk", "people"))


def _left(period: Period) -> Mapping[uuid.UUID, int]:
    counted = ServiceCount.objects.filter(what=LEFT, day__range=(period.first, period.last)).order_by()
    return dict(counted.values_list("service_id").annotate(Sum("number")))
