"""Move and cancel bookings, by citizens and by staff."""

from contextlib import suppress
from datetime import date, datetime
from functools import partial

from django.utils import timezone

from modules.appointments import mails
from modules.appointments.codes import new_code
from modules.appointments.errors import WrongStateError
from modules.appointments.models import (
    OPEN_STATES,
    PENDING_STATES,
    Audience,
    Booking,
    ConcernPlace,
    OutageCaseState,
    State,
)
from modules.appointments.selectors.joining import as_visited
from modules.appointments.services.announcing import announce_move, announce_state
from modules.appointments.services.cases import leave_cases
from modules.appointments.services.cells import NoPlaceLeft, Quota, give_back, ranges_of
from modules.appointments.services.freeing import Freed, pass_on, release_places
from modules.appointments.services.locking import lock_booking
from modules.appointments.services.remembering import remember_move, remember_state
from modules.appointments.services.sweeping import try_twice
from modules.appointments.services.targets import Target, quotas, refuse_unoffered, relocate, slot_taken
from modules.appointments.services.tickets import follow_booking
from modules.appointments.services.transactions import booking_transaction
from modules.appointments.services.waiting import end_entry_of
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.timeline.models import By


def move_booking(
    *,
    booking: Booking,
    place: ConcernPlace,
    day: date,
    cell_from: int,
    actor: User | None = None,
    force: bool = False,
) -> Booking:
    """Move a confirmed booking to another time or place, for as long as it was, and return it.

    Without an actor the citizen moves it, within what is offered and before it begins. Staff may use their own places
    and, with `force`, go beyond them. The calendar entry gets a new version and is mailed. To where it is already
    nothing happens. Raises SlotTakenError, NotOfferedError, WrongStateError, BusyError.
    """
    now = timezone.now()
    audience = Audience.STAFF if actor else Audience.PUBLIC
    target = Target.at(as_visited(place, booking), day, cell_from, booking.length)
    if not force:
        refuse_unoffered(target, audience=audience, now=now)
    for quota in quotas(audience, is_forced=force):
        attempt = partial(_move, booking, target, quota, actor, now)
        with suppress(NoPlaceLeft):
            return try_twice(attempt, pools=target.pools, day=target.day, now=now)
    raise slot_taken(target, audience=audience, now=now)


def cancel_booking(
    *, booking: Booking, actor: User | None = None, reason: str = "", tells_citizen: bool = True
) -> Booking:
    """Cancel a booking, pass its places on and return it; a second time changes nothing.

    Without an actor the citizen cancels, before it begins; staff give a reason, which is mailed. An address that
    nobody confirmed gets no mail from a citizen's click: it may be a stranger's. Raises WrongStateError for a visit
    that has begun or is over, BusyError.
    """
    now = timezone.now()
    with booking_transaction():
        locked = lock_booking(booking)
        if locked.state == State.CANCELLED:
            return locked
        _refuse_if_begun(locked, actor)
        is_pending = locked.state in PENDING_STATES
        is_told = locked.confirmed_at is not None or (actor is not None and locked.state == State.UNCONFIRMED)
        locked.state, locked.expires_at = State.CANCELLED, None
        locked.cancelled_at, locked.cancel_reason = now, reason.strip()
        locked.cancelled_online = actor is None
        locked.sequence += 1
        locked.save()
        follow_booking(locked, now=now)
        end_entry_of(locked)
        leave_cases(locked, OutageCaseState.CANCELLED, now=now)
        if is_pending:
            give_back(ranges_of(locked))  # it never was anybody's for sure: no reason to ask those who wait
        else:
            release_places(locked, now=now)
        record(action="appointments.booking_cancelled", actor=actor, target=locked)
        announce_state(locked)
        remember_state(locked, by=By.STAFF if actor else By.PERSON)
        if tells_citizen and is_told:
            mails.send_cancelled(locked, by_town_hall=actor is not None)
    return locked


def _move(booking: Booking, target: Target, quota: Quota, actor: User | None, now: datetime) -> Booking:
    locked = lock_booking(booking)
    if target.is_where(locked) and locked.state == State.CONFIRMED:
        return locked
    if locked.state != State.CONFIRMED or (actor is None and locked.starts_at <= now):
        raise WrongStateError
    former, freed = locked.starts_at, Freed.of(locked, now=now)
    relocate(locked, target, quota=quota, now=now, occupies=True, locks=freed.locks)
    settle_move(locked, former=former, actor=actor, is_forced=quota == Quota.FORCED, now=now)
    pass_on(freed, now=now)
    return locked


def settle_move(locked: Booking, *, former: datetime, actor: User | None, is_forced: bool, now: datetime) -> None:
    """Save a booking that has a new time, record it and mail the next version of the calendar entry.

    The mail counts as a reminder: the next one is for a time that comes after it.
    """
    if Booking.objects.filter(day=locked.day, code=locked.code).exclude(pk=locked.pk).exists():
        locked.code = new_code()
    locked.sequence += 1
    locked.moves_online += 1 if actor is None else 0
    locked.reminded_at = now
    locked.forced_by = actor.pk if actor and is_forced else None
    locked.save()
    leave_cases(locked, OutageCaseState.MOVED, now=now)
    record(
        action="appointments.booking_moved",
        actor=actor,
        target=locked,
        details={"from": former.isoformat(), "to": locked.starts_at.isoformat(), "is_forced": bool(locked.forced_by)},
    )
    announce_move(locked)
    remember_move(locked, former=former, by=By.STAFF if actor else By.PERSON)
    mails.send_moved(locked)


def _refuse_if_begun(locked: Booking, actor: User | None) -> None:
    allowed = (*PENDING_STATES, *OPEN_STATES) if actor else (*PENDING_STATES, State.CONFIRMED)
    if locked.state not in allowed or (actor is None and locked.starts_at <= timezone.now()):
        raise WrongStateError
