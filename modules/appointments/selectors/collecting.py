"""Finished documents: whose they are, who has to be told, what lies there."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.appointments.codes import normalise_code
from modules.appointments.models import (
    PENDING_STATES,
    Audience,
    Booking,
    Collection,
    CollectionState,
    Concern,
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


def possible_documents(booking: Booking) -> list[str]:
    """Return what may be made of a visit: for each concern with a document one for each person; else its name."""
    asked = [(booking.concern, booking.persons), *((entry.concern, entry.persons) for entry in booking.further)]
    found = [(concern.result, persons) for concern, persons in asked if concern.result]
    return [name for result, persons in found for name in _for_each(result, persons)] or [booking.concern.name[:80]]


def missing_documents(booking: Booking) -> list[str]:
    """Return which of them nobody noted yet."""
    return missing_among(possible_documents(booking), booking)


def missing_among(documents: Sequence[str], booking: Booking) -> list[str]:
    """Return which of these documents nobody noted yet for the visit, each once."""
    noted = Collection.objects.filter(booking=booking).exclude(state=CollectionState.WITHDRAWN)
    known = {document for collection in noted for document in collection.documents}
    return [document for document in dict.fromkeys(documents) if document not in known]


def concern_with_document(booking: Booking) -> Concern:
    """Return what the document was applied for: of several concerns in one visit the first that has one."""
    concerns = [booking.concern, *(entry.concern for entry in booking.further)]
    return next((concern for concern in concerns if concern.result), booking.concern)


def _for_each(result: str, persons: int) -> list[str]:
    if persons == 1:
        return [result]
    names = _("%(document)s (Person %(number)s)")
    return [names % {"document": result, "number": number} for number in range(1, persons + 1)]


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
