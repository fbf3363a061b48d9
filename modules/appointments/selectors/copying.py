"""What copying a week to others would do: its dated opening hours and its closures, moved by whole weeks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from modules.appointments.models import Closure, OpeningHours, Pool
from modules.appointments.selectors.conflicts import Proposed, pools_closed_by
from modules.appointments.selectors.rules import load_rules

_A_WEEK: Final = timedelta(days=6)
_HOURS: Final = ("pool", "weekday", "starts_at", "ends_at", "places", "staff_places")
_CLOSURE: Final = ("pool_id", "location_id", "starts_at", "ends_at", "reason", "missing_places")


class WhatIsThere(StrEnum):
    """What to do with a week that has dated hours or closures of its own already."""

    REPLACE = "replace"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class WeekContent:
    """What belongs to one week alone: hours valid in no other, closures that lie in it. Outages are left aside."""

    monday: date
    hours: Sequence[OpeningHours] = ()
    closures: Sequence[Closure] = ()

    def __bool__(self) -> bool:
        return bool(self.hours or self.closures)


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What copying would save and remove; `skipped` are the weeks left alone, for they have something of their own."""

    source: WeekContent
    hours: Sequence[OpeningHours] = ()
    closures: Sequence[Closure] = ()
    replaced: Sequence[WeekContent] = ()
    skipped: Sequence[date] = ()
    pools: Sequence[Pool] = field(default_factory=tuple)

    @property
    def proposed(self) -> Proposed:
        """The rules of all pools concerned as they would be."""
        gone_hours = {entry.pk for week in self.replaced for entry in week.hours}
        gone = [closure.pk for week in self.replaced for closure in week.closures]
        rules = load_rules(self.pools)
        return {
            pool: entry.with_hours(
                [hours for hours in entry.hours if hours.pk not in gone_hours]
                + [hours for hours in self.hours if hours.pool_id == pool]
            ).with_closures(
                [closure for closure in self.closures if pool in {found.pk for found in pools_closed_by(closure)}],
                without=gone,
            )
            for pool, entry in rules.items()
        }


def content_of(monday: date) -> WeekContent:
    """Return what belongs to the week of this Monday alone."""
    last = monday + _A_WEEK
    dated = OpeningHours.objects.filter(valid_from__gte=monday, valid_until__lte=last).select_related("pool")
    hours = [entry for entry in dated if entry.recurrence.occurs_on(monday + timedelta(days=entry.weekday))]
    closures = Closure.objects.filter(starts_on__gte=monday, ends_on__lte=last, outage__isnull=True)
    return WeekContent(monday, hours, list(closures))


def plan_copy(*, source: date, targets: Iterable[date], key: UUID, what_is_there: WhatIsThere) -> CopyPlan:
    """Return what copying the week of one Monday to others would do; ids come from the form's key."""
    content = content_of(source)
    found = {monday: content_of(monday) for monday in sorted(set(targets) - {source})}
    is_skipping = what_is_there == WhatIsThere.SKIP
    # What the same form saved before is no conflict: it is saved again under the same ids.
    own = {monday: _own_ids(content, monday, key) for monday in found}
    taken = {monday: week for monday, week in found.items() if _foreign(week, own[monday])}
    chosen = [monday for monday in found if not (is_skipping and monday in taken)]
    replaced = [_without(taken[monday], own[monday]) for monday in chosen if monday in taken]
    hours = [entry for monday in chosen for entry in _shifted_hours(content, monday, key)]
    closures = [entry for monday in chosen for entry in _shifted_closures(content, monday, key)]
    return CopyPlan(
        source=content,
        hours=hours,
        closures=closures,
        replaced=replaced,
        skipped=[monday for monday in found if monday not in chosen],
        pools=_pools(hours, closures, replaced),
    )


def _shifted_hours(content: WeekContent, monday: date, key: UUID) -> Iterator[OpeningHours]:
    days = monday - content.monday
    for entry in content.hours:
        fields = {name: getattr(entry, name) for name in _HOURS}
        yield OpeningHours(
            **fields,
            id=uuid5(key, f"{entry.pk} {monday}"),
            valid_from=entry.valid_from + days if entry.valid_from else None,
            valid_until=entry.valid_until + days if entry.valid_until else None,
        )


def _shifted_closures(content: WeekContent, monday: date, key: UUID) -> Iterator[Closure]:
    days = monday - content.monday
    for entry in content.closures:
        fields = {name: getattr(entry, name) for name in _CLOSURE}
        new_id = uuid5(key, f"{entry.pk} {monday}")
        yield Closure(**fields, id=new_id, starts_on=entry.starts_on + days, ends_on=entry.ends_on + days)


def _own_ids(content: WeekContent, monday: date, key: UUID) -> set[UUID]:
    return {uuid5(key, f"{entry.pk} {monday}") for entry in [*content.hours, *content.closures]}


def _foreign(week: WeekContent, own: set[UUID]) -> bool:
    return bool(_without(week, own))


def _without(week: WeekContent, own: set[UUID]) -> WeekContent:
    hours = [entry for entry in week.hours if entry.pk not in own]
    return WeekContent(week.monday, hours, [entry for entry in week.closures if entry.pk not in own])


def _pools(
    hours: Iterable[OpeningHours], closures: Iterable[Closure], replaced: Iterable[WeekContent]
) -> tuple[Pool, ...]:
    weeks = list(replaced)
    of_hours = [entry.pool for entry in [*hours, *(entry for week in weeks for entry in week.hours)]]
    every = [*closures, *(entry for week in weeks for entry in week.closures)]
    of_closures = [pool for closure in every for pool in pools_closed_by(closure)]
    return tuple({pool.pk: pool for pool in [*of_hours, *of_closures]}.values())
