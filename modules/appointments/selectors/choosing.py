"""Concerns in groups, as citizens look through them, and how far ahead their times reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from modules.appointments.models import Audience, Concern, ConcernPlace
from modules.appointments.selectors.places import concerns_for, days_ahead


@dataclass(frozen=True, slots=True)
class ConcernGroup:
    """Concerns under a common heading; the name may be empty."""

    name: str
    concerns: Sequence[Concern]


def concern_groups(query: str = "", *, location: UUID | None = None) -> list[ConcernGroup]:
    """Return all concerns in their groups, those that only staff book as well; one query.

    Each concern knows `question_count`, `place_count` and, where only those of one location are asked for, its
    `place_there`. The groups come in the order of their first concern.
    """
    concerns = _with_counts(concerns_for(Audience.STAFF, query))
    if location:
        here = ConcernPlace.objects.filter(location=location, is_active=True)
        concerns = at_location(concerns, location).filter(pk__in=here.values("concern"))
    found = list(concerns.order_by("position", "name"))
    order = list(dict.fromkeys(concern.group for concern in found))
    found.sort(key=lambda concern: order.index(concern.group))
    return [ConcernGroup(name, list(concerns)) for name, concerns in groupby(found, key=lambda concern: concern.group)]


def get_public_concern(concern_id: UUID, *, location: UUID | None = None) -> Concern:
    """Return a concern that citizens may book, with its `place_there`; raises Concern.DoesNotExist."""
    return at_location(_with_counts(concerns_for(Audience.PUBLIC)), location).get(pk=concern_id)


def at_location(concerns: QuerySet[Concern], location: UUID | None) -> QuerySet[Concern]:
    """Return the concerns with the id of their place at the location as `place_there`, None where they have none."""
    there = ConcernPlace.objects.filter(concern=OuterRef("pk"), location=location, is_active=True)
    return concerns.annotate(place_there=Subquery(there.values("pk")[:1]))


def last_bookable_day(places: Sequence[ConcernPlace], today: date) -> date:
    """Return the last day that the public may see of any of the places."""
    return today + timedelta(days=max((days_ahead(place) for place in places), default=0))


def _with_counts(concerns: QuerySet[Concern]) -> QuerySet[Concern]:
    offered = Q(places__is_active=True, places__location__is_active=True)
    return concerns.annotate(
        question_count=Count("questions", distinct=True), place_count=Count("places", filter=offered, distinct=True)
    )
