"""Hold a time while somebody fills in the rest, and let it go again."""

import uuid
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import IntegrityError
from django.utils import timezone

from modules.appointments.codes import new_code
from modules.appointments.errors import WrongStateError
from modules.appointments.models import CITIZEN_ORIGINS, PENDING_STATES, Booking, ConcernPlace, Origin, State
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.services.cells import NoPlaceLeft, Quota, book, give_back, ranges_of
from modules.appointments.services.sweeping import try_twice
from modules.appointments.services.targets import (
    Target,
    audience_of,
    quotas,
    refuse_unoffered,
    relocate,
    slot_taken,
)
from modules.appointments.services.transactions import booking_transaction
from modules.appointments.visits import Answers, Visit, visit_of

_REPLACEABLE = (*PENDING_STATES, State.EXPIRED)


def hold(
    *,
    place: ConcernPlace,
    day: date,
    cell_from: int,
    idem_key: uuid.UUID,
    persons: int = 1,
    answers: Answers | None = None,
    origin: str = Origin.PUBLIC,
    replaces: Booking | None = None,
    language: str = "de",
    forced_by: uuid.UUID | None = None,
    visit: Visit | None = None,
) -> Booking:
    """Return a booking that keeps the time for `hold_minutes`; `place` comes from `get_place` or `offered_places`.

    The same key returns the first result. With the key of a time that is still only held, or with `replaces`, the
    booking moves to the new time in one transaction (token and everything typed stay), so a visitor never holds two.
    `forced_by` (a member of staff) takes a place beyond what there is, if there is none. Holds leave no audit line:
    the row itself says all, and most of them end without a person behind. Who has worked out the visit of these persons
    and answers already hands it over, which saves a query.

    Raises SlotTakenError with neighbouring times, NotOfferedError, UnclearVisitError, WrongStateError, BusyError.
    """
    now = timezone.now()
    audience = audience_of(origin)
    visit = visit or visit_of(
        place.concern, persons=persons, answers=answers, must_be_complete=origin in CITIZEN_ORIGINS
    )
    target = Target.at(place, day, cell_from, visit.length)
    if forced_by is None:
        refuse_unoffered(target, audience=audience, now=now)
    for quota in quotas(audience, is_forced=forced_by is not None):
        draft = Booking(
            idem_key=idem_key,
            **target.columns,
            origin=origin,
            persons=persons,
            answers=dict(answers or {}),
            language=language,
            forced_by=forced_by if quota == Quota.FORCED else None,
        )
        with suppress(NoPlaceLeft):
            return _insert(draft, target, now) if replaces is None else _replace(replaces, draft, target, now)
    raise slot_taken(target, audience=audience, now=now)


def release_hold(*, booking: Booking) -> None:
    """Let a time go that is only held; a booking in any other state stays as it is."""
    with booking_transaction():
        locked = Booking.objects.select_for_update().get(pk=booking.pk)
        if locked.state == State.HELD:
            locked.state, locked.expires_at = State.EXPIRED, None
            locked.save(update_fields=["state", "expires_at"])
            give_back(ranges_of(locked))


def quota_of(booking: Booking) -> Quota:
    """Return whose places the booking may take."""
    if booking.forced_by:
        return Quota.FORCED
    return Quota.PUBLIC if booking.origin in CITIZEN_ORIGINS else Quota.STAFF


def _insert(draft: Booking, target: Target, now: datetime) -> Booking:
    """Insert the hold; what the same key did before wins over everything else."""
    try:
        return try_twice(lambda: _book(draft, target, now), pools=target.pools, day=target.day, now=now)
    except NoPlaceLeft:
        if first := _with_key(draft.idem_key):
            return _replace_or_return(first, draft, target, now)
        raise
    except IntegrityError:
        if first := _with_key(draft.idem_key):
            return _replace_or_return(first, draft, target, now)
    draft.code = new_code()  # the code of another booking of the day, by a chance of one in many millions
    return try_twice(lambda: _book(draft, target, now), pools=target.pools, day=target.day, now=now)


def _book(draft: Booking, target: Target, now: datetime) -> Booking:
    return book(draft, target.pools, quota=quota_of(draft), now=now)


def _with_key(idem_key: uuid.UUID) -> Booking | None:
    return Booking.objects.filter(idem_key=idem_key).first()


def _replace_or_return(first: Booking, draft: Booking, target: Target, now: datetime) -> Booking:
    """Take the same form sent again for what it is: a double click, or another time after the back button."""
    is_settled = first.state not in (State.HELD, State.EXPIRED)
    if is_settled or (target.is_where(first) and first.is_alive_at(now)):
        return first
    return _replace(first, draft, target, now)


def _replace(booking: Booking, draft: Booking, target: Target, now: datetime) -> Booking:
    return try_twice(lambda: _replace_once(booking, draft, target, now), pools=target.pools, day=target.day, now=now)


def _replace_once(booking: Booking, draft: Booking, target: Target, now: datetime) -> Booking:
    locked = Booking.objects.select_for_update().get(pk=booking.pk)
    if locked.state not in _REPLACEABLE:
        raise WrongStateError
    if target.is_where(locked) and locked.is_alive_at(now):
        return locked
    relocate(locked, target, quota=quota_of(draft), now=now, occupies=locked.state in PENDING_STATES)
    locked.code = new_code()
    locked.state = State.HELD
    locked.expires_at = now + timedelta(minutes=get_settings().hold_minutes)
    locked.persons, locked.answers = draft.persons, draft.answers
    locked.forced_by = draft.forced_by
    locked.erased_at = None  # an old tab used again: what is typed now must be erased in its turn
    locked.save()
    return locked
