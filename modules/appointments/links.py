"""Addresses of a booking's pages, for mails, calendar entries and QR codes."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import translation

from modules.appointments.codes import video_room
from modules.appointments.models import Booking, Channel
from modules.appointments.selectors.preferences import get_settings
from rathaus.signing import BadLinkError, sign, unsign
from rathaus.tenancy import current_tenant

_CONFIRM = "appointments.confirm"


def booking_url(booking: Booking, page: str = "booking") -> str:
    """Return the absolute address of the appointment's page, or of its page "move", "cancel" or "confirm"."""
    with translation.override(booking.language):
        return current_tenant().url(reverse(f"appointments:{page}", args=[booking.token]))


def next_url(booking: Booking) -> str:
    """Return the absolute address at which what is to be booked after this appointment is booked; "" for nothing."""
    if booking.next_concern_id is None:
        return ""
    with translation.override(booking.language):
        path = reverse("appointments:concern", args=[booking.next_concern_id])
    return current_tenant().url(f"{path}?{urlencode({'nach': booking.token})}")


def start_url(language: str) -> str:
    """Return the absolute address at which a new appointment is booked."""
    with translation.override(language):
        return current_tenant().url(reverse("appointments:start"))


def confirmation_url(booking: Booking) -> str:
    """Return the link of the mail: it shows a page, and the button on it confirms."""
    return f"{booking_url(booking, 'confirm')}?k={confirmation_key(booking)}"


def confirmation_key(booking: Booking) -> str:
    """Return what proves that somebody read the mail to this booking's address."""
    return sign(purpose=_CONFIRM, value=[str(booking.pk), booking.email])


def is_confirmation_key(booking: Booking, key: str) -> bool:
    """Return whether the key was mailed to the address that the booking has now."""
    try:
        value = unsign(purpose=_CONFIRM, token=key)
    except BadLinkError:
        return False
    return bool(value == [str(booking.pk), booking.email])


def video_url(booking: Booking) -> str:
    """Return the address of the room in which the conversation takes place; "" for one that is not by video."""
    if booking.channel != Channel.VIDEO:
        return ""
    address = get_settings().video_address
    return f"{address.rstrip('/')}/{video_room(booking.pk)}" if address else ""


def calendar_uid(booking_id: UUID) -> str:
    """Return the identity of the calendar entry, the same in every version of it."""
    return f"{booking_id}@termine.rathaus"
