"""All figures of a period, counted once, for the page, the files and the report."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from modules.appointments.models import Pool, PoolKind
from modules.appointments.selectors.statistics import counting
from modules.appointments.selectors.statistics.cells import share
from modules.appointments.selectors.statistics.counting import LeadLine, Line, TeamMonth, Totals
from modules.appointments.selectors.statistics.periods import Period, Scope, complete_months
from modules.appointments.selectors.statistics.protecting import Group, Shown, add_up, protect

Capacity = Mapping[tuple[int, int], tuple[int, int]]
_TEAM_ORDER: Final = ("location__position", "location__name", "position", "name")


@dataclass(frozen=True)
class Overview:
    """Everything that the page shows. `months` are those for which times of teams are told."""

    period: Period
    now: Totals
    before: Totals
    step: str
    by_time: Sequence[Line]
    origins: Mapping[tuple[str, str], int]
    concerns: Sequence[Line]
    days_ahead: Sequence[int]
    leads: Sequence[LeadLine]
    capacity: Capacity
    months: Period
    teams: Sequence[Pool]
    waiting: Shown
    handling: Shown

    @property
    def usage(self) -> float | None:
        """The share of open places that was taken."""
        return usage_of(self.capacity.values())


def overview(period: Period, scope: Scope, *, today: date) -> Overview:
    """Return all figures of a period: 16 queries, however long it is and however much was booked."""
    step, lines = counting.by_time(period, scope)
    months = complete_months(period, today)
    pools = list(Pool.objects.filter(kind=PoolKind.COUNTERS).select_related("location").order_by(*_TEAM_ORDER))
    times = counting.team_months(months)
    return Overview(
        period=period,
        now=counting.totals(period, scope),
        before=counting.totals(period.before, scope),
        step=step,
        by_time=lines,
        origins=counting.by_origin(period, scope),
        concerns=counting.by_concern(period, scope),
        days_ahead=counting.by_days_ahead(period, scope),
        leads=counting.lead_by_concern(period, scope),
        capacity=counting.capacity(period, scope),
        months=months,
        teams=[pool for pool in pools if _is_meant(pool, scope)],
        waiting=_shown(times, pools, lambda entry: (entry.waits, entry.waiting)),
        handling=_shown(times, pools, lambda entry: (entry.handlings, entry.handling)),
    )


def usage_of(places: Iterable[tuple[int, int]]) -> float | None:
    """Return the share of open places that was taken, None where nothing was open."""
    found = list(places)
    return share(sum(used for _cap, used in found), sum(cap for cap, _used in found))


def _shown(
    times: Iterable[TeamMonth], pools: Iterable[Pool], measure: Callable[[TeamMonth], tuple[int, float]]
) -> Shown:
    """Protect each month over all teams, whatever the page is filtered by, and add the months up."""
    places = {pool.pk: pool.counters for pool in pools}
    months: dict[date, list[Group]] = {}
    for entry in times:
        group = Group(entry.pool, places.get(entry.pool, 0), *measure(entry))
        months.setdefault(entry.month, []).append(group)
    return add_up(protect(groups) for groups in months.values())


def _is_meant(pool: Pool, scope: Scope) -> bool:
    return scope.pool in (None, pool.pk) and scope.location in (None, pool.location_id)
