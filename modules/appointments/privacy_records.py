"""What the module tells somebody who asks what is kept about them (Art. 15 DSGVO), line by line."""

from modules.appointments.models import Booking, Collection, PreliminaryAnswer, QueueTicket, WaitingEntry
from modules.appointments.selectors.waiting import wish_in_words
from modules.appointments.visits import Answers
from rathaus.privacy.protocol import Record


def booking_record(booking: Booking) -> Record:
    """Return a booking as the person may read it."""
    return {
        "concern": booking.purpose,
        "at": booking.starts_at.isoformat(),
        "place": booking.place.location.name,
        "state": booking.get_state_display(),
        "code": booking.code,
        "first_name": booking.first_name,
        "last_name": booking.last_name,
        "email": booking.email,
        "phone": booking.phone,
        "for_name": booking.for_name,
        "home_address": booking.home_address,
        "further_persons": ", ".join(booking.person_names),
        "channel": booking.get_channel_display(),
        "support": ", ".join(booking.support_words),
        "answers": _answers_in_words(booking.answers),
        "note": booking.note,
        "reason": booking.cancel_reason,
        "booked_at": booking.created_at.isoformat(),
    }


def waiting_record(entry: WaitingEntry) -> Record:
    """Return a wish for an earlier time."""
    return {
        "waiting_list": entry.concern.name,
        "from_day": entry.from_day.isoformat(),
        "until_day": entry.until_day.isoformat(),
        "wish": wish_in_words(entry),
        "answers": _answers_in_words(entry.answers),
        "state": entry.get_state_display(),
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
        "state": collection.get_state_display(),
        "ready_at": collection.ready_at.isoformat(),
    }


def ticket_record(ticket: QueueTicket) -> Record:
    """Return the note that was written while somebody waited."""
    return {"waiting_room": ticket.location.name, "on": ticket.day.isoformat(), "note": ticket.note}


def _answers_in_words(answers: Answers) -> str:
    """Return what somebody answered before the choice of a time: "Woher ziehen Sie um? Aus dem Ausland"."""
    if not answers:
        return ""
    found = PreliminaryAnswer.objects.filter(pk__in=list(answers.values())).select_related("question")
    return " ".join(f"{answer.question.text} {answer.label}." for answer in found.order_by("question__position", "pk"))
