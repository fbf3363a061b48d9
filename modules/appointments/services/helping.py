"""What staff do for somebody who calls: confirm in their place, send the mail again."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from modules.appointments import mails
from modules.appointments.errors import WrongStateError
from modules.appointments.models import Booking, State
from modules.appointments.services.announcing import announce_state
from modules.appointments.services.confirming import resend_code
from modules.appointments.services.counter import revive
from modules.appointments.services.locking import lock_booking
from modules.appointments.services.remembering import remember_state
from modules.appointments.services.transactions import booking_transaction
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.timeline.models import By

_NOT_TWICE_WITHIN: Final = timedelta(minutes=1)


def confirm_by_staff(*, booking: Booking, actor: User) -> Booking:
    """Confirm for somebody whose mail does not arrive, and mail what they need; a second time changes nothing.

    One that lapsed gets its place back, beyond the limit if need be. Raises WrongStateError, BusyError.
    """
    if booking.state == State.EXPIRED:
        return revive(booking=booking, actor=actor)
    with booking_transaction():
        locked = lock_booking(booking)
        if locked.state == State.CONFIRMED:
            return locked
        if locked.state != State.UNCONFIRMED:
            raise WrongStateError
        locked.state, locked.expires_at, locked.confirmed_at = State.CONFIRMED, None, timezone.now()
        locked.save()
        record(action="appointments.booking_confirmed", actor=actor, target=locked)
        announce_state(locked)
        remember_state(locked, by=By.STAFF)
        mails.send_confirmed(locked)
    return locked


def send_again(*, booking: Booking, actor: User) -> Booking:
    """Mail the code, or the confirmation of what is confirmed, once more; at most once a minute.

    Raises WrongStateError without an address or for a visit that is over, TooManyMailsError, HoldLapsedError.
    """
    if not booking.email:
        raise WrongStateError
    if booking.state == State.UNCONFIRMED:
        return resend_code(booking=booking)
    with booking_transaction():
        locked = lock_booking(booking)
        if locked.state != State.CONFIRMED:
            raise WrongStateError
        now = timezone.now()
        if locked.confirm_sent_at is None or now - locked.confirm_sent_at > _NOT_TWICE_WITHIN:
            locked.confirm_sent_at = now
            locked.save(update_fields=["confirm_sent_at"])
            mails.send_confirmed(locked)
            record(action="appointments.confirmation_repeated", actor=actor, target=locked)
    return locked
