"""Hold a time while somebody fills in the rest, and let it go again."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError
from django.utils import timezone

from modules.appointments.codes import new_code
from modules.appointments.errors import WrongStateError
from modules.appointments.models import (
    CITIZEN_ORIGINS,
    PENDING_STATES,
    Booking,
    ConcernPlace,
    FurtherConcern,
    Origin,
    State,
)
from modules.appointments.selectors.joining import further_rows
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.services.cells import NoPlaceLeft, Quota, book, give_back, is_known, ranges_of
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


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a booking stands among those that are booked together, because different teams do the concerns."""

    follows: Booking | None = None
    next_concern: uuid.UUID | None = None


ALONE = Chain()


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
    chain: Chain = ALONE,
) -> Booking:
    """Return a booking that keeps the time for `hold_minutes`; `place` comes from `get_place` or `offered_places`.

    The same key returns the first result. With the key of a time that is still only held, or with `replaces`, the
    booking moves to the new time in one transaction (token and everything typed stay), so a visitor never holds two.
    `forced_by` (a member of staff) takes a place beyond what there is, if there is none. Holds leave no audit line:
    the row itself says all, and most of them end without a person behind. Who has worked out the visit already hands it
    over instead of persons and answers, which saves a query; one of several concerns needs a place from `as_one`.
    `chain` says after which appointment this one comes, and what the person wants to book after it.

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
        draft = draft_of(target, visit, idem_key=idem_key, origin=origin, language=language)
        draft.follows, draft.next_concern_id = chain.follows, chain.next_concern
        draft.forced_by = forced_by if quota == Quota.FORCED else None
        with suppress(NoPlaceLeft):
            wish = _Wish(draft, further_rows(draft, visit))
            return _insert(wish, target, now) if replaces is None else _replace(replaces, wish, target, now)
    raise slot_taken(target, audience=audience, now=now)


def draft_of(target: Target, visit: Visit, *, idem_key: uuid.UUID, origin: str, language: str) -> Booking:
    """Return the booking as it is to be, not saved."""
    return Booking(
        idem_key=idem_key,
        **target.columns,
        origin=origin,
        persons=visit.persons,
        answers=visit.answers,
        channel=visit.channel,
        support=list(visit.needs.support),
        language=language,
    )


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


@dataclass(frozen=True, slots=True)
class _Wish:
    """The booking as it is to be, not saved, with its further concerns."""

    draft: Booking
    further: Sequence[FurtherConcern]

    def is_met_by(self, booking: Booking) -> bool:
        """Return whether the booking is for the same visit already."""
        same = ("concern_id", "persons", "answers", "channel", "support")
        if any(getattr(booking, name) != getattr(self.draft, name) for name in same):
            return False
        wanted = {(entry.concern_id, entry.persons) for entry in self.further}
        return {(entry.concern_id, entry.persons) for entry in booking.further} == wanted

    def put_into(self, booking: Booking) -> None:
        """Make the booking one for this visit; the caller saves it, its further concerns are saved at once."""
        for name in ("persons", "answers", "channel", "support", "forced_by", "next_concern_id"):
            setattr(booking, name, getattr(self.draft, name))
        booking.follows_id = self.draft.follows_id or booking.follows_id
        FurtherConcern.objects.filter(booking=booking).delete()
        FurtherConcern.objects.bulk_create(
            FurtherConcern(booking=booking, concern_id=entry.concern_id, persons=entry.persons)
            for entry in self.further
        )


def _insert(wish: _Wish, target: Target, now: datetime) -> Booking:
    """Insert the hold; what the same key did before wins over everything else."""
    draft = wish.draft
    try:
        return try_twice(lambda: _book(wish, target, now), pools=target.pools, day=target.day, now=now)
    except NoPlaceLeft:
        if first := _with_key(draft.idem_key):
            return _replace_or_return(first, wish, target, now)
        raise
    except IntegrityError:
        if first := _with_key(draft.idem_key):
            return _replace_or_return(first, wish, target, now)
    draft.code = new_code()  # the code of another booking of the day, by a chance of one in many millions
    return try_twice(lambda: _book(wish, target, now), pools=target.pools, day=target.day, now=now)


def _book(wish: _Wish, target: Target, now: datetime) -> Booking:
    return book(wish.draft, target.pools, quota=quota_of(wish.draft), now=now, further=wish.further)


def _with_key(idem_key: uuid.UUID) -> Booking | None:
    return Booking.objects.get(idem_key=idem_key) if is_known(idem_key) else None


def _replace_or_return(first: Booking, wish: _Wish, target: Target, now: datetime) -> Booking:
    """Take the same form sent again for what it is: a double click, or another time after the back button."""
    if first.state not in (State.HELD, State.EXPIRED) or _is_done(first, wish, target, now):
        return first
    return _replace(first, wish, target, now)


def _is_done(booking: Booking, wish: _Wish, target: Target, now: datetime) -> bool:
    return target.is_where(booking) and booking.is_alive_at(now) and wish.is_met_by(booking)


def _replace(booking: Booking, wish: _Wish, target: Target, now: datetime) -> Booking:
    return try_twice(lambda: _replace_once(booking, wish, target, now), pools=target.pools, day=target.day, now=now)


def _replace_once(booking: Booking, wish: _Wish, target: Target, now: datetime) -> Booking:
    locked = Booking.objects.select_for_update().get(pk=booking.pk)
    if locked.state not in _REPLACEABLE:
        raise WrongStateError
    if _is_done(locked, wish, target, now):
        return locked
    relocate(locked, target, quota=quota_of(wish.draft), now=now, occupies=locked.state in PENDING_STATES)
    locked.code = new_code()
    locked.state = State.HELD
    locked.expires_at = now + timedelta(minutes=get_settings().hold_minutes)
    wish.put_into(locked)
    locked.erased_at = None  # an old tab used again: what is typed now must be erased in its turn
    locked.save()
    return locked
