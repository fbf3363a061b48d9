"""What a change of the hours does before it is made: bookable times per week, and the days that citizens notice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from modules.appointments.models import Pool, PoolKind
from modules.appointments.rules import PoolRules
from modules.appointments.selectors.conflicts import Proposed
from modules.appointments.selectors.rules import load_rules
from modules.appointments.slots import open_cells
from modules.appointments.slots.masks import runs
from rathaus.calendar.localtime import CELL_MINUTES, wall_time_of
from rathaus.web.wording import hour_range

_WEEKS_SHOWN: Final = 8
_DAYS_SHOWN: Final = 7
_LOOK_AHEAD: Final = 400  # days: further nobody can book


@dataclass(frozen=True, slots=True)
class WeekImpact:
    """Bookable times of one week, before and after: places at each start of the teams' grids."""

    monday: date
    before: int
    after: int

    @property
    def change(self) -> int:
        """How many more there are; fewer are negative."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class DayImpact:
    """A day that looks different for citizens: the team's hours in words, "" for a closed day."""

    day: date
    pool: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Impact:
    """The weeks from the first one that changes on, and the first days on which people notice it."""

    weeks: Sequence[WeekImpact]
    days: Sequence[DayImpact]
    more_days: int

    @property
    def most(self) -> int:
        """The largest number of the weeks, for the chart."""
        return max((max(week.before, week.after) for week in self.weeks), default=0)


def impact_of(*, proposed: Proposed, today: date) -> Impact:
    """Return what changes from today on; no weeks where nothing does. One query per table of the set-up."""
    pools = {pool.pk: pool for pool in Pool.objects.filter(pk__in=list(proposed), kind=PoolKind.COUNTERS)}
    current = load_rules(pools.values())
    days = [today + timedelta(days=offset) for offset in range(_LOOK_AHEAD)]
    changed = [day for day in days if _differs(day, current, proposed)]
    if not changed:
        return Impact((), (), 0)
    noticed = list(_noticed(changed, pools, current, proposed))
    weeks = tuple(_weeks(changed[0], today, pools, current, proposed))
    return Impact(weeks, tuple(noticed[:_DAYS_SHOWN]), max(len(noticed) - _DAYS_SHOWN, 0))


def _differs(day: date, current: Proposed, proposed: Proposed) -> bool:
    return any(current[pool].capacity_on(day)[0] != proposed[pool].capacity_on(day)[0] for pool in current)


def _weeks(
    first: date, today: date, pools: Mapping[UUID, Pool], current: Proposed, proposed: Proposed
) -> Iterator[WeekImpact]:
    monday = first - timedelta(days=first.weekday())
    for number in range(_WEEKS_SHOWN):
        start = monday + timedelta(weeks=number)
        days = [day for offset in range(7) if (day := start + timedelta(days=offset)) >= today]
        before = sum(_times(pools[pool], current[pool], day) for pool in pools for day in days)
        after = sum(_times(pools[pool], proposed[pool], day) for pool in pools for day in days)
        yield WeekImpact(start, before, after)


def _times(pool: Pool, rules: PoolRules, day: date) -> int:
    return sum(rules.capacity_on(day)[0]) * CELL_MINUTES // pool.grid_minutes


def _noticed(
    days: Sequence[date], pools: Mapping[UUID, Pool], current: Proposed, proposed: Proposed
) -> Iterator[DayImpact]:
    for day in days:
        for pool in pools.values():
            before, after = _words(current[pool.pk], day), _words(proposed[pool.pk], day)
            if before != after:
                yield DayImpact(day, pool.name, before, after)


def _words(rules: PoolRules, day: date) -> str:
    edges = runs(open_cells(rules.capacity_on(day)[0]))
    return ", ".join(
        hour_range(wall_time_of(day, start, rules.zone), wall_time_of(day, end, rules.zone)) for start, end in edges
    )
