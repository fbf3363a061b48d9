"""Concerns as people choose them, and the places where they are offered."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet

from modules.appointments.models import Audience, Concern, ConcernPlace, Pool, PoolKind, PreliminaryQuestion
from modules.appointments.slots import length_cells, windows_mask
from rathaus.calendar.localtime import instant_at
from rathaus.tenancy import current_tenant


def concerns_for(audience: str = Audience.PUBLIC, query: str = "") -> QuerySet[Concern]:
    """Return the concerns that this audience may book somewhere, in order, found by name, group or keyword."""
    offered = ConcernPlace.objects.filter(concern=OuterRef("pk"), is_active=True, location__is_active=True)
    concerns = Concern.objects.filter(Exists(offered), is_active=True)
    if audience == Audience.PUBLIC:
        concerns = concerns.filter(audience=Audience.PUBLIC)
    for word in query.split():
        concerns = concerns.filter(Q(name__icontains=word) | Q(keywords__icontains=word) | Q(group__icontains=word))
    return concerns


def questions_of(concern: Concern) -> QuerySet[PreliminaryQuestion]:
    """Return the questions before the choice of a time, with their answers."""
    return PreliminaryQuestion.objects.filter(concern=concern).prefetch_related("answers")


def offered_places(audience: str = Audience.PUBLIC) -> QuerySet[ConcernPlace]:
    """Return the places that this audience may book, with all that free times need: three queries."""
    places = ConcernPlace.objects.filter(is_active=True, concern__is_active=True, location__is_active=True).order_by(
        "location__position", "location__name", "concern__position"
    )
    if audience == Audience.PUBLIC:
        places = places.filter(concern__audience=Audience.PUBLIC)
    return with_pools(places)


def with_pools(places: QuerySet[ConcernPlace]) -> QuerySet[ConcernPlace]:
    """Load concern, location, windows and pools (each with `shortest`, its shortest stay in minutes)."""
    active = Q(concern_places__is_active=True, concern_places__concern__is_active=True)
    shortest = Min("concern_places__concern__first_minutes", filter=active)
    pools = Pool.objects.annotate(shortest=shortest).order_by("kind", "position", "name", "id")
    return places.select_related("concern", "location").prefetch_related(
        Prefetch("pools", queryset=pools), "concern__windows"
    )


def get_place(place_id: UUID) -> ConcernPlace:
    """Return one place with all that free times need; raises ConcernPlace.DoesNotExist."""
    return with_pools(ConcernPlace.objects.filter(pk=place_id)).get()


def pools_of(place: ConcernPlace) -> Sequence[Pool]:
    """Return the pools in which a booking takes a place; the first one gives the grid."""
    return list(place.pools.all())


def shortest_stay(pool: Pool) -> int | None:
    """Return the shortest stay in cells that can be booked in the pool, if it was loaded with it."""
    minutes: int | None = getattr(pool, "shortest", None)
    return length_cells(minutes) if minutes else None


def window_mask(place: ConcernPlace, day: date) -> int | None:
    """Return the cells of the concern's own hours on a day; None if it has no hours of its own."""
    windows = list(place.concern.windows.all())
    if not windows:
        return None
    today = [window.window for window in windows if window.recurrence.occurs_on(day)]
    return windows_mask(today, day, current_tenant().time_zone)


def earliest_start(place: ConcernPlace, now: datetime, audience: str) -> datetime:
    """Return the first instant that may be booked: the longest lead of concern and pools, none for staff."""
    if audience == Audience.STAFF:
        return now.astimezone(UTC)
    lead = max([place.concern.lead_minutes, *(pool.lead_minutes for pool in place.pools.all())])
    return now.astimezone(UTC) + timedelta(minutes=lead)


def is_released(place: ConcernPlace, day: date, now: datetime) -> bool:
    """Return whether the public sees this day of the concern: its own horizon, else the narrowest of its pools."""
    counters = [pool for pool in place.pools.all() if pool.kind == PoolKind.COUNTERS]
    if not counters:
        return False
    ahead = place.concern.horizon_days or min(pool.horizon_days for pool in counters)
    zone = current_tenant().time_zone
    return instant_at(day - timedelta(days=ahead), counters[0].release_time, zone) <= now
