"""The end of the day in the waiting room: what nobody finished is closed at night."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from modules.appointments.models import Booking, QueueTicket, State, TicketState
from modules.appointments.moments import today
from modules.appointments.selectors.expecting import planned_minutes
from modules.appointments.services.announcing import announce_state
from modules.appointments.services.remembering import remember_state
from modules.appointments.services.transactions import booking_transaction
from rathaus.audit.services import record
from rathaus.timeline.models import By


def close_tickets(*, now: datetime | None = None) -> int:
    """Close the tickets of the days before today and return how many.

    Who still waits was missed. Who was called was served, and the button for the end was forgotten: the visit counts
    with the time that was planned for it, so that no statistic shows a visit of eight hours.
    """
    now = now or timezone.now()
    open_states = (TicketState.WAITING, TicketState.CALLED)
    left = QueueTicket.objects.filter(day__lt=today(now), state__in=open_states).values_list("pk", "booking_id")
    return sum(_close(ticket_id, booking_id, now) for ticket_id, booking_id in list(left))


def _close(ticket_id: UUID, booking_id: UUID | None, now: datetime) -> bool:
    with booking_transaction():
        booking = Booking.objects.select_for_update().filter(pk=booking_id).first() if booking_id else None
        ticket = QueueTicket.objects.select_for_update().get(pk=ticket_id)
        if ticket.state not in (TicketState.WAITING, TicketState.CALLED):
            return False
        was_called = ticket.state == TicketState.CALLED
        ended = _end_of(ticket, now)
        ticket.state, ticket.finished_at = (TicketState.DONE if was_called else TicketState.MISSED), ended
        ticket.save(update_fields=["state", "finished_at"])
        if booking and booking.state in (State.ARRIVED, State.CALLED):
            booking.state, booking.finished_at = (State.DONE if was_called else State.NO_SHOW), ended
            booking.save(update_fields=["state", "finished_at"])
            announce_state(booking)
            remember_state(booking, by=By.SYSTEM)
        record(action="appointments.ticket_closed", target=ticket, details={"state": ticket.state})
    return True


def _end_of(ticket: QueueTicket, now: datetime) -> datetime:
    if ticket.called_at is None:
        return now
    return min(ticket.called_at + timedelta(minutes=planned_minutes(ticket)), now)
