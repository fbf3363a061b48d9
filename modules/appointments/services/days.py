"""Day rows: make them, rebuild them from rules and bookings, compare them with the truth."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from modules.appointments.models import OCCUPYING_STATES, BookingPlace, Pool, PoolDay
from modules.appointments.moments import today
from modules.appointments.rules import PoolRules
from modules.appointments.selectors.rules import load_horizons, load_rules
from modules.appointments.slots import rebuild_used
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.tenancy import current_tenant

Key = tuple[UUID, date]
_CONTENT = ("tz_cells", "cap", "cap_staff", "used", "opened_at")
_FIELDS = (*_CONTENT, "ruleset")
_ensured_on: dict[str, date] = {}  # by schema, in this process


@dataclass(frozen=True, slots=True)
class Difference:
    """A day row that says something else than rules and bookings."""

    pool_id: UUID
    day: date
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the self-check found among so many day rows."""

    checked: int
    differences: tuple[Difference, ...]
    repaired: bool

    @property
    def is_clean(self) -> bool:
        """Whether every row was right."""
        return not self.differences


def ensure_days(
    *,
    pools: Iterable[Pool] | None = None,
    since: date | None = None,
    until: date | None = None,
    now: datetime | None = None,
) -> int:
    """Make the missing day rows of the pools (all active ones by default) and return how many.

    From today, or `since`, to the horizon and one day more, whose row waits for its release time; or to `until` if that
    is later. Three queries when nothing is missing.
    """
    wanted = Pool.objects.filter(is_active=True) if pools is None else pools
    missing = _missing_days([pool.pk for pool in wanted], since=since, until=until, now=now)
    if not missing:
        return 0
    with transaction.atomic():
        rules = load_rules(_lock_pools(pool for pool, _day in missing))
        rows = [_build(pool, day, rules[pool], ()) for pool, day in sorted(missing)]
        return len(PoolDay.objects.bulk_create(rows, ignore_conflicts=True))


def ensure_todays_horizon() -> None:
    """Make the missing day rows at this process's first look of a day: no page waits for the hourly job."""
    schema, here = current_tenant().schema_name, today()
    if _ensured_on.get(schema) != here:
        ensure_days()
        _ensured_on[schema] = here


def rebuild_days(*, pools: Iterable[Pool], since: date | None = None, now: datetime | None = None) -> None:
    """Build all day rows of the pools from today, or `since`, on anew: places from the rules, used from the bookings.

    Belongs into the transaction of every edit of the set-up, so that there is no moment between edit and effect. More
    used than there is room for is allowed; `conflicting_bookings` names whom it concerns.
    """
    with transaction.atomic():
        locked = _lock_pools({pool.pk for pool in pools} | _too_short(now))
        ensure_days(pools=locked, since=since, now=now)
        rows = PoolDay.objects.filter(pool__in=locked, day__gte=since or today(now))
        changed = [fresh for _row, fresh in _compare(rows, load_rules(locked), fields=_CONTENT)]
        PoolDay.objects.bulk_create(
            changed, batch_size=200, update_conflicts=True, unique_fields=("pool", "day"), update_fields=_FIELDS
        )
        for pool in locked:
            rows.filter(pool=pool).update(ruleset=pool.ruleset)


def check_days(*, repair: bool, actor: User | None = None, now: datetime | None = None) -> CheckReport:
    """Compare all day rows from today on with rules and bookings; repair what differs if asked.

    The first look takes no locks. What seems wrong is looked at again with its row locked, since a booking in between
    changes both sides.
    """
    rules = load_rules(Pool.objects.all())
    rows = PoolDay.objects.filter(day__gte=today(now))
    found = [
        difference
        for row, _fresh in _compare(rows, rules, lock=False)
        for difference in _look_again(row, rules, repair=repair)
    ]
    if found and repair:
        record(action="appointments.days_repaired", actor=actor, details={"rows": len(found)})
    return CheckReport(checked=rows.count(), differences=tuple(found), repaired=repair and bool(found))


