"""Who on the waiting list may get a time that became free, in the order in which they came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from modules.appointments.models import (
    ConcernPlace,
    OfferState,
    State,
    Support,
    WaitingEntry,
    WaitingOffer,
    WaitingState,
)
from modules.appointments.moments import today
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.free import free_times
from modules.appointments.selectors.joining import as_one, as_visited
from modules.appointments.selectors.places import pools_of, with_pools
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.visits import needs_of
from rathaus.tenancy import current_tenant

DAY_BEGINS: Final = time(7)
DAY_ENDS: Final = time(20)
_ON_THE_WAY: Final = timedelta(hours=1)  # from the last moment to accept until the appointment


@dataclass(frozen=True, slots=True)
class Gap:
    """Cells that became free in these pools of a day, and the pools whose day rows are locked.

    `booking` gave them up; whoever waits with that booking does not get its own time back.
    """

    booking: UUID
    pools: frozenset[UUID]
    locked: frozenset[UUID]
    day: date
    cell_from: int
    cell_to: int

    def concerns(self, start: int, end: int) -> bool:
        """Return whether a visit has become possible by the gap: it lies within, or is longer and covers it."""
        if end - start <= self.cell_to - self.cell_from:
            return self.cell_from <= start and end <= self.cell_to
        return start <= self.cell_from and self.cell_to <= end


@dataclass(frozen=True, slots=True)
class Match:
    """A wish and the time that fits it."""

    entry: WaitingEntry
    time: FreeTime


def may_offer(now: datetime) -> bool:
    """Return whether it is day, and stays so until an offer made now has run out: at night nobody is asked."""
    clock = now.astimezone(current_tenant().zone)
    until = clock + timedelta(minutes=get_settings().offer_minutes)
    return clock.date() == until.date() and clock.time() >= DAY_BEGINS and until.time() <= DAY_ENDS


def pools_of_wishes(gap: Gap, now: datetime) -> frozenset[UUID]:
    """Return all pools that anybody who may get a part of the gap needs; two queries where nobody waits."""
    if not may_offer(now):
        return frozenset()
    entries = list(_waiting_for(gap, now))
    places = list(_places_at(gap)) if entries else []
    return frozenset(pool.pk for entry in entries for place in _places_of(entry, places) for pool in pools_of(place))


def matches(gap: Gap, now: datetime) -> Iterator[Match]:
    """Yield who waits with a time in the gap that fits, the longest waiting first.

    A part of the gap serves a shorter wish; a longer one may reach into free time beside it.
    """
    entries = list(_waiting_for(gap, now))
    places = list(_places_at(gap)) if entries else []
    found = _Times(gap, places, now)
    for entry in entries:
        if times := [time for time in found.of(entry) if fits(entry, time, now)]:
            yield Match(entry, min(times, key=lambda time: time.starts_at.timestamp()))


def fits(entry: WaitingEntry, time: FreeTime, now: datetime) -> bool:
    """Return whether somebody wants to come at this time, and has time enough to answer and come."""
    clock = time.starts_at.time()
    return (
        (entry.time_from is None or clock >= entry.time_from)
        and (entry.time_until is None or clock <= entry.time_until)
        and (not entry.weekdays or time.day.weekday() in entry.weekdays)
        and entry.from_day <= time.day <= entry.until_day
        and (entry.booking is None or time.starts_at < entry.booking.starts_at)
        and time.starts_at >= now + timedelta(minutes=get_settings().offer_minutes) + _ON_THE_WAY
    )


class _Times:
    """The free times in a gap by place and length, each looked up once."""

    def __init__(self, gap: Gap, places: list[ConcernPlace], now: datetime) -> None:
        self._gap, self._places, self._now = gap, places, now
        self._known: dict[tuple[UUID, frozenset[UUID], int], list[FreeTime]] = {}

    def of(self, entry: WaitingEntry) -> Iterator[FreeTime]:
        """Yield the times at the entry's place, or at any place of its concern, whose days are locked."""
        for place in _places_of(entry, self._places):
            pools = frozenset(pool.pk for pool in pools_of(place))
            if pools <= self._gap.locked:
                yield from self._at(place, pools, entry.length)

    def _at(self, place: ConcernPlace, pools: frozenset[UUID], length: int) -> list[FreeTime]:
        key = (place.pk, pools, length)
        if key not in self._known:
            times = free_times(places=[place], day=self._gap.day, length=length, now=self._now)
            self._known[key] = [time for time in times if self._gap.concerns(time.cell, time.cell + length)]
        return self._known[key]


def _places_of(entry: WaitingEntry, places: Iterable[ConcernPlace]) -> Iterator[ConcernPlace]:
    """Yield the places at which somebody would come, as their visit sees them."""
    for place in places:
        if place.concern_id == entry.concern_id and entry.place_id in (None, place.pk) and _suits(place, entry):
            yield _seen(place, entry)


def _suits(place: ConcernPlace, entry: WaitingEntry) -> bool:
    """Return whether the person can come to the place: without steps if that is needed."""
    comes = entry.booking is None or entry.booking.is_in_person
    return place.location.step_free or not (comes and Support.STEP_FREE in entry.needs)


def _seen(place: ConcernPlace, entry: WaitingEntry) -> ConcernPlace:
    visited = as_visited(place, entry.booking) if entry.booking else place
    return as_one(visited, visited.further, needs=needs_of(entry.needs))


def _places_at(gap: Gap) -> QuerySet[ConcernPlace]:
    """Return the places of concerns with a waiting list that need one of the gap's pools."""
    needs = ConcernPlace.pools.through.objects.filter(concernplace=OuterRef("pk"), pool__in=gap.pools)
    places = ConcernPlace.objects.filter(
        Exists(needs),
        is_active=True,
        location__is_active=True,
        concern__is_active=True,
        concern__has_waiting_list=True,
    )
    return with_pools(places).order_by("location__position", "location__name", "pk")


def _waiting_for(gap: Gap, now: datetime) -> QuerySet[WaitingEntry]:
    here = today(now)
    is_asked = WaitingOffer.objects.filter(entry=OuterRef("pk"), state=OfferState.OPEN)
    concerns = ConcernPlace.objects.filter(pools__in=gap.pools, concern__has_waiting_list=True).values("concern")
    return (
        WaitingEntry.objects.filter(
            ~Exists(is_asked),
            Q(last_offer_on__isnull=True) | Q(last_offer_on__lt=here),
            Q(weekdays=[]) | Q(weekdays__contains=[gap.day.weekday()]),
            Q(booking__isnull=True) | Q(booking__state=State.CONFIRMED, booking__day__gte=gap.day),
            state=WaitingState.WAITING,
            concern__in=concerns,
            from_day__lte=gap.day,
            until_day__gte=gap.day,
        )
        .exclude(booking=gap.booking)
        .select_related("booking", "concern")
        .prefetch_related("booking__further_concerns__concern")
        .order_by("created_at", "id")
    )
