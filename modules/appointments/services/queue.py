"""The line in the waiting room: call the next, call again, put off, forward, finish.

A ticket with a booking is moved through its booking (`services/counter.py`), whose state it follows. A drawn number
gets a booking, and so real cells of the day, in the moment in which somebody is called.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import Final

from django.utils import timezone

from modules.appointments.errors import WrongStateError
from modules.appointments.models import Booking, Origin, Pool, QueueTicket, State, TicketState
from modules.appointments.moments import today
from modules.appointments.selectors.queue import waiting_line
from modules.appointments.services.counter import mark_called, mark_done, mark_no_show, undo_mark
from modules.appointments.services.serving import serve_ticket, take_back_serving
from modules.appointments.services.transactions import booking_transaction
from rathaus.accounts.models import User
from rathaus.audit.services import record

_OPEN: Final = (TicketState.WAITING, TicketState.CALLED)
_MAX_NOTE: Final = 1000


class _TakenByAnother(Exception):  # noqa: N818 - not an error: the next in line is tried
    """A colleague is calling this person at this moment."""


def call_next(*, teams: Collection[Pool], actor: User, counter: str, force: bool = False) -> QueueTicket | None:
    """Call whoever is next for these teams and return the ticket, None where nobody waits.

    Two colleagues at the same instant never get the same person: each row is locked or skipped. `force` takes a place
    beyond the limit for a drawn number where none is left. Raises SlotTakenError, NotOfferedError, BusyError.
    """
    for waiter in waiting_line(teams=teams, day=today()):
        with suppress(_TakenByAnother):
            return _claim_and_call(waiter.ticket, actor, counter, force=force)
    return None


def call_ticket(*, ticket: QueueTicket, actor: User, counter: str, force: bool = False) -> QueueTicket:
    """Call one person out of turn; raises WrongStateError for somebody who does not wait any more, and as above."""
    try:
        return _claim_and_call(ticket, actor, counter, force=force)
    except _TakenByAnother:
        raise WrongStateError from None


def recall(*, ticket: QueueTicket, actor: User) -> QueueTicket:
    """Show and sound the number once more; since when somebody is served stays. Raises WrongStateError."""
    with booking_transaction():
        locked = _lock(ticket, (TicketState.CALLED,))
        locked.calls += 1
        locked.recalled_at = timezone.now()
        locked.save(update_fields=["calls", "recalled_at"])
        record(action="appointments.ticket_recalled", actor=actor, target=locked)
    return locked


def skip(*, ticket: QueueTicket, actor: User) -> QueueTicket:
    """Put somebody behind all who wait, called already or not; raises WrongStateError."""
    with booking_transaction():
        locked = _lock(ticket, _OPEN)
        record(action="appointments.ticket_skipped", actor=actor, target=locked)
        if locked.state == TicketState.CALLED and not _take_call_back(locked, actor):
            return locked
        QueueTicket.objects.filter(pk=locked.pk).update(skipped_at=timezone.now())
        locked.refresh_from_db()
    return locked


def finish(*, ticket: QueueTicket, actor: User) -> QueueTicket:
    """Note that the visit is over; raises WrongStateError."""

    def end(locked: QueueTicket, booking: Booking | None) -> None:
        if booking:
            mark_done(booking=booking, actor=actor)
        else:
            _end(locked, TicketState.DONE)

    return _change(ticket, _OPEN, end, "appointments.ticket_finished", actor)


def miss(*, ticket: QueueTicket, actor: User) -> QueueTicket:
    """Note that nobody came. An appointment is a no-show; the cells of a drawn number are given back.

    Raises WrongStateError.
    """

    def end(locked: QueueTicket, booking: Booking | None) -> None:
        if booking and booking.origin == Origin.WALK_IN:
            take_back_serving(locked)
        elif booking:
            mark_no_show(booking=booking, actor=actor)
            return
        _end(locked, TicketState.MISSED)

    return _change(ticket, _OPEN, end, "appointments.ticket_missed", actor)


def undo(*, ticket: QueueTicket, actor: User, shown: str) -> QueueTicket:
    """Take the last step back: to called, or to waiting. `shown` is the state that the person saw.

    Where it is another by now nothing happens, so a double click takes back one step. Raises WrongStateError.
    """
    with booking_transaction():
        locked = _lock(ticket, TicketState.values)
        if locked.state != shown:
            return locked
        if locked.state == TicketState.WAITING:
            raise WrongStateError
        if locked.state != TicketState.CALLED:
            _reopen(locked, actor)
        elif not _take_call_back(locked, actor):
            return locked
        locked.refresh_from_db()
    return locked


def forward(*, ticket: QueueTicket, team: Pool, note: str, actor: User) -> QueueTicket:
    """Hand somebody over to another team; they keep since when they wait.

    Who is being served has finished the stay at the first team, which counts there; the second team makes a stay of
    its own when it calls. Raises WrongStateError.
    """
    with booking_transaction():
        locked = _lock(ticket, _OPEN)
        if locked.state == TicketState.CALLED:
            _leave_counter(locked, actor)
        locked.pool, locked.forwarded_at, locked.skipped_at = team, timezone.now(), None
        if note.strip():
            locked.note = f"{locked.note}\n{note.strip()}".strip()[:_MAX_NOTE]
        locked.save()
        record(action="appointments.ticket_forwarded", actor=actor, target=locked, details={"team": str(team.pk)})
    return locked


def note_ticket(*, ticket: QueueTicket, note: str, actor: User) -> QueueTicket:
    """Replace the note of staff on somebody in the waiting room."""
    with booking_transaction():
        locked = _lock(ticket, TicketState.values)
        locked.note = note.strip()[:_MAX_NOTE]
        locked.save(update_fields=["note"])
        record(action="appointments.ticket_noted", actor=actor, target=locked)
    return locked


def _claim_and_call(ticket: QueueTicket, actor: User, counter: str, *, force: bool) -> QueueTicket:
    """Lock without waiting, call, and return the ticket as it is then; raises _TakenByAnother."""
    with booking_transaction():
        locked = _claim(ticket)
        if locked.booking:
            mark_called(booking=locked.booking, actor=actor, counter=counter)
        else:
            serve_ticket(ticket=locked, actor=actor, counter=counter, force=force)
        locked.refresh_from_db()
        return locked


def _claim(ticket: QueueTicket) -> QueueTicket:
    """Return the ticket, and its booking, locked; who holds one of the rows works on the person already."""
    rows = QueueTicket.objects.select_for_update(skip_locked=True).filter(pk=ticket.pk, state=TicketState.WAITING)
    locked = rows.first()
    if locked is None:
        raise _TakenByAnother
    if locked.booking_id:
        bookings = Booking.objects.select_for_update(skip_locked=True).filter(state=State.ARRIVED)
        locked.booking = bookings.filter(pk=locked.booking_id).first()
        if locked.booking is None:
            raise _TakenByAnother
    return locked


def _lock(ticket: QueueTicket, allowed: Collection[str]) -> QueueTicket:
    """Return the newest ticket, locked after its booking as everywhere; raises WrongStateError in another state."""
    booking_id = QueueTicket.objects.values_list("booking_id", flat=True).get(pk=ticket.pk)
    booking = Booking.objects.select_for_update().filter(pk=booking_id).first() if booking_id else None
    locked = QueueTicket.objects.select_for_update().get(pk=ticket.pk)
    if locked.booking_id != booking_id or locked.state not in allowed:
        raise WrongStateError
    locked.booking = booking
    return locked


def _change(
    ticket: QueueTicket,
    allowed: Collection[str],
    change: Callable[[QueueTicket, Booking | None], None],
    action: str,
    actor: User,
) -> QueueTicket:
    with booking_transaction():
        locked = _lock(ticket, allowed)
        change(locked, locked.booking)
        record(action=action, actor=actor, target=locked)
        locked.refresh_from_db()
    return locked


def _end(locked: QueueTicket, state: TicketState, at: datetime | None = None) -> None:
    locked.state, locked.finished_at = state, at or timezone.now()
    locked.save()


def _take_call_back(locked: QueueTicket, actor: User) -> bool:
    """Return somebody who was called to the line; a drawn number gives its cells back.

    Who was called without having arrived is expected again: their ticket is gone, and the answer is no.
    """
    if locked.booking and locked.booking.origin != Origin.WALK_IN:
        undo_mark(booking=locked.booking, actor=actor)
        return QueueTicket.objects.filter(pk=locked.pk).exists()
    take_back_serving(locked)
    _wait_again(locked)
    record(action="appointments.ticket_undone", actor=actor, target=locked)
    return True


def _reopen(locked: QueueTicket, actor: User) -> None:
    if locked.booking:
        undo_mark(booking=locked.booking, actor=actor)
        return
    _wait_again(locked)
    record(action="appointments.ticket_undone", actor=actor, target=locked)


def _wait_again(locked: QueueTicket) -> None:
    locked.state, locked.counter = TicketState.WAITING, ""
    locked.called_at = locked.finished_at = None
    locked.save()


def _leave_counter(locked: QueueTicket, actor: User) -> None:
    """End the stay at the first team and take the ticket off its booking."""
    if locked.booking:
        mark_done(booking=locked.booking, actor=actor)
        locked.previous, locked.booking = locked.booking, None
    _wait_again(locked)
