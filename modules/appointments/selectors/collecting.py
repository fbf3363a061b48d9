"""Finished documents: whose they are, who has to be told, what lies there."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from modules.appointments.codes import normalise_code
from modules.appointments.models import (
    PENDING_STATES,
    Audience,
    Booking,
    Collection,
    CollectionState,
    ConcernPlace,
    OpeningHours,
    State,
)
from modules.appointments.moments import today
from modules.appointments.selectors.places import offered_places
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.week import hours_in_words
from tenants.municipality.models import Location

_TOKEN: Final = re.compile(r"/t/([\w-]{20,})")
_NO_VISIT: Final = (*PENDING_STATES, State.CANCELLED, State.EXPIRED)


def applied_with(text: str) -> Booking | None:
    """Return the appointment whose number, or whose page's address, was scanned or typed: the latest until today."""
    visits = Booking.objects.exclude(state__in=_NO_VISIT).filter(day__lte=today())
    if found := _TOKEN.search(text):
        visits = visits.filter(token=found[1])
    elif code := normalise_code(text):
        visits = visits.filter(code=code)
    else:
        return None
    return visits.select_related("concern", "place__location").order_by("-day", "-starts_at").first()


def collection_by_token(token: str) -> Collection:
    """Return what lies ready for somebody; raises Collection.DoesNotExist."""
    return _with_place(Collection.objects.all()).get(token=token, erased_at__isnull=True)


def to_be_told() -> list[Collection]:
    """Return what was scanned and nobody has been told about yet, the latest scan first."""
    return list(_with_place(_ready().filter(notified_at__isnull=True)).order_by("-ready_at", "id"))


def lying_ready(query: str = "") -> QuerySet[Collection]:
    """Return what waits to be fetched, the oldest first; found by name, document or number."""
    found = _with_place(_ready().filter(notified_at__isnull=False)).order_by("ready_at", "id")
    for word in query.split():
        found = found.filter(Q(name__icontains=word) | Q(document__icontains=word) | Q(reference__icontains=word))
    return found


def due_for_reminder(now: datetime) -> QuerySet[Collection]:
    """Return what lies for the set number of weeks, whose person was told by mail and has no time to fetch it."""
    weeks = get_settings().collection_weeks
    if not weeks:
        return Collection.objects.none()
    has_time = Q(pickup__state=State.CONFIRMED, pickup__ends_at__gt=now)
    found = _ready().filter(notified_at__lte=now - timedelta(weeks=weeks), reminded_at__isnull=True)
    return found.exclude(email="").exclude(has_time)


def pickup_places(collection: Collection) -> list[ConcernPlace]:
    """Return where a time to fetch the document can be chosen: the concern for it, at the document's location."""
    places = offered_places(Audience.PUBLIC).filter(location=collection.location_id, concern__is_collection=True)
    return list(places[:1]) if collection.location_id else []


def live_pickup(collection: Collection, now: datetime | None = None) -> Booking | None:
    """Return the time that somebody has chosen, if it is still to come."""
    pickup = collection.pickup
    is_live = pickup and pickup.state == State.CONFIRMED and pickup.ends_at > (now or timezone.now())
    return pickup if is_live else None


def hours_at(location: Location) -> Sequence[str]:
    """Return when the counters of a location are open, each series in a line."""
    hours = OpeningHours.objects.filter(pool__location=location, pool__is_active=True, places__gt=0)
    return list(dict.fromkeys(hours_in_words(hours)))


def _ready() -> QuerySet[Collection]:
    return Collection.objects.filter(state=CollectionState.READY)


def _with_place(collections: QuerySet[Collection]) -> QuerySet[Collection]:
    return collections.select_related("location", "booking", "pickup__concern", "pickup__place__location")