def _missing_days(
    pools: Sequence[UUID], *, now: datetime | None, since: date | None = None, until: date | None = None
) -> set[Key]:
    first = since or today(now)
    horizons = load_horizons()
    known = set(PoolDay.objects.filter(pool__in=pools, day__gte=first).values_list("pool_id", "day"))
    wanted: set[Key] = set()
    for pool in pools:
        last = max(today(now) + timedelta(days=horizons[pool] + 1), until or first)
        wanted |= {(pool, first + timedelta(days=offset)) for offset in range((last - first).days + 1)}
    return wanted - known


def _too_short(now: datetime | None) -> set[UUID]:
    """Return the active pools that lack days, for the edit of one may make others reach farther."""
    active = list(Pool.objects.filter(is_active=True).values_list("pk", flat=True))
    return {pool for pool, _day in _missing_days(active, now=now)}


def _lock_pools(pools: Iterable[UUID]) -> list[Pool]:
    """Lock the pools against edits, so that no row is built from rules that change meanwhile."""
    return list(Pool.objects.filter(pk__in=set(pools)).order_by("pk").select_for_update(no_key=True))


def _build(pool: UUID, day: date, rules: PoolRules, bookings: Iterable[tuple[int, int]]) -> PoolDay:
    """Return the day row that follows from rules and bookings: a pure function of both."""
    cap, cap_staff = rules.capacity_on(day)
    return PoolDay(
        pool_id=pool,
        day=day,
        tz_cells=len(cap),
        cap=cap,
        cap_staff=cap_staff,
        used=rebuild_used(bookings, len(cap)),
        opened_at=rules.opened_at(day),
        ruleset=rules.ruleset,
    )


def _compare(
    rows: QuerySet[PoolDay],
    rules: Mapping[UUID, PoolRules],
    *,
    fields: Sequence[str] = _FIELDS,
    lock: bool = True,
) -> Iterator[tuple[PoolDay, PoolDay]]:
    """Yield each row that differs from what it should be, with what it should be.

    The rows are locked in (pool, day) order first; a statement of its own then reads the bookings, for it has to see
    what was committed while this one waited.
    """
    ordered = rows.order_by("pool_id", "day")
    found = list(ordered.select_for_update() if lock else ordered)
    taken = _taken_cells(found)
    for row in found:
        fresh = _build(row.pool_id, row.day, rules[row.pool_id], taken.get((row.pool_id, row.day), ()))
        if _changed(row, fresh, fields):
            yield row, fresh


def _taken_cells(rows: Sequence[PoolDay]) -> Mapping[Key, list[tuple[int, int]]]:
    if not rows:
        return {}
    days = [row.day for row in rows]
    places = BookingPlace.objects.filter(
        pool__in={row.pool_id for row in rows},
        day__range=(min(days), max(days)),
        booking__state__in=OCCUPYING_STATES,
    )
    taken: dict[Key, list[tuple[int, int]]] = {}
    for pool, day, start, end in places.values_list("pool_id", "day", "booking__cell_from", "booking__cell_to"):
        taken.setdefault((pool, day), []).append((start, end))
    return taken


def _changed(row: PoolDay, fresh: PoolDay, fields: Sequence[str] = _FIELDS) -> tuple[str, ...]:
    return tuple(name for name in fields if getattr(row, name) != getattr(fresh, name))


def _overwrite(row: PoolDay, fresh: PoolDay) -> None:
    PoolDay.objects.filter(pool=row.pool_id, day=row.day).update(**{name: getattr(fresh, name) for name in _FIELDS})


def _look_again(row: PoolDay, rules: Mapping[UUID, PoolRules], *, repair: bool) -> list[Difference]:
    with transaction.atomic():
        differing = list(_compare(PoolDay.objects.filter(pool=row.pool_id, day=row.day), rules))
        for locked, fresh in differing if repair else ():
            _overwrite(locked, fresh)
    return [Difference(row.pool_id, row.day, _changed(locked, fresh)) for locked, fresh in differing]
