"""Reads timelines, a page at a time: each takes one query or two, however long the timeline is."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.registry import TimelineKind, active_modules, all_modules
from rathaus.tenancy import current_tenant
from rathaus.timeline.cursors import Cursor
from rathaus.timeline.models import TimelineEntry
from rathaus.timeline.services import Matter
from rathaus.timeline.wishes import Wish

PAGE: Final = 30
MATTERS: Final = 15
NEWEST_OF_MATTER: Final = 3
MOST_PRINTED: Final = 500
RECENT: Final = 50
_SEARCHED: Final = ("title", "text", "matter_label", "by_name")


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first, and where the next page begins."""

    entries: Sequence[TimelineEntry]
    next: Cursor | None = None


@dataclass(frozen=True, slots=True)
class MatterGroup:
    """One matter with its newest entries; `id` is None for what belongs to no matter."""

    id: uuid.UUID | None
    label: str
    count: int
    entries: list[TimelineEntry] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        """Whether it has older entries than those shown."""
        return self.count > len(self.entries)


@dataclass(frozen=True, slots=True)
class MatterPage:
    """Matters, that with the newest entry first, and where the next page begins."""

    groups: Sequence[MatterGroup]
    next: Cursor | None = None


@cache
def kinds() -> Mapping[str, TimelineKind]:
    """Return every kind that a module declares; those of switched-off modules still stand in timelines."""
    return MappingProxyType({kind.code: kind for spec in all_modules() for kind in spec.timeline})


def offered_kinds() -> list[TimelineKind]:
    """Return the kinds to choose from: those of the modules that are on."""
    return [kind for spec in active_modules(current_tenant()) for kind in spec.timeline]


def kind_of(entry: TimelineEntry) -> TimelineKind:
    """Return what kind of thing the entry tells."""
    return kinds().get(entry.kind) or TimelineKind(entry.kind, "", "info")


def timeline_of(person: User, wish: Wish, *, areas: Collection[str] | None = None) -> QuerySet[TimelineEntry]:
    """Return what fits the wish, newest first; with `areas` only what is in none or one of these restricted areas."""
    entries = TimelineEntry.objects.filter(person=person).order_by("-at", "-id")
    if areas is not None:
        entries = entries.filter(area__in=["", *areas])
    for word in wish.query.split():
        entries = entries.filter(_contains(word))
    return entries.filter(**_conditions(wish))


def page_of(entries: QuerySet[TimelineEntry], *, after: Cursor | None = None, size: int = PAGE) -> Page:
    """Return the page after the cursor: one query over one index, as quick for the last page as for the first."""
    rows = list((entries.filter(after.older()) if after else entries)[: size + 1])
    return Page(rows[:size], Cursor(rows[size - 1].at, rows[size - 1].pk) if len(rows) > size else None)


def matters_of(entries: QuerySet[TimelineEntry], *, after: Cursor | None = None) -> MatterPage:
    """Return the matters after the cursor with their newest entries: two queries.

    What belongs to no matter stands in a group of its own at the end of the first page: one query more.
    """
    grouped = entries.filter(matter_id__isnull=False).order_by().values("matter_id").annotate(last=Max("at"))
    if after:
        grouped = grouped.filter(after.older(at="last", key="matter_id"))
    rows = grouped.order_by("-last", "-matter_id")[: MATTERS + 1]
    marks = [Cursor(row["last"], row["matter_id"]) for row in rows if row["matter_id"]]
    groups = _groups(entries, [mark.id for mark in marks[:MATTERS]])
    if after is None and (loose := _loose(entries)):
        groups.append(loose)
    last = marks[MATTERS - 1] if len(marks) > MATTERS else None
    return MatterPage(groups, last)


def recent_matters(person: User, *, areas: Collection[str]) -> dict[uuid.UUID, Matter]:
    """Return the matters of the newest entries, for choosing what something new belongs to: one query."""
    rows = timeline_of(person, Wish(), areas=areas).exclude(matter_id=None).exclude(matter_kind="inbox.note")
    found: dict[uuid.UUID, Matter] = {}
    for entry in rows[:RECENT]:
        if entry.matter_id:
            found.setdefault(entry.matter_id, Matter(entry.matter_kind, entry.matter_id, entry.matter_label))
    return found


def by_day(entries: Iterable[TimelineEntry]) -> list[tuple[date, list[TimelineEntry]]]:
    """Return the entries under their days, in the order they come."""
    days: dict[date, list[TimelineEntry]] = {}
    for entry in entries:
        days.setdefault(entry.day, []).append(entry)
    return list(days.items())


def _groups(entries: QuerySet[TimelineEntry], ids: Sequence[uuid.UUID]) -> list[MatterGroup]:
    """Return the newest entries of each matter; counted from the oldest, the newest one knows how many there are."""
    rank = Window(RowNumber(), partition_by=F("matter_id"), order_by=[F("at").desc(), F("id").desc()])
    rest = Window(RowNumber(), partition_by=F("matter_id"), order_by=[F("at").asc(), F("id").asc()])
    newest = entries.filter(matter_id__in=ids).annotate(rank=rank, rest=rest).filter(rank__lte=NEWEST_OF_MATTER)
    found: dict[uuid.UUID, MatterGroup] = {}
    for entry in newest.order_by("matter_id", "-at", "-id"):
        key = entry.matter_id or entry.pk
        group = found.setdefault(key, MatterGroup(key, entry.matter_label, entry.rest))
        group.entries.append(entry)
    return [found[key] for key in ids if key in found]


def _loose(entries: QuerySet[TimelineEntry]) -> MatterGroup | None:
    """Return the newest of what belongs to no matter."""
    rows = list(entries.filter(matter_id__isnull=True)[: NEWEST_OF_MATTER + 1])
    return MatterGroup(None, "", len(rows), rows[:NEWEST_OF_MATTER]) if rows else None


def _contains(word: str) -> Q:
    found = Q()
    for name in _SEARCHED:
        found |= Q(**{f"{name}__icontains": word})
    return found


def _conditions(wish: Wish) -> dict[str, object]:
    said: dict[str, object] = {}
    if wish.kind:
        said["kind"] = wish.kind
    if wish.matter:
        said["matter_id"] = wish.matter
    if wish.is_without_matter:
        said["matter_id__isnull"] = True
    if wish.since:
        said["at__gte"] = _midnight(wish.since)
    if wish.until:
        said["at__lt"] = _midnight(wish.until + timedelta(days=1))
    return said


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), current_tenant().zone)
