"""The waiting room in words: a line for everybody, on the page of the day as on the page of the waiting room."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.appointments.models import Booking, Pool, QueueTicket, Support, TicketState
from modules.appointments.queue_order import Turn, Waiter
from modules.appointments.selectors.queue import Room, room_of
from modules.appointments.views.staff.grid import name_of
from modules.appointments.waiting_time import waiting_words

LONG_WAIT: Final = timedelta(minutes=15)
_TURNS: Final = {
    Turn.ON_TIME: gettext_lazy("Termin"),
    Turn.WALK_IN: gettext_lazy("ohne Termin"),
    Turn.LATE: gettext_lazy("zu spät"),
    Turn.SKIPPED: gettext_lazy("zurückgestellt"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody in the waiting room: what to call them, what stands on the display, and what else matters."""

    ticket: QueueTicket
    name: str
    concern: str
    notes: str
    turn: Any = ""
    minutes: int = 0
    is_long: bool = False

    @property
    def booking(self) -> Booking | None:
        """The appointment, or the visit that the call of a drawn number made."""
        return self.ticket.booking


def queue_of(*, teams: Collection[Pool], day: date, now: datetime) -> dict[str, Any]:
    """Return who waits and who is served, for `parts/queue.html`; three queries."""
    room = room_of(teams=teams, day=day)
    waiting = [waiter_line(waiter, now) for waiter in room.waiting]
    return {
        "room": room,
        "teams": teams,
        "waiting": waiting,
        "waiting_words": waiting_words(len(waiting)),
        "next_person": waiting[0] if waiting else None,
        "serving": [line_of(ticket) for ticket in room.serving],
    }


def waiter_line(waiter: Waiter, now: datetime) -> Line:
    """Return the line of somebody who waits. Whoever comes too early has not waited long."""
    ticket = waiter.ticket
    due = max(ticket.arrived_at, ticket.booking.starts_at) if ticket.booking else ticket.arrived_at
    return line_of(
        ticket,
        turn=_turn(waiter),
        minutes=int((now - ticket.arrived_at).total_seconds() // 60),
        is_long=now - due > LONG_WAIT,
    )


def line_of(ticket: QueueTicket, **further: Any) -> Line:
    """Return how a ticket reads."""
    concern = ticket.booking.purpose if ticket.booking else ticket.concern.name if ticket.concern else ""
    return Line(ticket, ticket_name(ticket), concern, _notes(ticket), **further)


def ticket_name(ticket: QueueTicket) -> str:
    """Return a name as far as one is known, else the number."""
    known = ticket.booking if ticket.booking and ticket.booking.last_name else ticket.previous
    return name_of(known) if known and known.last_name else ticket.label


def finished_lines(room: Room, count: int) -> Sequence[tuple[Line, bool]]:
    """Return who was finished last, and whether they had come."""
    return [(line_of(ticket), ticket.state == TicketState.DONE) for ticket in room.finished[:count]]


def needs_of(booking: Booking) -> str:
    """Return the help that somebody needs, in words."""
    return ", ".join(str(Support(need).label) for need in booking.support if need in Support.values)


def _turn(waiter: Waiter) -> str:
    ticket = waiter.ticket
    if ticket.forwarded_at and waiter.turn != Turn.SKIPPED:
        return _("weitergeleitet")
    return str(_TURNS[waiter.turn])


def _notes(ticket: QueueTicket) -> str:
    """Return the help somebody needs and what colleagues wrote down."""
    needs = needs_of(ticket.booking) if ticket.booking else ""
    return " · ".join(part for part in (needs, " ".join(ticket.note.split())) if part)
