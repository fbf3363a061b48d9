"""The mails about an appointment, in the language of the person, put into the outbox of the same transaction."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from modules.appointments.codes import confirmation_code
from modules.appointments.ics import calendar_entry
from modules.appointments.links import booking_url, confirmation_url, next_url, start_url, video_url
from modules.appointments.models import Booking, State
from modules.appointments.owner_notices import tell_owner
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.together import booked_together
from modules.appointments.visits import visit_of_booking
from modules.appointments.whereabouts import where_words
from rathaus.mail.attachments import Attachment, CalendarMethod, calendar_attachment
from rathaus.mail.rendering import render_mail
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant


def send_code(booking: Booking) -> None:
    """Mail the six digits and the link that confirm the booking."""
    _send(
        booking,
        "code",
        code=confirmation_code(booking.pk, booking.email),
        confirm_url=confirmation_url(booking),
        expires_at=booking.expires_at,
    )


def send_confirmed(booking: Booking) -> None:
    """Mail all that somebody needs to come, with the calendar entry; nothing without an address."""
    _send(booking, "confirmed", "REQUEST")


def send_moved(booking: Booking) -> None:
    """Mail the new time with the next version of the calendar entry."""
    _send(booking, "moved", "REQUEST")


def send_cancelled(booking: Booking, *, by_town_hall: bool) -> None:
    """Mail that the appointment is off, with what takes it out of the calendar."""
    template = "cancelled_by_town_hall" if by_town_hall else "cancelled_by_citizen"
    _send(booking, template, "CANCEL")


def send_replacement(booking: Booking, held: Booking | None) -> None:
    """Mail that the appointment cannot take place, and the time that is kept instead, if there is one."""
    replacement: dict[str, Any] = {"replacement_url": booking_url(booking, "replacement")}
    if held:
        zone = current_tenant().zone
        replacement["held_at"] = held.starts_at.astimezone(zone)
        replacement["kept_until"] = held.expires_at.astimezone(zone) if held.expires_at else None
    _send(booking, "replacement", **replacement)


def send_kept(booking: Booking) -> None:
    """Mail that the appointment takes place as booked after all."""
    _send(booking, "kept")


def cancelled_in_words(booking: Booking, *, reason: str) -> str:
    """Return the text that the person would read if the town hall cancelled for this reason."""
    cancelled = copy(booking)
    cancelled.cancel_reason = reason
    template = "appointments/mail/cancelled_by_town_hall"
    return render_mail(template, _context(cancelled), language=booking.language).text


def send_reminder(booking: Booking) -> None:
    """Mail when and where the appointment is and what to bring."""
    _send(booking, "reminder")


def send_link(booking: Booking) -> None:
    """Mail the address of the appointment's page to somebody who lost it."""
    _send(booking, "link")


def _send(booking: Booking, template: str, entry: CalendarMethod | None = None, **context: Any) -> None:
    """Mail a guest; tell an owner as they chose."""
    if booking.owner_id is None and not booking.email:
        return
    with translation.override(booking.language):
        path = reverse("appointments:booking", args=[booking.token])
    tell_owner(
        owner=booking.owner,
        template=template,
        key=f"{booking.pk}.{template}.{booking.sequence}.{timezone.now():%Y%m%d%H%M}",
        path=path,
        language=booking.language,
        mail=partial(_mail, booking, template, entry, context) if booking.email else None,
    )


def _mail(booking: Booking, template: str, entry: CalendarMethod | None, context: dict[str, Any]) -> None:
    mail = render_mail(f"appointments/mail/{template}", _context(booking) | context, language=booking.language)
    enqueue_mail(
        to=booking.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        kind=f"appointments.{template}",
        attachments=[_entry(booking, entry)] if entry else (),
        reference=str(booking.pk),
    )


def _context(booking: Booking) -> dict[str, Any]:
    together = booked_together(booking)
    return {
        "booking": booking,
        "starts_at": booking.starts_at.astimezone(current_tenant().zone),
        "location": booking.place.location,
        "where": _where(booking, booking.language),
        "video_url": video_url(booking),
        "visit": visit_of_booking(booking),
        "together": [_beside(other, booking.language) for other in together],
        "next_url": next_url(booking) if _has_to_book_next(booking, together) else "",
        "booking_url": booking_url(booking),
        "move_url": booking_url(booking, "move"),
        "cancel_url": booking_url(booking, "cancel"),
        "earlier_url": booking_url(booking, "earlier") if booking.concern.has_waiting_list else "",
        "start_url": start_url(booking.language),
        "mail_note": get_settings().mail_note,
    }


def _where(booking: Booking, language: str) -> str:
    with translation.override(language):
        return where_words(booking)


def _beside(other: Booking, language: str) -> tuple[Booking, datetime, str]:
    return other, other.starts_at.astimezone(current_tenant().zone), _where(other, language)


def _has_to_book_next(booking: Booking, together: Sequence[Booking]) -> bool:
    """Return whether something is still to be booked after this appointment, because another team does it."""
    wanted = booking.next_concern_id
    is_coming = booking.state == State.CONFIRMED and booking.starts_at > timezone.now()
    return bool(wanted) and is_coming and all(other.concern_id != wanted for other in together)


def _entry(booking: Booking, method: CalendarMethod) -> Attachment:
    with translation.override(booking.language):
        return calendar_attachment(content=calendar_entry(booking, method=method), method=method)
