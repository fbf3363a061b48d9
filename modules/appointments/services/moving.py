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
    State,
)
from modules.appointments.selectors.joining import as_visited
from modules.appointments.services.cells import NoPlaceLeft, Quota, give_back, ranges_of
from modules.appointments.services.locking import lock_booking
from modules.appointments.services.sweeping import try_twice
from modules.appointments.services.targets import Target, quotas, refuse_unoffered, relocate, slot_taken
from modules.appointments.services.transactions import booking_transaction
from rathaus.accounts.models import User
from rathaus.audit.services import record


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
    """Cancel a booking, give its places back at once and return it; a second time changes nothing.

    Without an actor the citizen cancels, before it begins; staff give a reason, which is mailed. An address that
    nobody confirmed gets no mail from a citizen's click: it may be a stranger's. Raises WrongStateError for a visit
    that has begun or is over, BusyError.
    """
    with booking_transaction():
        locked = lock_booking(booking)
        if locked.state == State.CANCELLED:
            return locked
        _refuse_if_begun(locked, actor)
        is_told = locked.confirmed_at is not None or (actor is not None and locked.state == State.UNCONFIRMED)
        locked.state, locked.expires_at = State.CANCELLED, None
        locked.cancelled_at, locked.cancel_reason = timezone.now(), reason.strip()
        locked.cancelled_online = actor is None
        locked.sequence += 1
        locked.save()
        give_back(ranges_of(locked))
        record(action="appointments.booking_cancelled", actor=actor, target=locked)
        if tells_citizen and is_told:
            mails.send_cancelled(locked, by_town_hall=actor is not None)
    return locked


def _move(booking: Booking, target: Target, quota: Quota, actor: User | None, now: datetime) -> Booking:
    locked = lock_booking(booking)
    if target.is_where(locked) and locked.state == State.CONFIRMED:
        return locked
    if locked.state != State.CONFIRMED or (actor is None and locked.starts_at <= now):
        raise WrongStateError
    former = locked.starts_at
    relocate(locked, target, quota=quota, now=now, occupies=True)
    if Booking.objects.filter(day=locked.day, code=locked.code).exclude(pk=locked.pk).exists():
        locked.code = new_code()
    locked.sequence += 1
    locked.moves_online += 1 if actor is None else 0
    locked.reminded_at = None
    locked.forced_by = actor.pk if actor and quota == Quota.FORCED else None
    locked.save()
    record(
        action="appointments.booking_moved",
        actor=actor,
        target=locked,
        details={"from": former.isoformat(), "to": locked.starts_at.isoformat(), "is_forced": bool(locked.forced_by)},
    )
    mails.send_moved(locked)
    return locked


def _refuse_if_begun(locked: Booking, actor: User | None) -> None:
    allowed = (*PENDING_STATES, *OPEN_STATES) if actor else (*PENDING_STATES, State.CONFIRMED)
    if locked.state not in allowed or (actor is None and locked.starts_at <= timezone.now()):
        raise WrongStateError
