"""A feed as calendar programs read it (RFC 5545, RFC 7986): local times with zone, one identity each, versions."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event
from icalendar.prop import vText

from modules.appointments.ics import zone_component
from modules.appointments.models import Booking, CalendarFeed, Channel, State
from rathaus.tenancy import current_tenant

_STATUS: Final = {State.UNCONFIRMED: "TENTATIVE", State.CANCELLED: "CANCELLED"}
_READ_EVERY: Final = timedelta(minutes=15)
_VERSION: Final = 1  # counted up with each change of what an entry says, so that kept copies are read anew


def etag_of(feed: CalendarFeed, bookings: Sequence[Booking]) -> str:
    """Return what changes with anything that the feed shows; far cheaper than the feed itself."""
    facts = [(_VERSION, feed.name, feed.has_names, current_tenant().time_zone)]
    shown = [_facts(feed, booking) for booking in bookings]
    return f'"{sha256(repr((facts, shown)).encode()).hexdigest()[:32]}"'


def feed_as_calendar(feed: CalendarFeed, bookings: Sequence[Booking]) -> bytes:
    """Return the feed: concern, number and persons; the name and telephone only where the feed is made with names."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rathaus//Termine//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(feed.name))
    calendar.add("x-wr-calname", vText(feed.name))
    calendar.add("refresh-interval", _READ_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", _READ_EVERY)
    calendar.add_component(zone_component(current_tenant().time_zone))
    for booking in bookings:
        calendar.add_component(_event(feed, booking))
    return bytes(calendar.to_ical())


def _event(feed: CalendarFeed, booking: Booking) -> Event:
    zone = current_tenant().zone
    event = Event()
    event.add("uid", f"{booking.pk}@dienst.termine.rathaus")
    event.add("sequence", booking.sequence)
    event.add("dtstamp", _last_changed_at(booking))
    event.add("dtstart", booking.starts_at.astimezone(zone))
    event.add("dtend", booking.ends_at.astimezone(zone))
    event.add("summary", _summary(feed, booking))
    event.add("location", booking.place.location.name)
    event.add("description", "\n".join(_lines(feed, booking)))
    event.add("url", current_tenant().url(reverse("appointments_staff:booking", args=[booking.pk])))
    event.add("status", _STATUS.get(State(booking.state), "CONFIRMED"))
    event.add("transp", "TRANSPARENT" if booking.state == State.CANCELLED else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _summary(feed: CalendarFeed, booking: Booking) -> str:
    who = booking.full_name if feed.has_names else ""
    text = " · ".join(filter(None, [booking.purpose, who or booking.code]))
    return _("Abgesagt: %(text)s") % {"text": text} if booking.state == State.CANCELLED else text


def _lines(feed: CalendarFeed, booking: Booking) -> list[str]:
    count = booking.persons
    persons = ngettext("%(count)s Person", "%(count)s Personen", count) % {"count": count}
    lines = [_("Terminnummer: %(code)s") % {"code": booking.code}, persons, str(State(booking.state).label)]
    if booking.channel != Channel.IN_PERSON:
        lines.append(str(Channel(booking.channel).label))
    if feed.has_names and booking.phone:
        lines.append(_("Telefon: %(phone)s") % {"phone": booking.phone})
    return lines


def _facts(feed: CalendarFeed, booking: Booking) -> tuple[object, ...]:
    personal = (booking.full_name, booking.phone) if feed.has_names else ()
    place = booking.place.location.name
    return (booking.pk, booking.sequence, booking.state, booking.starts_at, booking.ends_at, booking.purpose,
            place, booking.code, booking.persons, booking.channel, *personal)  # fmt: skip


def _last_changed_at(booking: Booking) -> datetime:
    moments = (booking.created_at, booking.confirmed_at, booking.arrived_at, booking.called_at, booking.finished_at)
    return max(moment for moment in (*moments, booking.cancelled_at) if moment).astimezone(UTC)
