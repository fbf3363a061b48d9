"""The ticket of a booking: it follows the booking, whichever page took the step, so that there is one truth."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from modules.appointments.errors import WrongStateError
from modules.appointments.models import Booking, Channel, Origin, Pool, PoolKind, QueueTicket, State, TicketState

OF_BOOKING: Final[Mapping[str, TicketState]] = {
    State.ARRIVED: TicketState.WAITING,
    State.CALLED: TicketState.CALLED,
    State.DONE: TicketState.DONE,
    State.NO_SHOW: TicketState.MISSED,
    State.CANCELLED: TicketState.MISSED,
    State.EXPIRED: TicketState.MISSED,
}
_OPEN: Final = (TicketState.WAITING, TicketState.CALLED)


def follow_booking(booking: Booking, *, now: datetime) -> None:
    """Bring the ticket of a locked booking in line with it; the caller's transaction keeps both together.

    Who arrives or is called gets one; it goes when the arrival is taken back. Raises WrongStateError when the person
    waits at another team by now, so that nobody stands in the line twice.
    """
    ticket = QueueTicket.objects.select_for_update().filter(booking=booking).first()
    state = OF_BOOKING.get(booking.state)
    if ticket is None:
        if state in _OPEN:
            _open_ticket(booking, state, now)
    elif state is None:
        ticket.delete()
    else:
        _change_ticket(ticket, booking, state)


def _open_ticket(booking: Booking, state: TicketState, now: datetime) -> None:
    if QueueTicket.objects.filter(previous=booking).exists():
        raise WrongStateError
    QueueTicket.objects.create(
        location=booking.place.location,
        day=booking.day,
        label=booking.code,
        booking=booking,
        concern=booking.concern,
        pool=calling_pool(booking),
        persons=booking.persons,
        language=booking.language,
        state=state,
        counter=booking.counter,
        calls=1 if state == TicketState.CALLED and _is_known_to_display(booking) else 0,
        arrived_at=booking.arrived_at or booking.called_at or now,
        called_at=booking.called_at,
    )


def _change_ticket(ticket: QueueTicket, booking: Booking, state: TicketState) -> None:
    if state == TicketState.CALLED and ticket.state == TicketState.WAITING:
        ticket.calls += 1
    ticket.state, ticket.counter = state, booking.counter
    ticket.called_at, ticket.finished_at = booking.called_at, booking.finished_at or booking.cancelled_at
    ticket.save()


def calling_pool(booking: Booking) -> Pool | None:
    """Return the team that calls: of several the one with the fewest counters, since the others can stand in."""
    teams = Pool.objects.filter(kind=PoolKind.COUNTERS, taken_places__booking=booking)
    return teams.order_by("counters", "position", "name", "id").first()


def _is_known_to_display(booking: Booking) -> bool:
    """Return whether the person sits in the waiting room and knows the number: not on the phone, not served at once."""
    return booking.origin != Origin.WALK_IN and booking.channel == Channel.IN_PERSON
