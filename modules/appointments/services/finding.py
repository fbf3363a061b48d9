"""Send somebody the link to their appointment again."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from modules.appointments import mails
from modules.appointments.codes import dialled_digits
from modules.appointments.models import OPEN_STATES, Booking
from modules.appointments.services.locking import lock_booking
from rathaus.audit.services import record
from rathaus.mail.models import OutboxMessage

MAX_MAILS: Final = 3
_PERIOD: Final = timedelta(hours=1)
_KIND: Final = "appointments.link"


def send_link(*, code: str, contact: str) -> None:
    """Mail the link of the coming appointments with this code to the address they were booked with.

    `contact` is that e-mail address or telephone number. Nothing is said about what was found: whoever reads the
    mailbox gets the link, three times an hour at most, and a guess is worth nothing to anybody else.
    """
    coming = Booking.objects.filter(code=code, state__in=OPEN_STATES, ends_at__gt=timezone.now())
    for booking in coming.exclude(email=""):
        if _is_contact_of(booking, contact):
            _send(booking)


@transaction.atomic
def _send(booking: Booking) -> None:
    locked = lock_booking(booking)
    since = timezone.now() - _PERIOD
    sent = OutboxMessage.objects.filter(kind=_KIND, reference=str(locked.pk), created_at__gt=since).count()
    if sent < MAX_MAILS:
        mails.send_link(locked)
        record(action="appointments.link_sent", target=locked)


def _is_contact_of(booking: Booking, contact: str) -> bool:
    if "@" in contact:
        return contact.strip().casefold() == booking.email.casefold()
    digits = dialled_digits(contact)
    return len(digits) > 4 and digits == dialled_digits(booking.phone)
