"""Outages and the people they concern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from modules.appointments.models import (
    Booking,
    Closure,
    Outage,
    OutageCase,
    OutageCaseState,
    OutageChoice,
    Pool,
    PoolKind,
    State,
)
from modules.appointments.rules import PoolRules
from modules.appointments.selectors.conflicts import Proposed
from modules.appointments.selectors.rules import load_rules

LOOK_AHEAD: Final = timedelta(days=14)  # whatever is closed longer is closed


@dataclass(frozen=True, slots=True)
class PlacesLeft:
    """How many places a pool has on the first open day of an outage: those of staff, at its fullest hour."""

    name: str
    day: date
    before: int
    after: int


def choices_of(booking: Booking) -> tuple[OutageChoice, ...]:
    """Return what can become of an affected booking, the usual first.

    Nobody moves who is here already, and one that was never confirmed is no appointment yet.
    """
    if booking.state == State.CONFIRMED:
        return OutageChoice.REPLACE, OutageChoice.KEEP, OutageChoice.CANCEL
    if booking.state == State.UNCONFIRMED:
        return OutageChoice.CANCEL, OutageChoice.KEEP
    return OutageChoice.KEEP, OutageChoice.CANCEL


def running_outages(now: datetime | None = None) -> QuerySet[Outage]:
    """Return the outages that are not over, the latest first."""
    return Outage.objects.filter(ended_at__isnull=True, ends_at__gt=now or timezone.now())


def past_outages(now: datetime | None = None) -> QuerySet[Outage]:
    """Return the outages that are over, the latest first."""
    return Outage.objects.exclude(pk__in=running_outages(now))


def notices() -> Sequence[str]:
    """Return what the public pages say while outages last; each sentence once."""
    now = timezone.now()
    texts = running_outages(now).filter(starts_at__lte=now).exclude(notice="").values_list("notice", flat=True)
    return list(dict.fromkeys(texts))


def cases_of(outage: Outage) -> QuerySet[OutageCase]:
    """Return the cases in the order of their former times, with booking, concern and replacement."""
    related = ("booking__concern", "booking__place__location", "replacement__place__location")
    cases = OutageCase.objects.filter(outage=outage).select_related(*related)
    return cases.prefetch_related("booking__further_concerns__concern").order_by("former_start", "id")


def case_of(booking: Booking) -> OutageCase | None:
    """Return the newest case of a booking, or None."""
    cases = OutageCase.objects.filter(booking=booking).select_related("outage", "replacement__place__location")
    return cases.order_by("-outage__created_at").first()


def falls_out(booking: Booking) -> bool:
    """Return whether the appointment cannot take place as booked and nothing was agreed on yet."""
    unsettled = (OutageCaseState.OPEN, OutageCaseState.OFFERED)
    return OutageCase.objects.filter(booking=booking, state__in=unsettled).exists()


def is_replacement_alive(case: OutageCase, now: datetime) -> bool:
    """Return whether the replacement is still kept for the person."""
    held = case.replacement
    return case.state == OutageCaseState.OFFERED and held is not None and held.is_alive_at(now)


def has_to_be_called(case: OutageCase, now: datetime) -> bool:
    """Return whether somebody has to call: no mail reaches the person, nothing is kept, or the offer lapsed."""
    if case.called_at or case.state in (OutageCaseState.ACCEPTED, OutageCaseState.MOVED, OutageCaseState.KEPT):
        return False
    if case.state == OutageCaseState.CANCELLED:
        return case.needs_call and case.choice == OutageChoice.CANCEL
    return case.needs_call or not is_replacement_alive(case, now)


def most_places(*, first: date, last: date) -> Mapping[UUID, int]:
    """Return how many places, those of staff included, each pool of counters has at its fullest hour of these days.

    Of a longer time the first two weeks count.
    """
    days = [first + timedelta(days=offset) for offset in range(min(last - first, LOOK_AHEAD).days + 1)]
    rules = load_rules(Pool.objects.filter(kind=PoolKind.COUNTERS, is_active=True))
    return {pool: max(max(of_pool.capacity_on(day)[1], default=0) for day in days) for pool, of_pool in rules.items()}


def places_left(*, proposed: Proposed, closures: Sequence[Closure]) -> list[PlacesLeft]:
    """Return the places of each pool of counters, of those the outage concerns and that are open while it lasts."""
    pools = list(Pool.objects.filter(pk__in=list(proposed), kind=PoolKind.COUNTERS, is_active=True))
    current = load_rules(pools)
    found = (_left(pool, current[pool.pk], proposed[pool.pk], closures) for pool in pools)
    return [line for line in found if line]


def _left(pool: Pool, current: PoolRules, proposed: PoolRules, closures: Sequence[Closure]) -> PlacesLeft | None:
    first, last = min(closure.starts_on for closure in closures), max(closure.ends_on for closure in closures)
    for offset in range(min((last - first).days, LOOK_AHEAD.days) + 1):
        day = first + timedelta(days=offset)
        hours = [closure.interruption.cells_on(day, current.zone) for closure in closures if closure.covers(day)]
        cells = range(min(start for start, _end in hours) - 1, max(end for _start, end in hours) - 1)
        before, after = current.capacity_on(day)[1], proposed.capacity_on(day)[1]
        if most := max((before[cell] for cell in cells), default=0):
            fullest = max(cells, key=lambda cell: before[cell])
            return PlacesLeft(pool.name, day, most, after[fullest])
    return None
