"""Invented people who would like to come earlier, and documents that lie ready, for a demonstration."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from modules.appointments.models import (
    Booking,
    Collection,
    State,
    WaitingEntry,
    WaitingState,
)
from modules.appointments.moments import today

_WAITING: Final = 6
_READY: Final = 9
_WEEKDAYS: Final[Sequence[list[int]]] = ([], [0, 1], [1, 3], [4])


def create_demo_wishes(random: Random, now: datetime) -> None:
    """Let some people with a coming appointment wait for an earlier one; the same town always gets the same."""
    coming = Booking.objects.filter(
        state=State.CONFIRMED,
        day__gt=today(now) + timedelta(days=4),
        concern__has_waiting_list=True,
        waiting_entry__isnull=True,
        follows__isnull=True,
    ).order_by("starts_at", "pk")[:_WAITING]
    WaitingEntry.objects.bulk_create(_wish(random, booking, now) for booking in coming)


def create_demo_documents(random: Random, now: datetime) -> None:
    """Let some documents of past appointments lie ready; nobody knows of the last ones yet."""
    applied = Booking.objects.filter(
        state=State.DONE, erased_at__isnull=True, collections__isnull=True, day__lt=today(now) - timedelta(days=10)
    )
    found = applied.exclude(concern__result="").exclude(last_name="").select_related("concern", "place")
    bookings = found.order_by("-starts_at", "pk")[:_READY]
    Collection.objects.bulk_create(
        _document(random, booking, now, is_told=number >= _READY // 2) for number, booking in enumerate(bookings)
    )


def _wish(random: Random, booking: Booking, now: datetime) -> WaitingEntry:
    return WaitingEntry(
        concern_id=booking.concern_id,
        booking=booking,
        persons=booking.persons,
        answers=booking.answers,
        length=booking.length,
        from_day=today(now),
        until_day=booking.day,
        weekdays=random.choice(_WEEKDAYS),
        state=WaitingState.WAITING,
        created_at=now - timedelta(minutes=random.randint(30, 3000)),
    )


def _document(random: Random, booking: Booking, now: datetime, *, is_told: bool) -> Collection:
    ready_at = now - timedelta(minutes=random.randint(5, 50) if not is_told else random.randint(1500, 20_000))
    return Collection(
        concern=booking.concern,
        location_id=booking.place.location_id,
        booking=booking,
        document=booking.concern.result,
        name=booking.full_name,
        email=booking.email,
        phone=booking.phone,
        language=booking.language,
        ready_at=ready_at,
        notified_at=ready_at if is_told else None,
    )
