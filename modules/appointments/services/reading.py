"""Who has looked at what people booked: a line in the record, and no flood of them."""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from modules.appointments.models import Booking
from rathaus.accounts.models import User
from rathaus.audit.models import AuditEntry
from rathaus.audit.services import record

ONCE_WITHIN: Final = timedelta(minutes=15)


def record_booking_read(*, booking: Booking, actor: User) -> None:
    """Note that somebody of the town hall opened a booking; once within a quarter of an hour: one query, or two."""
    if not _is_noted("appointments.booking_read", actor, str(booking.pk)):
        record(action="appointments.booking_read", actor=actor, target=booking)


def record_day_read(*, day: date, actor: User) -> None:
    """Note that somebody saw the names of a day, on the screen or printed; one line for all of them."""
    if not _is_noted("appointments.day_read", actor, day=day.isoformat()):
        record(action="appointments.day_read", actor=actor, details={"day": day.isoformat()})


def record_search(*, actor: User) -> None:
    """Note that somebody looked people up; what was typed is personal and stays out of the record."""
    if not _is_noted("appointments.bookings_searched", actor):
        record(action="appointments.bookings_searched", actor=actor)


def _is_noted(action: str, actor: User, target_id: str = "", **details: str) -> bool:
    since = timezone.now() - ONCE_WITHIN
    lately = AuditEntry.objects.filter(at__gt=since, action=action, actor_id=actor.pk, target_id=target_id)
    return lately.filter(details__contains=details).exists() if details else lately.exists()
