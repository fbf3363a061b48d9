"""What the module keeps about people: bookings, until some time after the appointment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from modules.appointments.models import Booking, State
from modules.appointments.selectors.preferences import get_settings
from rathaus.privacy.protocol import Record

_JUNK_AFTER: Final = timedelta(days=1)
_BLANK: Final[dict[str, Any]] = {
    "first_name": "",
    "last_name": "",
    "email": "",
    "phone": "",
    "for_name": "",
    "note": "",
    "cancel_reason": "",
    "contact_hash": "",
    "person_names": [],
    "support": [],
    "answers": {},
    "wants_callback": False,
}


class AppointmentsPersonalData:
    """Who booked: name, contact, companions, answers. What remains is when, for what and how it ended."""

    models: tuple[type[Model], ...] = (Booking,)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return the bookings made with this address."""
        bookings = Booking.objects.filter(email__iexact=email).select_related("concern", "place__location")
        return [_as_record(booking) for booking in bookings.order_by("starts_at")]

    def erase(self, *, email: str) -> int:
        """Blank the bookings made with this address; one that is still to come keeps its contact until it is over.

        The town hall could not tell the person otherwise that it has to cancel (Art. 17 (3) b DSGVO).
        """
        over = Q(ends_at__lt=timezone.now()) | Q(state__in=(State.CANCELLED, State.EXPIRED))
        return _blank(Booking.objects.filter(over, email__iexact=email, erased_at__isnull=True))

    def apply_retention(self, *, now: datetime) -> int:
        """Blank contact data some days after the appointment, and delete holds that nobody completed."""
        until = now.date() - timedelta(days=get_settings().retention_days)
        old = Booking.objects.filter(erased_at__isnull=True, day__lt=until)
        junk = Booking.objects.filter(
            state=State.EXPIRED, last_name="", erased_at__isnull=True, created_at__lt=now - _JUNK_AFTER
        )
        return junk.delete()[1].get("appointments.Booking", 0) + _blank(old)


def _blank(bookings: QuerySet[Booking]) -> int:
    return bookings.update(**_BLANK, erased_at=timezone.now())


def _as_record(booking: Booking) -> Record:
    return {
        "concern": booking.concern.name,
        "at": booking.starts_at.isoformat(),
        "place": booking.place.location.name,
        "state": booking.state,
        "code": booking.code,
        "first_name": booking.first_name,
        "last_name": booking.last_name,
        "email": booking.email,
        "phone": booking.phone,
        "for_name": booking.for_name,
        "further_persons": ", ".join(booking.person_names),
        "support": ", ".join(booking.support),
        "note": booking.note,
        "booked_at": booking.created_at.isoformat(),
    }


PERSONAL_DATA: Final = AppointmentsPersonalData()
