"""Appointments of a period, for tables and lists to print."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from modules.appointments.models import Booking, BookingPlace, FurtherConcern, State

HIDDEN_STATES = (State.HELD, State.EXPIRED)


def bookings_between(
    first: date,
    last: date,
    *,
    pool: UUID | None = None,
    concern: UUID | None = None,
    states: Collection[str] = (),
) -> QuerySet[Booking]:
    """Return the appointments of a period in order of time: three queries, however many there are.

    Without states all but the cancelled ones; what was only held never counts as an appointment.
    """
    bookings = Booking.objects.filter(day__range=(first, last)).exclude(state__in=HIDDEN_STATES)
    bookings = bookings.filter(state__in=states) if states else bookings.exclude(state=State.CANCELLED)
    if concern:
        bookings = bookings.filter(concern=concern)
    if pool:
        there = BookingPlace.objects.filter(booking=OuterRef("pk"), pool=pool, day__range=(first, last))
        bookings = bookings.filter(Exists(there))
    places = Prefetch("taken_places", BookingPlace.objects.select_related("pool"))
    further = Prefetch("further_concerns", FurtherConcern.objects.select_related("concern"))
    found = bookings.select_related("concern", "place__location").prefetch_related(places, further)
    return found.order_by("starts_at", "created_at", "id")
