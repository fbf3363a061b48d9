"""Several concerns in one visit: at which locations one team does them all, and what the visit asks of a place."""

from collections.abc import Iterable, Sequence
from copy import copy
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from modules.appointments.models import (
    Audience,
    Booking,
    Channel,
    Concern,
    ConcernPlace,
    FurtherConcern,
    PoolKind,
    Support,
)
from modules.appointments.selectors.places import get_place, offered_places, own_pools, with_pools
from modules.appointments.visits import NO_NEEDS, Needs, Visit

_DAY_MINUTES = 24 * 60


def as_one(place: ConcernPlace, further: Sequence[ConcernPlace] = (), *, needs: Needs = NO_NEEDS) -> ConcernPlace:
    """Return the place as a visit of all these concerns sees it; the place that was handed over stays as it is.

    Its pools are those of all parts, its own hours what all parts share, its lead and horizon the strictest.
    """
    if not further and not needs.days:
        return place
    joined = copy(place)
    joined.further = tuple(further)
    joined.needs_minutes = needs.days * _DAY_MINUTES
    return joined


def joined_places(offered: Sequence[Sequence[ConcernPlace]], *, needs: Needs = NO_NEEDS) -> list[ConcernPlace]:
    """Return where all concerns can be dealt with in one visit: the places of the first, each joined with the others.

    `offered` holds the places of each concern. Where another team does one of them they are left out.
    """
    first, *others = offered
    found = []
    for place in first:
        further = [_with_same_team(place, places) for places in others]
        if all(further):
            found.append(as_one(place, [part for part in further if part], needs=needs))
    return found


def suitable_places(places: Iterable[ConcernPlace], visit: Visit) -> list[ConcernPlace]:
    """Return the places to which the person can come: without steps if that is needed and they come at all."""
    if not visit.is_in_person or Support.STEP_FREE not in visit.needs.support:
        return list(places)
    return [place for place in places if place.location.step_free]


def places_of_booking(booking: Booking, audience: str = Audience.PUBLIC) -> list[ConcernPlace]:
    """Return where the booking could go, as its visit sees these places; for staff its own place comes first.

    That one is among them even if it is not offered any more: staff may still move the booking within it.
    """
    concerns = [booking.concern_id, *(entry.concern_id for entry in booking.further)]
    offered = list(offered_places(audience).filter(concern__in=concerns))
    by_concern = [[place for place in offered if place.concern_id == concern] for concern in concerns]
    places = joined_places(by_concern)
    if audience != Audience.STAFF:
        return places
    return [place_of_booking(booking), *(place for place in places if place.pk != booking.place_id)]


def place_of_booking(booking: Booking, *, needs: Needs = NO_NEEDS) -> ConcernPlace:
    """Return the booking's own place, joined with those of its further concerns at the same location."""
    own = as_visited(get_place(booking.place_id), booking)
    return as_one(own, own.further, needs=needs)


def as_visited(place: ConcernPlace, booking: Booking) -> ConcernPlace:
    """Return the place as the booking's visit sees it, if it was not joined yet.

    Further concerns that are not offered there any more ask nothing of it: the town hall knows what it booked.
    """
    concerns = [entry.concern_id for entry in booking.further]
    if place.further or not concerns:
        return place
    return as_one(
        place, list(with_pools(ConcernPlace.objects.filter(location=place.location_id, concern__in=concerns)))
    )


def with_concerns(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Load all concerns, place and location with the bookings: one more query, however many bookings."""
    further = FurtherConcern.objects.select_related("concern")
    bookings = bookings.select_related("concern", "place__location", "place__concern")
    return bookings.prefetch_related(Prefetch("further_concerns", further))


def further_rows(booking: Booking, visit: Visit) -> list[FurtherConcern]:
    """Return the rows, not saved yet, that keep the further concerns of the visit."""
    return [FurtherConcern(booking=booking, concern=part.concern, persons=part.persons) for part in visit.further]


def shared_channels(concerns: Iterable[Concern], *, has_video: bool) -> list[str]:
    """Return the ways in which all concerns can be dealt with, in their usual order."""
    asked = [set(concern.channels) for concern in concerns]
    shared = set.intersection(*asked) if asked else set()
    return [way for way in Channel.values if way in shared and (has_video or way != Channel.VIDEO)]


def _with_same_team(place: ConcernPlace, places: Iterable[ConcernPlace]) -> ConcernPlace | None:
    team = _team(place)
    return next((other for other in places if other.location_id == place.location_id and _team(other) == team), None)


def _team(place: ConcernPlace) -> set[UUID]:
    """Return the counters that a concern needs; its limit ("at most n at once") is no team."""
    return {pool.pk for pool in own_pools(place) if pool.kind == PoolKind.COUNTERS}
