"""Remind people of what they booked, at the times that the municipality has chosen."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from modules.appointments import mails
from modules.appointments.models import Booking, OutageCase, State
from modules.appointments.moments import today
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.services.cases import UNSETTLED
from modules.appointments.services.locking import lock_booking


def send_reminders(*, now: datetime | None = None) -> int:
    """Remind whoever has an appointment, once at each of the `reminder_hours` before it, and return how many.

    Whoever booked, moved or was reminded after that moment has fresh mail already and gets none, nor does anybody whose
    appointment falls out and who has not answered yet: they were told the opposite. Where no job ran for
    a while only the latest moment counts: nobody gets two mails at once.
    """
    now = (now or timezone.now()).astimezone(UTC)  # hours that pass, whatever the clock on the wall does
    hours = sorted(set(get_settings().reminder_hours))
    if not hours:
        return 0
    due = _due(hours, now)
    days = (today(now), today(now + timedelta(hours=hours[-1])))
    coming = Booking.objects.filter(due, state=State.CONFIRMED, day__range=days, erased_at__isnull=True)
    coming = coming.exclude(Exists(OutageCase.objects.filter(booking=OuterRef("pk"), state__in=UNSETTLED)))
    return sum(_remind(booking, due, now) for booking in coming.exclude(email="", owner__isnull=True))


def _due(hours: Iterable[int], now: datetime) -> Q:
    """Return which bookings are behind one of the moments, before the next, and were not told anything since."""
    found = Q(pk__in=[])
    for nearer, moment in _steps(hours):
        began = F("starts_at") - moment
        found |= (
            Q(starts_at__gt=now + nearer, starts_at__lte=now + moment)
            & (Q(reminded_at__isnull=True) | Q(reminded_at__lt=began))
            & (Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=began))
        )
    return found


def _steps(hours: Iterable[int]) -> Iterator[tuple[timedelta, timedelta]]:
    nearer = timedelta()
    for moment in (timedelta(hours=number) for number in hours):
        yield nearer, moment
        nearer = moment


@transaction.atomic
def _remind(booking: Booking, due: Q, now: datetime) -> bool:
    locked = lock_booking(booking)
    if not Booking.objects.filter(due, pk=locked.pk, state=State.CONFIRMED).exists():
        return False
    locked.reminded_at = now
    locked.save(update_fields=["reminded_at"])
    mails.send_reminder(locked)
    return True
