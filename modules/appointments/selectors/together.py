"""Appointments that are booked one after the other, because different teams do the concerns."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone

from modules.appointments.models import OPEN_STATES, SYSTEM_ORIGINS, Booking

MAX_TOGETHER: Final = 4  # so that a chain, which counts as one visit, is no way around the limit per person


def booked_together(booking: Booking, *, now: datetime | None = None) -> list[Booking]:
    """Return the other open appointments that the same person booked together with this one, in order of time.

    One query; it finds what follows by the person's keyed hash, so that nothing has to be searched through.
    """
    own = Q(contact_hash=booking.contact_hash) if booking.contact_hash else Q(pk__in=[])
    found = Booking.objects.filter(own | Q(pk=booking.follows_id), state__in=OPEN_STATES).exclude(pk=booking.pk)
    others = list(found.exclude(origin__in=SYSTEM_ORIGINS).select_related("concern", "place__location"))
    now = now or timezone.now()
    return sorted(_linked(booking, [other for other in others if other.is_alive_at(now)]), key=_by_time)


def leading_booking(token: str, *, now: datetime | None = None) -> Booking | None:
    """Return the appointment after which another one is booked; None for one that is over or has enough followers."""
    if not token:
        return None
    now = now or timezone.now()
    found = Booking.objects.filter(token=token, state__in=OPEN_STATES, ends_at__gt=now, erased_at__isnull=True)
    leader = found.exclude(origin__in=SYSTEM_ORIGINS).select_related("concern", "place__location").first()
    if leader is None or not leader.is_alive_at(now) or len(booked_together(leader, now=now)) + 1 >= MAX_TOGETHER:
        return None
    return leader


def _linked(booking: Booking, others: list[Booking]) -> list[Booking]:
    """Return those that hang on the booking by who follows whom, in either direction."""
    known = {booking.pk: booking}
    rest = list(others)
    while linked := [one for one in rest if one.follows_id in known or _is_followed_by(one, known.values())]:
        known |= {one.pk: one for one in linked}
        rest = [one for one in rest if one.pk not in known]
    return [one for pk, one in known.items() if pk != booking.pk]


def _is_followed_by(one: Booking, known: Iterable[Booking]) -> bool:
    return any(other.follows_id == one.pk for other in known)


def _by_time(booking: Booking) -> tuple[datetime, str]:
    return booking.starts_at, str(booking.pk)
