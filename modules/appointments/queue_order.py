"""Who is called next: pure rules, so that every page, clerk and forecast agrees on one line of people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from modules.appointments.models import QueueTicket


class Turn(IntEnum):
    """The group in which somebody waits; a smaller number is called before a larger one."""

    ON_TIME = 0
    WALK_IN = 1
    LATE = 2
    SKIPPED = 3


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody who waits, and in which group."""

    ticket: QueueTicket
    turn: Turn

    @property
    def rank(self) -> tuple[int, datetime, datetime, int, str]:
        """By what the line is sorted: booked people by their time, all others by when they came or were skipped.

        Of two in the same instant the smaller number goes first: "A 9" before "A 10".
        """
        ticket = self.ticket
        booked = ticket.booking.starts_at if ticket.booking else ticket.arrived_at
        since = {Turn.ON_TIME: booked, Turn.SKIPPED: ticket.skipped_at or ticket.arrived_at}
        return self.turn, since.get(self.turn, ticket.arrived_at), ticket.arrived_at, len(ticket.label), ticket.label


def turn_of(
    *, starts_at: datetime | None, arrived_at: datetime, skipped_at: datetime | None, late_minutes: int
) -> Turn:
    """Return the group of somebody who came then and has an appointment then, or none."""
    if skipped_at is not None:
        return Turn.SKIPPED
    if starts_at is None:
        return Turn.WALK_IN
    return Turn.LATE if is_late(starts_at=starts_at, now=arrived_at, late_minutes=late_minutes) else Turn.ON_TIME


def is_late(*, starts_at: datetime, now: datetime, late_minutes: int) -> bool:
    """Return whether it is later than the municipality waits for somebody with an appointment."""
    return now - starts_at > timedelta(minutes=late_minutes)


def line_up(tickets: Iterable[QueueTicket], *, late_minutes: int) -> Sequence[Waiter]:
    """Return the line: booked and on time by their time, then those without one, then late, then skipped people."""
    waiters = (Waiter(ticket, _turn(ticket, late_minutes)) for ticket in tickets)
    return sorted(waiters, key=lambda waiter: waiter.rank)


def _turn(ticket: QueueTicket, late_minutes: int) -> Turn:
    return turn_of(
        starts_at=ticket.booking.starts_at if ticket.booking else None,
        arrived_at=ticket.arrived_at,
        skipped_at=ticket.skipped_at,
        late_minutes=late_minutes,
    )
