"""Bookings as their citizens find them: by the token in the address."""

from django.db.models import QuerySet
from django.utils import timezone

from modules.appointments.models import SYSTEM_ORIGINS, Audience, Booking, State
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.free import neighbours_of
from modules.appointments.selectors.joining import place_of_booking, places_of_booking, with_concerns
from modules.appointments.visits import needs_of


def booking_by_token(token: str) -> Booking:
    """Return the booking with concern, place and location; raises Booking.DoesNotExist."""
    return _with_place().get(token=token)


def held_booking(token: str) -> Booking | None:
    """Return the booking that somebody wants to move to another time before it is made; no query without a token."""
    if not token:
        return None
    return _with_place().filter(token=token, state__in=(State.HELD, State.EXPIRED)).first()


def _with_place() -> QuerySet[Booking]:
    """Return what belongs to somebody: places that the town hall keeps itself have no page."""
    return with_concerns(Booking.objects.exclude(origin__in=SYSTEM_ORIGINS))


def has_other_places(booking: Booking) -> bool:
    """Return whether the visit could be somewhere else as well."""
    return any(place.pk != booking.place_id for place in places_of_booking(booking))


def times_near(booking: Booking, count: int = 4) -> list[FreeTime]:
    """Return free times close to the booking's own, which is among them if nobody else took it."""
    return neighbours_of(
        place=place_of_booking(booking, needs=needs_of(booking.support)),
        day=booking.day,
        cell=booking.cell_from,
        length=booking.length,
        audience=Audience.PUBLIC,
        now=timezone.now(),
        count=count,
    )
