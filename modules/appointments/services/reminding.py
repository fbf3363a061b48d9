"""Remind people of what they booked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from modules.appointments import mails
from modules.appointments.models import Booking, State
from modules.appointments.moments import today
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.services.locking import lock_booking


def send_reminders(*, now: datetime | None = None) -> int:
    """Remind whoever has an appointment within `reminder_hours` by mail, once, and return how many.

    Whoever booked or moved within that time has a fresh mail already and gets none.
    """
    now = now or timezone.now()
    ahead = timedelta(hours=max(get_settings().reminder_hours, default=0))
    due = Booking.objects.filter(
        state=State.CONFIRMED,
        day__range=(today(now), today(now + ahead)),
        starts_at__range=(now, now + ahead),
        reminded_at__isnull=True,
        erased_at__isnull=True,
    ).exclude(email="")
    return sum(_remind(booking, ahead, now) for booking in due) if ahead else 0


@transaction.atomic
def _remind(booking: Booking, ahead: timedelta, now: datetime) -> bool:
    locked = lock_booking(booking)
    if locked.state != State.CONFIRMED or locked.reminded_at:
        return False
    locked.reminded_at = now
    locked.save(update_fields=["reminded_at"])
    is_fresh = bool(locked.confirmed_at and locked.starts_at - locked.confirmed_at <= ahead)
    if not is_fresh:
        mails.send_reminder(locked)
    return not is_fresh
