"""Book in one go, for who knows everything already: another program with time, name and address in its hands."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError
from django.utils import timezone

from modules.appointments.errors import AppointmentError, IncompleteDetailsError, TooManyBookingsError, WrongStateError
from modules.appointments.models import Audience, Booking, ConcernPlace, Origin, State
from modules.appointments.selectors.glance import Glance, glance_at
from modules.appointments.selectors.joining import further_rows
from modules.appointments.services.cells import NoPlaceLeft, Quota, book, is_known
from modules.appointments.services.confirming import request_confirmation, tell_confirmed
from modules.appointments.services.details import (
    Details,
    enter_details,
    refuse_nameless,
    refuse_too_many,
    refuse_unreachable,
)
from modules.appointments.services.holding import draft_of, hold, release_hold
from modules.appointments.services.targets import Target, refuse_unoffered, slot_taken
from modules.appointments.services.transactions import IMPATIENCE, booking_transaction
from modules.appointments.visits import Visit, visit_of


def book_at_once(
    *,
    place: ConcernPlace,
    day: date,
    cell_from: int,
    idem_key: uuid.UUID,
    details: Details,
    origin: str = Origin.API,
    language: str = "de",
    visit: Visit | None = None,
) -> Booking:
    """Return the booking that `hold`, `enter_details` and `request_confirmation` would make.

    Who leaves a telephone number only is booked in one transaction; with an e-mail address it goes step by step, since
    no mail is written while the day is locked. The same key returns the first result. Without a `visit` it is one
    person without questions. Who is refused keeps no place, and hears of a full time without waiting for those
    who book it.

    Raises SlotTakenError, NotOfferedError, UnclearVisitError, IncompleteDetailsError, TooManyBookingsError,
    TooManyMailsError, BusyError.
    """
    refuse_nameless(details)
    now = timezone.now()
    visit = visit or visit_of(place.concern, must_be_complete=True)
    target = Target.at(place, day, cell_from, visit.length)
    refuse_unoffered(target, audience=Audience.PUBLIC, now=now)
    wish = _Wish(target, visit, idem_key, origin, language, details)
    if booked := _book_where_free(wish, now):
        return booked
    held = hold(
        place=place, day=day, cell_from=cell_from, idem_key=idem_key, origin=origin, language=language, visit=visit
    )
    return _complete(held, details) if held.state == State.HELD else held


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be booked, and for whom."""

    target: Target
    visit: Visit
    idem_key: uuid.UUID
    origin: str
    language: str
    details: Details

    def draft(self) -> Booking:
        """Return the booking as it is to be, not saved; raises IncompleteDetailsError."""
        made = draft_of(self.target, self.visit, idem_key=self.idem_key, origin=self.origin, language=self.language)
        refuse_unreachable(made, self.details)
        self.details.put_into(made)
        if not made.contact_hash:
            raise IncompleteDetailsError
        return made


def _book_where_free(wish: _Wish, now: datetime) -> Booking | None:
    """Return the booking; None if it needs more than one transaction. Raises SlotTakenError where all is full."""
    for _attempt in range(2):
        seen = _glance(wish.target, wish.idem_key, now)
        if seen.is_full:
            raise slot_taken(wish.target, audience=Audience.PUBLIC, now=now)
        if seen.is_known or not seen.has_room or wish.details.email:
            return None
        with suppress(NoPlaceLeft, IntegrityError):  # somebody was quicker, or sends the same twice
            return _book(wish, now)
    return None


def _glance(target: Target, idem_key: uuid.UUID, now: datetime) -> Glance:
    return glance_at(
        pools=target.pools,
        day=target.day,
        cell_from=target.cell_from,
        cell_to=target.cell_to,
        idem_key=idem_key,
        now=now,
    )


def _book(wish: _Wish, now: datetime) -> Booking:
    """Insert the booking as confirmed; the contact is locked before the day, as everywhere.

    Record and messages are written before the place is taken: while the day is locked, everybody else waits.
    """
    draft = wish.draft()
    draft.state, draft.confirmed_at = State.CONFIRMED, now
    further = further_rows(draft, wish.visit)
    with booking_transaction(says_limits=False):
        try:
            refuse_too_many(draft, first=IMPATIENCE)
        except TooManyBookingsError:
            if is_known(draft.idem_key):
                raise NoPlaceLeft from None  # the first of two that were sent at once is the one too many
            raise
        tell_confirmed(draft)
        return book(draft, wish.target.pools, quota=Quota.PUBLIC, now=now, further=further, is_named=True)


def _complete(held: Booking, details: Details) -> Booking:
    """Go on with a hold, step by step; a hold that comes to nothing is let go."""
    try:
        return request_confirmation(booking=enter_details(booking=held, details=details))
    except WrongStateError:  # the same key at the same moment was quicker
        return Booking.objects.get(pk=held.pk)
    except AppointmentError:
        release_hold(booking=held)
        raise
