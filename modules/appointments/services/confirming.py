"""Make a booking firm: by the code on the page, by the link in the mail, or at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from modules.appointments import mails
from modules.appointments.codes import contact_hashes, is_confirmation_code
from modules.appointments.errors import (
    AppointmentError,
    HoldLapsedError,
    IncompleteDetailsError,
    TooManyMailsError,
    TooManyTriesError,
    WrongCodeError,
    WrongStateError,
)
from modules.appointments.links import is_confirmation_key
from modules.appointments.models import PENDING_STATES, Booking, Confirmation, State
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.services.announcing import announce_state
from modules.appointments.services.cells import NoPlaceLeft, ranges_of, take
from modules.appointments.services.contacts import open_bookings_allowed
from modules.appointments.services.details import refuse_too_many
from modules.appointments.services.holding import quota_of
from modules.appointments.services.locking import lock_booking
from modules.appointments.services.remembering import remember_state
from modules.appointments.services.sweeping import try_twice
from rathaus.accounts.details import has_proven_address
from rathaus.audit.models import ActorKind, AuditEntry
from rathaus.audit.services import entry, record
from rathaus.limits.services import hit
from rathaus.timeline.models import By

MAX_TRIES: Final = 5
MAX_SENDS: Final = 4
MAILS_PER_ADDRESS: Final = 12  # a day, across bookings; three for each that an exception allows
_SETTLED = (State.CONFIRMED, State.ARRIVED, State.CALLED, State.DONE, State.NO_SHOW)


@transaction.atomic
def request_confirmation(*, booking: Booking) -> Booking:
    """Ask the person to confirm by mail, or confirm at once, and return the booking.

    With an e-mail address it becomes unconfirmed for `unconfirmed_minutes` and a code and a link are mailed. Without
    one, where the municipality asks for no confirmation, or where the address is proven already (`is_address_proven`),
    it is confirmed at once; `wants_callback` tells staff to call.
    Asking twice changes nothing. Raises HoldLapsedError, IncompleteDetailsError, TooManyBookingsError, and
    TooManyMailsError: choosing another time again and again mails no stranger more often than `resend_code` does.
    """
    locked = lock_booking(booking)
    if locked.state == State.UNCONFIRMED or locked.state in _SETTLED:
        return locked
    _refuse_unready(locked)
    if not locked.email or get_settings().confirmation == Confirmation.NONE or is_address_proven(locked):
        return _confirm(locked)
    locked.state = State.UNCONFIRMED
    _send(locked)
    record(action="appointments.confirmation_requested", target=locked)
    return locked


@transaction.atomic
def confirm_trusted(*, booking: Booking) -> Booking:
    """Confirm at once, for a program that has checked the address itself, and return the booking.

    A second time changes nothing. Raises HoldLapsedError, IncompleteDetailsError, TooManyBookingsError.
    """
    locked = lock_booking(booking)
    if locked.state in _SETTLED:
        return locked
    _refuse_unready(locked)
    return _confirm(locked)


@transaction.atomic
def resend_code(*, booking: Booking) -> Booking:
    """Send the mail once more and wait for the whole time again: mails are slow at times.

    It carries the same code, so the delayed first mail works as well. Wrong tries are forgotten. Raises
    HoldLapsedError, TooManyMailsError, WrongStateError.
    """
    locked = lock_booking(booking)
    if locked.state in _SETTLED:
        return locked
    _refuse_lapsed(locked)
    if locked.state != State.UNCONFIRMED:
        raise WrongStateError
    locked.confirm_tries = 0
    _send(locked)
    record(action="appointments.confirmation_resent", target=locked)
    return locked


def confirm_by_code(*, booking: Booking, code: str) -> Booking:
    """Confirm with the six digits from the mail and return the booking; a second time changes nothing.

    A booking that lapsed is confirmed too if its time is still free and the person has room for one more. Raises
    WrongCodeError, TooManyTriesError, TooManyBookingsError, HoldLapsedError, WrongStateError, BusyError.
    """

    def check(locked: Booking) -> AppointmentError | None:
        if locked.confirm_tries >= MAX_TRIES:
            return TooManyTriesError()
        if is_confirmation_code(locked.pk, locked.email, code):
            return None
        locked.confirm_tries += 1
        locked.save(update_fields=["confirm_tries"])
        return WrongCodeError(MAX_TRIES - locked.confirm_tries)

    return _confirm_if(booking, check)


def confirm_by_link(*, booking: Booking, key: str) -> Booking:
    """Confirm with the key from the mail's link and return the booking; a second time changes nothing.

    To be called on POST only: programs that scan mails follow links. Raises as `confirm_by_code` does.
    """
    return _confirm_if(booking, lambda locked: None if is_confirmation_key(locked, key) else WrongCodeError(MAX_TRIES))


def _confirm_if(booking: Booking, check: Callable[[Booking], AppointmentError | None]) -> Booking:
    """Confirm unless the check objects; what it counted is kept in any case."""
    pools = [cells.pool for cells in ranges_of(booking)]
    now = timezone.now()
    try:
        locked, objection = try_twice(lambda: _attempt(booking, check, now), pools=pools, day=booking.day, now=now)
    except NoPlaceLeft:
        raise HoldLapsedError from None
    if objection:
        raise objection
    return locked


def _attempt(
    booking: Booking, check: Callable[[Booking], AppointmentError | None], now: datetime
) -> tuple[Booking, AppointmentError | None]:
    locked = lock_booking(booking)
    if locked.state in _SETTLED:
        return locked, None
    if locked.state not in (State.UNCONFIRMED, State.EXPIRED) or not locked.confirm_sends:
        return locked, WrongStateError()
    if objection := check(locked):
        return locked, objection
    if not locked.is_alive_at(now):
        refuse_too_many(locked)  # it has not counted since it lapsed
    if locked.state == State.EXPIRED:
        if locked.starts_at <= now:
            return locked, HoldLapsedError()
        take(ranges_of(locked), quota=quota_of(locked), now=now)
    return _confirm(locked), None


def _confirm(locked: Booking) -> Booking:
    locked.state, locked.expires_at, locked.confirmed_at = State.CONFIRMED, None, timezone.now()
    locked.save(update_fields=["state", "expires_at", "confirmed_at"])
    return _tell_confirmed(locked)


def _tell_confirmed(locked: Booking) -> Booking:
    """Record and tell everybody that the booking has just been confirmed; belongs to the transaction of that."""
    confirmation_entry(locked).save(force_insert=True)
    announce_state(locked)
    remember_state(locked, by=By.PERSON)
    mails.send_confirmed(locked)
    return locked


def confirmation_entry(booking: Booking) -> AuditEntry:
    """Return the line of the record for it, not saved yet."""
    kind = ActorKind.CITIZEN if booking.owner else None
    return entry(action="appointments.booking_confirmed", actor=booking.owner, target=booking, actor_kind=kind)


def is_address_proven(booking: Booking) -> bool:
    """Return whether no code is needed: the address is the owner's own, or was confirmed for the appointment before."""
    if booking.owner and has_proven_address(booking.owner, booking.email):
        return True
    first = booking.follows
    return bool(first and first.state == State.CONFIRMED and first.confirm_sends and first.email == booking.email)


