"""What is set up, as administrators look at it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Prefetch, Q, QuerySet

from modules.appointments.models import Closure, Concern, ConcernPlace, OpenDespiteHoliday, Pool, PoolKind
from modules.appointments.selectors.choosing import ConcernGroup
from modules.appointments.selectors.week import hours_in_words
from rathaus.calendar.holidays import public_holidays
from tenants.municipality.models import Location


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool with its hours in words, one line a series."""

    pool: Pool
    hours: Sequence[str]


@dataclass(frozen=True, slots=True)
class LocationPools:
    """A location with all its pools, those out of use as well."""

    location: Location
    pools: Sequence[PoolLine]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday; `entry` says that everybody works all the same, `of_pools` that some pools do."""

    day: date
    name: str
    entry: OpenDespiteHoliday | None
    of_pools: Sequence[OpenDespiteHoliday]


def all_pools() -> QuerySet[Pool]:
    """Return the pools of counters with location and hours, those out of use as well: two queries."""
    pools = Pool.objects.filter(kind=PoolKind.COUNTERS).select_related("location").prefetch_related("opening_hours")
    return pools.order_by("location__position", "location__name", "position", "name")


def pools_by_location() -> list[LocationPools]:
    """Return all pools of counters under their locations; locations without a pool are left out."""
    return [
        LocationPools(location, [PoolLine(pool, hours_in_words(pool.opening_hours.all())) for pool in pools])
        for location, pools in groupby(all_pools(), key=lambda pool: pool.location)
    ]


def all_concerns(query: str = "") -> list[ConcernGroup]:
    """Return every concern in its group, offered or not, found by name, group or keyword: two queries.

    Each knows `question_count` and `window_count`, and its `offered_places` with their location.
    """
    offered = ConcernPlace.objects.filter(is_active=True).select_related("location")
    concerns = Concern.objects.prefetch_related(Prefetch("places", offered, to_attr="offered_places")).annotate(
        question_count=Count("questions", distinct=True), window_count=Count("windows", distinct=True)
    )
    for word in query.split():
        concerns = concerns.filter(Q(name__icontains=word) | Q(keywords__icontains=word) | Q(group__icontains=word))
    return group_concerns(concerns.order_by("position", "name"))


def group_concerns(concerns: Iterable[Concern]) -> list[ConcernGroup]:
    """Return the concerns in groups, which come in the order of their first concern."""
    found = list(concerns)
    order = list(dict.fromkeys(concern.group for concern in found))
    found.sort(key=lambda concern: order.index(concern.group))
    return [ConcernGroup(name, list(group)) for name, group in groupby(found, key=lambda concern: concern.group)]


def coming_closures(today: date) -> QuerySet[Closure]:
    """Return the closures that are not over yet, the next one first."""
    return Closure.objects.filter(ends_on__gte=today).select_related("pool", "location").order_by("starts_on")


def past_closures(today: date) -> QuerySet[Closure]:
    """Return the closures of the past year, the latest first."""
    past = Closure.objects.filter(ends_on__lt=today, ends_on__gte=today - timedelta(days=366))
    return past.select_related("pool", "location").order_by("-starts_on")


def coming_holidays(state: str, today: date) -> list[Holiday]:
    """Return the public holidays of the next twelve months: one query."""
    until = today + timedelta(days=365)
    entries = list(OpenDespiteHoliday.objects.filter(day__range=(today, until)).select_related("pool"))
    days = {**public_holidays(state, today.year), **public_holidays(state, today.year + 1)}
    return [_holiday(day, name, entries) for day, name in days.items() if today <= day <= until]


def _holiday(day: date, name: str, entries: Iterable[OpenDespiteHoliday]) -> Holiday:
    of_day = [entry for entry in entries if entry.day == day]
    of_all = next((entry for entry in of_day if entry.pool_id is None), None)
    return Holiday(day, name, of_all, [entry for entry in of_day if entry.pool_id])
