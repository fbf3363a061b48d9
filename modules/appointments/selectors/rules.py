"""Rules of pools, read from the set-up; closed days in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest

from modules.appointments.models import Closure, OpenDespiteHoliday, OpeningHours, Pool, PoolKind
from modules.appointments.rules import PoolRules
from rathaus.calendar.holidays import public_holidays
from rathaus.tenancy import current_tenant


def load_rules(pools: Iterable[Pool]) -> Mapping[UUID, PoolRules]:
    """Return the rules of each pool by its id: four queries, however many pools; none without any."""
    known = {pool.pk: pool for pool in pools}
    if not known:
        return {}
    horizons = load_horizons()
    hours = _by_pool(OpeningHours.objects.filter(pool__in=known))
    closures = list(Closure.objects.filter(Q(pool__isnull=True) | Q(pool__in=known)))
    open_days = list(OpenDespiteHoliday.objects.filter(Q(pool__isnull=True) | Q(pool__in=known)))
    tenant = current_tenant()
    return {
        pool.pk: PoolRules(
            zone=tenant.time_zone,
            state=tenant.state,
            hours=hours.get(pool.pk, []),
            closures=[closure for closure in closures if _concerns(closure, pool)],
            open_holidays=frozenset(entry.day for entry in open_days if entry.pool_id in (None, pool.pk)),
            constant=pool.counters if pool.kind == PoolKind.LIMIT else None,
            is_active=pool.is_active,
            horizon_days=horizons[pool.pk],
            release_time=pool.release_time,
            ruleset=pool.ruleset,
        )
        for pool in known.values()
    }


def load_horizons() -> Mapping[UUID, int]:
    """Return how many days ahead each pool needs day rows: its own horizon, or the widest of its concerns.

    A limit follows the widest of all pools, for it must never be what hides a day.
    """
    widest = Coalesce(Max("concern_places__concern__horizon_days"), 0)
    pools = list(Pool.objects.annotate(widest=Greatest("horizon_days", widest)).order_by())
    of_all = max((pool.widest for pool in pools), default=0)
    return {pool.pk: of_all if pool.kind == PoolKind.LIMIT else pool.widest for pool in pools}


def _by_pool(hours: Iterable[OpeningHours]) -> dict[UUID, list[OpeningHours]]:
    grouped: dict[UUID, list[OpeningHours]] = {}
    for entry in hours:
        grouped.setdefault(entry.pool_id, []).append(entry)
    return grouped


def _concerns(closure: Closure, pool: Pool) -> bool:
    if closure.pool_id:
        return closure.pool_id == pool.pk
    return closure.location_id in (None, pool.location_id)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which the pool would be open by its hours and is not, and why."""

    day: date
    reason: str
    is_holiday: bool


def closed_days(*, pool: Pool, first: date, months: int = 12) -> list[ClosedDay]:
    """Return what closes the pool in the coming months: holidays that are kept, closures of whole days."""
    rules = load_rules([pool])[pool.pk]
    last = first + timedelta(days=months * 31)
    found = [*_kept_holidays(rules, first, last), *_closures(rules.closures, first, last)]
    return sorted(found, key=lambda closed: closed.day)


def _kept_holidays(rules: PoolRules, first: date, last: date) -> Iterator[ClosedDay]:
    for year in range(first.year, last.year + 1):
        for day, name in public_holidays(rules.state, year).items():
            if first <= day <= last and day not in rules.open_holidays and rules.windows_on(day):
                yield ClosedDay(day, name, is_holiday=True)


def _closures(closures: Sequence[Closure], first: date, last: date) -> Iterator[ClosedDay]:
    for closure in closures:
        if closure.is_all_day:
            days = (min(closure.ends_on, last) - max(closure.starts_on, first)).days
            for offset in range(days + 1):
                yield ClosedDay(
                    max(closure.starts_on, first) + timedelta(days=offset), closure.reason, is_holiday=False
                )