def _send(locked: Booking) -> None:
    if locked.confirm_sends >= MAX_SENDS:
        raise TooManyMailsError
    _count_mail(locked)
    now = timezone.now()
    locked.expires_at = now + timedelta(minutes=get_settings().unconfirmed_minutes)
    locked.confirm_sent_at = now
    locked.confirm_sends += 1
    locked.save()
    mails.send_code(locked)


def _count_mail(locked: Booking) -> None:
    """Raise TooManyMailsError once the address got enough mails today, whoever booked how often in its name.

    Counted in the transaction of the mail on purpose: a mail that is not sent does not count.
    """
    allowed = open_bookings_allowed(contact_hashes(email=locked.email, phone=""))
    limit = max(MAILS_PER_ADDRESS, 3 * allowed)
    if hit(name="appointments.code_mail", key=locked.email.casefold(), limit=limit, seconds=24 * 60 * 60):
        raise TooManyMailsError


def _refuse_unready(locked: Booking) -> None:
    _refuse_lapsed(locked)
    if not locked.contact_hash:
        raise IncompleteDetailsError
    refuse_too_many(locked)


def _refuse_lapsed(locked: Booking) -> None:
    if locked.state not in PENDING_STATES or not locked.is_alive_at(timezone.now()):
        raise HoldLapsedError
