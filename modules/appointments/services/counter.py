"""The town hall's side: book by phone, serve at once, and follow the visit from arrival to its end."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone

from modules.appointments import mails
from modules.appointments.errors import IncompleteDetailsError, WrongStateError
from modules.appointments.models import Booking, ConcernPlace, Origin, State
from modules.appointments.moments import running_cell, today
from modules.appointments.services.announcing import announce_state
from modules.appointments.services.cells import NoPlaceLeft, Quota, ranges_of, take
from modules.appointments.services.collected import finish_pickup
from modules.appointments.services.details import Details
from modules.appointments.services.holding import ALONE, Chain, hold
from modules.appointments.services.locking import lock_booking
from modules.appointments.services.remembering import forget_end, remember_state
from modules.appointments.services.sweeping import try_twice
from modules.appointments.services.tickets import follow_booking
from modules.appointments.services.transactions import booking_transaction
from modules.appointments.visits import Answers, Visit
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.timeline.models import By


def book_by_staff(
    *,
    place: ConcernPlace,
    day: date,
    cell_from: int,
    details: Details,
    actor: User,
    idem_key: uuid.UUID,
    persons: int = 1,
    force: bool = False,
    held: Booking | None = None,
    language: str = "de",
    visit: Visit | None = None,
    chain: Chain = ALONE,
) -> Booking:
    """Return a booking that is confirmed at once; a mail goes out if there is an address.

    A `visit`, with further concerns, answers, channel and needs, replaces `persons`. `chain` says after which
    appointment it comes.
    `held` is the hold of one of the times that were kept while talking. `force` overbooks where staff have no place
    left, which is recorded. The same key returns the first result. Raises SlotTakenError, NotOfferedError,
    IncompleteDetailsError (no name), BusyError.
    """
    if not details.last_name.strip():
        raise IncompleteDetailsError
    booking = hold(
        place=place,
        day=day,
        cell_from=cell_from,
        idem_key=idem_key,
        persons=persons,
        origin=Origin.PHONE,
        replaces=held,
        language=language,
        forced_by=actor.pk if force else None,
        visit=visit,
        chain=chain,
    )
    return settle(booking, State.CONFIRMED, details, actor, "appointments.booked_by_staff")


def serve_now(
    *,
    place: ConcernPlace,
    actor: User,
    idem_key: uuid.UUID,
    details: Details | None = None,
    persons: int = 1,
    answers: Answers | None = None,
    force: bool = False,
    counter: str = "",
) -> Booking:
    """Return a booking of somebody without appointment who is served from this moment on; no name is needed.

    Raises SlotTakenError where no place is left and `force` is not given, NotOfferedError, BusyError.
    """
    now = timezone.now()
    booking = hold(
        place=place,
        day=today(now),
        cell_from=running_cell(now),
        idem_key=idem_key,
        persons=persons,
        answers=answers,
        origin=Origin.WALK_IN,
        forced_by=actor.pk if force else None,
    )
    return settle(
        booking,
        State.CALLED,
        details or Details(),
        actor,
        "appointments.walk_in_served",
        called_at=now,
        counter=counter,
    )


def mark_arrived(*, booking: Booking, actor: User | None) -> Booking:
    """Note that the person is here and waits with a ticket; without an actor they said so themselves at the entrance.

    For staff a booking that lapsed unconfirmed gets its place back, beyond the limit if need be. Raises
    WrongStateError, BusyError.
    """
    if booking.state == State.EXPIRED and actor:
        revive(booking=booking, actor=actor)
    return _step(
        booking, State.ARRIVED, (State.UNCONFIRMED, State.CONFIRMED), actor, expires_at=None, arrived_at=timezone.now()
    )


def mark_called(*, booking: Booking, actor: User, counter: str = "") -> Booking:
    """Note that the person is being served, at a counter if one is named; raises WrongStateError."""
    allowed = (State.CONFIRMED, State.ARRIVED)
    return _step(booking, State.CALLED, allowed, actor, called_at=timezone.now(), counter=counter)


def mark_done(*, booking: Booking, actor: User) -> Booking:
    """Note that the visit is over, and with it the handing over that it was for; raises WrongStateError."""
    allowed = (State.CONFIRMED, State.ARRIVED, State.CALLED)
    with booking_transaction():
        done = _step(booking, State.DONE, allowed, actor, finished_at=timezone.now())
        finish_pickup(done, actor=actor)
    return done


def mark_no_show(*, booking: Booking, actor: User) -> Booking:
    """Note that nobody came; raises WrongStateError."""
    allowed = (State.CONFIRMED, State.ARRIVED, State.CALLED)
    return _step(booking, State.NO_SHOW, allowed, actor, finished_at=timezone.now())


def undo_mark(*, booking: Booking, actor: User, shown: str = "") -> Booking:
    """Take the last step back: from done or no-show to called, arrived or confirmed, and so on.

    `shown` is the state that the person saw: where it is another one by now, nothing happens, so that a double click
    takes back one step. Raises WrongStateError for a booking that has no such step behind it.
    """
    with booking_transaction():
        locked = lock_booking(booking)
        if shown and locked.state != shown:
            return locked
        if locked.state in (State.DONE, State.NO_SHOW):
            forget_end(locked)
            locked.finished_at = None
            locked.state = State.CALLED if locked.called_at else _before_call(locked)
        elif locked.state == State.CALLED and locked.origin != Origin.WALK_IN:
            locked.called_at = None
            locked.state = _before_call(locked)
        elif locked.state == State.ARRIVED:
            locked.arrived_at = None
            locked.state = State.CONFIRMED
        else:
            raise WrongStateError
        locked.save()
        follow_booking(locked, now=timezone.now())
        record(action="appointments.step_undone", actor=actor, target=locked, details={"state": locked.state})
    return locked


def write_note(*, booking: Booking, note: str, actor: User) -> Booking:
    """Replace the note of staff on a booking."""
    return _change(booking, actor, "appointments.note_written", note=note.strip())


def finish_callback(*, booking: Booking, actor: User) -> Booking:
    """Note that the person who asked for a call has been called."""
    return _change(booking, actor, "appointments.callback_done", wants_callback=False)


def correct_details(*, booking: Booking, details: Details, actor: User) -> Booking:
    """Replace name and contact of a booking; raises IncompleteDetailsError without a name."""
    if not details.last_name.strip():
        raise IncompleteDetailsError
    with booking_transaction():
        locked = lock_booking(booking)
        details.put_into(locked)
        locked.save()
        record(action="appointments.details_corrected", actor=actor, target=locked)
    return locked


def settle(booking: Booking, state: State, details: Details, actor: User | None, action: str, **fields: Any) -> Booking:
    """Turn a hold into a booking; one that is settled already stays as it is."""
    with booking_transaction():
        locked = lock_booking(booking)
        if locked.state != State.HELD:
            return locked
        details.put_into(locked)
        _set(locked, state=state, expires_at=None, confirmed_at=timezone.now(), **fields)
        if state == State.CALLED:
            follow_booking(locked, now=timezone.now())
        record(action=action, actor=actor, target=locked, details={"is_forced": bool(locked.forced_by)})
        announce_state(locked)
        remember_state(locked, by=By.STAFF if actor else By.PERSON)
        if state == State.CONFIRMED and locked.email:
            mails.send_confirmed(locked)
    return locked


def _step(booking: Booking, to: State, allowed: Collection[State], actor: User | None, **fields: Any) -> Booking:
    with booking_transaction():
        locked = lock_booking(booking)
        if locked.state == to:
            return locked
        if locked.state not in allowed:
            raise WrongStateError
        _set(locked, state=to, **fields)
        follow_booking(locked, now=timezone.now())
        record(
            action="appointments.step_taken",
            actor=actor,
            target=locked,
            details={"state": to.value},
            actor_kind=None if actor else ActorKind.CITIZEN,
        )
        announce_state(locked)
        remember_state(locked, by=By.STAFF)
    return locked


def _change(booking: Booking, actor: User, action: str, **fields: Any) -> Booking:
    with booking_transaction():
        locked = lock_booking(booking)
        _set(locked, **fields)
        record(action=action, actor=actor, target=locked)
    return locked


def _set(locked: Booking, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save()


def _before_call(locked: Booking) -> State:
    return State.ARRIVED if locked.arrived_at else State.CONFIRMED


def revive(*, booking: Booking, actor: User) -> Booking:
    """Confirm a booking that lapsed: the person is there or calls. Beyond the limit only if nothing is left.

    One that did not lapse, or has no name, stays as it is. Raises BusyError.
    """
    now = timezone.now()
    pools = [cells.pool for cells in ranges_of(booking)]
    try:
        return try_twice(lambda: _retake(booking, Quota.STAFF, actor), pools=pools, day=booking.day, now=now)
    except NoPlaceLeft:
        return try_twice(lambda: _retake(booking, Quota.FORCED, actor), pools=pools, day=booking.day, now=now)


def _retake(booking: Booking, quota: Quota, actor: User) -> Booking:
    locked = lock_booking(booking)
    if locked.state != State.EXPIRED or not locked.last_name:
        return locked
    take(ranges_of(locked), quota=quota, now=timezone.now())
    _set(
        locked,
        state=State.CONFIRMED,
        confirmed_at=timezone.now(),
        forced_by=actor.pk if quota == Quota.FORCED else None,
    )
    record(
        action="appointments.booking_revived", actor=actor, target=locked, details={"is_forced": bool(locked.forced_by)}
    )
    announce_state(locked)
    remember_state(locked, by=By.STAFF)
    return locked
