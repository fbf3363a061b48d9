"""What a signed-in person has with the town hall: appointments, wishes for an earlier time, documents to fetch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from modules.appointments.models import (
    OPEN_STATES,
    Booking,
    Collection,
    CollectionState,
    OfferState,
    State,
    WaitingEntry,
    WaitingOffer,
    WaitingState,
)
from modules.appointments.selectors.joining import with_concerns
from rathaus.accounts.models import User

MOST_PAST: Final = 30  # older ones are few: contact data, and with them the owner, go some weeks after the appointment


@dataclass(frozen=True, slots=True)
class Mine:
    """All of it, as the page shows it."""

    coming: Sequence[Booking]
    past: Sequence[Booking]
    offers: Sequence[WaitingOffer]
    wishes: Sequence[WaitingEntry]
    documents: Sequence[Collection]


def mine(user: User, *, now: datetime) -> Mine:
    """Return everything of a person: seven queries, however much it is."""
    return Mine(
        coming=coming_of(user, now=now),
        past=list(_past(user, now)[:MOST_PAST]),
        offers=offers_of(user, now=now),
        wishes=list(_wishes(user)),
        documents=documents_of(user),
    )


def coming_of(user: User, *, now: datetime) -> list[Booking]:
    """Return the person's appointments to come, the next one first, unconfirmed ones included: two queries at most."""
    found = Booking.objects.filter(owner=user, state__in=OPEN_STATES, ends_at__gt=now)
    return [booking for booking in with_concerns(found).order_by("starts_at", "id") if booking.is_alive_at(now)]


def offers_of(user: User, *, now: datetime) -> list[WaitingOffer]:
    """Return the freed times that wait for the person's answer, the most urgent first."""
    own = Q(entry__owner=user) | Q(entry__booking__owner=user)
    found = WaitingOffer.objects.filter(own, state=OfferState.OPEN, expires_at__gt=now, hold__isnull=False)
    return list(found.select_related("entry__concern", "hold__place__location").order_by("expires_at"))


def documents_of(user: User) -> list[Collection]:
    """Return what lies ready for the person and they were told of."""
    found = Collection.objects.filter(owner=user, state=CollectionState.READY, notified_at__isnull=False)
    return list(found.select_related("location", "pickup").order_by("ready_at", "id"))


def guest_bookings(email: str) -> QuerySet[Booking]:
    """Return the confirmed bookings with this address that nobody owns and that are not forgotten yet."""
    mine = Booking.objects.filter(email__iexact=email, owner__isnull=True, erased_at__isnull=True)
    return mine.filter(confirmed_at__isnull=False).exclude(email="")


def _wishes(user: User) -> QuerySet[WaitingEntry]:
    own = Q(owner=user) | Q(booking__owner=user)
    living = (WaitingState.UNCONFIRMED, WaitingState.WAITING)
    found = WaitingEntry.objects.filter(own, state__in=living)
    return found.select_related("concern", "place__location").order_by("created_at", "id")


def _past(user: User, now: datetime) -> QuerySet[Booking]:
    """Return what is over or off, the latest first; what was never confirmed never was an appointment."""
    is_off = Q(state__in=(State.DONE, State.NO_SHOW, State.CANCELLED))
    found = Booking.objects.filter(is_off | Q(ends_at__lte=now), owner=user, confirmed_at__isnull=False)
    return with_concerns(found).order_by("-starts_at", "-id")
