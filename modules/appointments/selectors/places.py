"""Concerns as people choose them, and the places where they are offered."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import and_
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


def questions_of(*concerns: Concern) -> QuerySet[PreliminaryQuestion]:
    """Return the questions before the choice of a time, with their answers."""
    return PreliminaryQuestion.objects.filter(concern__in=concerns).prefetch_related("answers")


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
        Prefetch("pools", queryset=pools, to_attr="loaded_pools"), "concern__windows"
    )


def get_place(place_id: UUID) -> ConcernPlace:
    """Return one place with all that free times need; raises ConcernPlace.DoesNotExist."""
    return with_pools(ConcernPlace.objects.filter(pk=place_id)).get()


def parts_of(place: ConcernPlace) -> Sequence[ConcernPlace]:
    """Return the place of each concern of a visit: the place itself, and those that `as_one` has joined to it."""
    return (place, *place.further)


def pools_of(place: ConcernPlace) -> Sequence[Pool]:
    """Return the pools in which a booking takes a place; the first one gives the grid."""
    if not place.further:
        return own_pools(place)
    return list({pool.pk: pool for part in parts_of(place) for pool in own_pools(part)}.values())


def own_pools(place: ConcernPlace) -> Sequence[Pool]:
    """Return the pools of the place's own concern; those from `with_pools` cost nothing, however often one asks."""
    loaded: Sequence[Pool] | None = getattr(place, "loaded_pools", None)
    return list(place.pools.all()) if loaded is None else loaded


def shortest_stay(pool: Pool) -> int | None:
    """Return the shortest stay in cells that can be booked in the pool, if it was loaded with it."""
    minutes: int | None = getattr(pool, "shortest", None)
    return length_cells(minutes) if minutes else None


def window_mask(place: ConcernPlace, day: date) -> int | None:
    """Return the cells of the concern's own hours on a day, of several concerns those that all of them have.

    None if there are no such hours.
    """
    masks = [mask for part in parts_of(place) if (mask := _own_hours(part, day)) is not None]
    return reduce(and_, masks) if masks else None


def _own_hours(place: ConcernPlace, day: date) -> int | None:
    windows = list(place.concern.windows.all())
    if not windows:
        return None
    today = [window.window for window in windows if window.recurrence.occurs_on(day)]
    return windows_mask(today, day, current_tenant().time_zone)


def earliest_start(place: ConcernPlace, now: datetime, audience: str) -> datetime:
    """Return the first instant that may be booked: the longest lead of concerns, pools and needs, none for staff."""
    if audience == Audience.STAFF:
        return now.astimezone(UTC)
    leads = [part.concern.lead_minutes for part in parts_of(place)]
    lead = max([place.needs_minutes, *leads, *(pool.lead_minutes for pool in pools_of(place))])
    return now.astimezone(UTC) + timedelta(minutes=lead)


def is_released(place: ConcernPlace, day: date, now: datetime) -> bool:
    """Return whether the public sees this day of the concern, of several concerns: of each of them."""
    counters = [pool for pool in own_pools(place) if pool.kind == PoolKind.COUNTERS]
    if not counters:
        return False
    zone = current_tenant().time_zone
    return instant_at(day - timedelta(days=days_ahead(place)), counters[0].release_time, zone) <= now


def days_ahead(place: ConcernPlace) -> int:
    """Return how far ahead citizens see: the concern's own horizon, else its pools' narrowest; of several the least."""
    return min(_own_horizon(part) for part in parts_of(place))


def _own_horizon(place: ConcernPlace) -> int:
    pools = (pool.horizon_days for pool in own_pools(place) if pool.kind == PoolKind.COUNTERS)
    return place.concern.horizon_days or min(pools, default=0)
