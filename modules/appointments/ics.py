"""The calendar entry of an appointment (RFC 5545): local times with their time zone, one identity, versions.

It carries what somebody needs to come and nothing about who they are, besides the address it is mailed to.
"""

from datetime import datetime
from email.utils import parseaddr
from functools import cache
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress

from modules.appointments.links import booking_url, calendar_uid, video_url
from modules.appointments.models import Booking
from modules.appointments.visits import visit_of_booking
from modules.appointments.whereabouts import where_words
from rathaus.mail.attachments import CalendarMethod
from rathaus.mail.senders import sender
from rathaus.tenancy import current_tenant

_CANCELLED: Final = "CANCEL"


def calendar_entry(booking: Booking, *, method: CalendarMethod = "PUBLISH") -> bytes:
    """Return the entry as a file: PUBLISH to download, REQUEST to mail, CANCEL to take it out again.

    A calendar that knows the UID replaces its entry if SEQUENCE is higher (RFC 5546).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Rathaus//Termine//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(zone_component(current_tenant().time_zone))
    calendar.add_component(_event(booking, method))
    return bytes(calendar.to_ical())


@cache
def zone_component(zone: str) -> Timezone:
    """Return the VTIMEZONE of a zone; making it takes longer than all the rest of an entry. Nobody may change it."""
    return Timezone.from_tzid(zone)


def _event(booking: Booking, method: CalendarMethod) -> Event:
    event = Event()
    event.add("uid", calendar_uid(booking.pk))
    event.add("sequence", booking.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", _local(booking.starts_at))
    event.add("dtend", _local(booking.ends_at))
    event.add("summary", _("Termin: %(concern)s") % {"concern": booking.purpose})
    event.add("location", video_url(booking) or where_words(booking))
    event.add("description", _description(booking))
    event.add("url", booking_url(booking))
    event.add("status", "CANCELLED" if method == _CANCELLED else "CONFIRMED")
    event.add("organizer", _organizer())
    if booking.email and method != "PUBLISH":
        event.add("attendee", _attendee(booking.email))
    return event


def _description(booking: Booking) -> str:
    documents = visit_of_booking(booking).documents
    lines = [_("Terminnummer: %(code)s") % {"code": booking.code}, *_way_in(booking)]
    if documents:
        head = _("Das bringen Sie mit:") if booking.is_in_person else _("Das legen Sie bereit:")
        lines += ["", head, *(f"- {document.name}" for document in documents)]
    return "\n".join([*lines, "", _("Verschieben oder absagen: %(url)s") % {"url": booking_url(booking)}])


def _way_in(booking: Booking) -> list[str]:
    """Return what helps to find the counter: entrance, lift, bus stop; nothing where nobody comes."""
    if not booking.is_in_person:
        return []
    location = booking.place.location
    lift = _("Aufzug: %(lift)s") % {"lift": location.lift} if location.lift else ""
    return [line for line in (location.entrance, lift, location.transit) if line]


def _local(instant: datetime) -> datetime:
    return instant.astimezone(current_tenant().zone)


def _organizer() -> vCalAddress:
    own = sender()
    address = vCalAddress(f"MAILTO:{own.reply_to[0] if own.reply_to else parseaddr(own.address)[1]}")
    address.params["CN"] = current_tenant().official_name
    return address


def _attendee(email: str) -> vCalAddress:
    address = vCalAddress(f"MAILTO:{email}")
    address.params["PARTSTAT"] = "ACCEPTED"
    address.params["RSVP"] = "FALSE"
    return address
