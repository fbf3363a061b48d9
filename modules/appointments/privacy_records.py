"""What the module tells somebody who asks what is kept about them (Art. 15 DSGVO), line by line."""

from modules.appointments.models import Booking, Collection, QueueTicket, WaitingEntry
from rathaus.privacy.protocol import Record


def booking_record(booking: Booking) -> Record:
    """Return a booking as the person may read it."""
    return {
        "concern": booking.purpose,
        "at": booking.starts_at.isoformat(),
        "place": booking.place.location.name,
        "state": booking.state,
        "code": booking.code,
        "first_name": booking.first_name,
        "last_name": booking.last_name,
        "email": booking.email,
        "phone": booking.phone,
        "for_name": booking.for_name,
        "home_address": booking.home_address,
        "further_persons": ", ".join(booking.person_names),
        "support": ", ".join(booking.support),
        "note": booking.note,
        "booked_at": booking.created_at.isoformat(),
    }


def waiting_record(entry: WaitingEntry) -> Record:
    """Return a wish for an earlier time."""
    return {
        "waiting_list": entry.concern.name,
        "from_day": entry.from_day.isoformat(),
        "until_day": entry.until_day.isoformat(),
        "state": entry.state,
        "first_name": entry.first_name,
        "last_name": entry.last_name,
        "email": entry.email,
        "phone": entry.phone,
        "since": entry.created_at.isoformat(),
    }


def collection_record(collection: Collection) -> Record:
    """Return a document that lies ready, or was fetched."""
    return {
        "document": collection.document,
        "reference": collection.reference,
        "place": collection.location.name if collection.location else "",
        "name": collection.name,
        "email": collection.email,
        "phone": collection.phone,
        "state": collection.state,
        "ready_at": collection.ready_at.isoformat(),
    }


def ticket_record(ticket: QueueTicket) -> Record:
    """Return the note that was written while somebody waited."""
    return {"waiting_room": ticket.location.name, "on": ticket.day.isoformat(), "note": ticket.note}
