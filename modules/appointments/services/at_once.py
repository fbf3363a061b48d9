"""Book in one go, for who knows everything already: another program with time, name and address in its hands."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError
from django.utils import timezone

from modules.appointments.errors import AppointmentError, IncompleteDetailsError, WrongStateError
from modules.appointments.models import Audience, Booking, ConcernPlace, Origin, State
from modules.appointments.selectors.glance import Glance, glance_at
from modules.appointments.selectors.joining import further_rows
from modules.appointments.services.announcing import BOOKING_CONFIRMED, announce_state
from modules.appointments.services.cells import NoPlaceLeft, as_saved, booking_statements
from modules.appointments.services.confirming import confirmation_entry, request_confirmation
from modules.appointments.services.details import (
    Details,
    enter_details,
    find_others,
    is_counted,
    lock_person,
    refuse_nameless,
    refuse_one_more,
    refuse_unreachable,
)
from modules.appointments.services.holding import draft_of, hold, release_hold
from modules.appointments.services.targets import Target, refuse_unoffered, slot_taken
from modules.appointments.services.transactions import IMPATIENCE, booking_transaction
from modules.appointments.visits import Visit, visit_of
from rathaus.api.services import who_listens
from rathaus.tenancy.trips import in_one_trip, insertion


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
    seen = _glance(wish.target, wish.idem_key, now)
    if seen.is_full:
        raise slot_taken(wish.target, audience=Audience.PUBLIC, now=now)
    if seen.is_known or not seen.has_room or wish.details.email:
        return None
    try:
        return _book(wish, now)
    except IntegrityError:  # the same key at the same moment was quicker
        return None
    except NoPlaceLeft:  # somebody else was
        if seen.has_lapsed:
            return None
        raise slot_taken(wish.target, audience=Audience.PUBLIC, now=now) from None


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
    """Insert the booking as confirmed; the person is locked before the day, as everywhere.

    All goes in one trip, and what it says is looked at before it is committed: in a rush everybody waits for whoever
    holds the day. There is no address and no account, so nobody gets a mail or an entry in a timeline.
    """
    draft = wish.draft()
    draft.state, draft.confirmed_at = State.CONFIRMED, now
    statements = [
        IMPATIENCE,
        lock_person(draft),
        *booking_statements(draft, wish.target.pools, now=now, further=further_rows(draft, wish.visit)),
        find_others(draft),
        insertion(confirmation_entry(draft)),
        who_listens(BOOKING_CONFIRMED),
    ]
    with booking_transaction(says_limits=False):
        _limits, _locked, *taken, others, _recorded, listening = in_one_trip(statements)
        if not all(taken):
            raise NoPlaceLeft
        if is_counted(draft):
            refuse_one_more(draft, others)
        announce_state(as_saved(draft, now), listening=[key for (key,) in listening])
    return draft


def _complete(held: Booking, details: Details) -> Booking:
    """Go on with a hold, step by step; a hold that comes to nothing is let go."""
    try:
        return request_confirmation(booking=enter_details(booking=held, details=details))
    except WrongStateError:  # the same key at the same moment was quicker
        return Booking.objects.get(pk=held.pk)
    except AppointmentError:
        release_hold(booking=held)
        raise
