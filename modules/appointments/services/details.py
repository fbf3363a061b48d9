"""Who comes: the person's details, entered by themselves or by staff on the phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from modules.appointments.codes import contact_hash, contact_hashes
from modules.appointments.errors import HoldLapsedError, IncompleteDetailsError, TooManyBookingsError, WrongStateError
from modules.appointments.models import (
    CITIZEN_ORIGINS,
    PENDING_STATES,
    Booking,
    Channel,
    State,
    Support,
)
from modules.appointments.services.contacts import open_bookings_allowed
from rathaus.accounts.models import User
from rathaus.tenancy.trips import Statement, in_one_trip

_FOUND: Final = ("id", "day", "state", "expires_at", "follows_id")  # in the order of the model, as from_db wants it

# By hand, since it is asked twice for each booking: OPEN_STATES and CITIZEN_ORIGINS, written out as its index has them.
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%(lock)s, 0))"
_FIND: Final = """
    SELECT id, day, state, expires_at, follows_id FROM appointments_booking
    WHERE contact_hash = ANY(%(hashes)s) AND state IN ('unconfirmed', 'confirmed', 'arrived', 'called')
    AND origin IN ('public', 'embed', 'api') AND ends_at > %(now)s AND id <> %(id)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What somebody says about themselves. Only name and one way to reach them are needed.

    `person_names` are the further persons of the visit, `for_name` the person for whom somebody else books.
    """

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    for_name: str = ""
    person_names: Sequence[str] = field(default_factory=tuple)
    support: Sequence[str] | None = None  # None: as it was said before the time was chosen
    home_address: str | None = None  # None: as it is
    wants_callback: bool = False
    note: str = ""

    def put_into(self, booking: Booking) -> None:
        """Set the booking's fields; the caller saves it."""
        booking.first_name, booking.last_name = self.first_name.strip(), self.last_name.strip()
        booking.email, booking.phone = self.email.strip().lower(), self.phone.strip()
        booking.for_name = self.for_name.strip()
        booking.person_names = list(self.person_names)
        if self.home_address is not None:
            booking.home_address = self.home_address.strip()
        if self.support is not None:
            booking.support = list(self.support)
        booking.wants_callback = self.wants_callback
        booking.contact_hash = contact_hash(email=booking.email, phone=booking.phone)
        booking.note = self.note.strip() or booking.note


def enter_details(*, booking: Booking, details: Details, owner: User | None = None) -> Booking:
    """Put the details into a held or unconfirmed booking and return it; they are kept even if the time has lapsed.

    `owner` is the signed-in person among whose appointments it is to stand; without one it is a guest's, as before.
    Raises IncompleteDetailsError, TooManyBookingsError, WrongStateError, and HoldLapsedError after saving: the next
    hold with `replaces` finds everything typed.
    """
    refuse_nameless(details)
    with transaction.atomic():
        locked = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
        if locked.state not in (*PENDING_STATES, State.EXPIRED):
            raise WrongStateError
        refuse_unreachable(locked, details)
        details.put_into(locked)
        locked.owner = owner
        locked.save()
        refuse_too_many(locked)
    if not locked.is_alive_at(timezone.now()):
        raise HoldLapsedError
    return locked


def refuse_nameless(details: Details) -> None:
    """Raise IncompleteDetailsError without a name, or without any way to reach the person."""
    if not (details.last_name.strip() and (details.email.strip() or details.phone.strip())):
        raise IncompleteDetailsError


def refuse_unreachable(booking: Booking, details: Details) -> None:
    """Raise IncompleteDetailsError where we are to call without a number or to come without an address."""
    if booking.channel == Channel.PHONE and not details.phone.strip():
        raise IncompleteDetailsError
    if Support.HOME_VISIT in booking.support and not (details.home_address or booking.home_address).strip():
        raise IncompleteDetailsError


def refuse_too_many(booking: Booking) -> None:
    """Raise TooManyBookingsError if the person has as many open visits from the internet as allowed.

    People are told apart by a keyed hash of their address, and asked one after the other: two tabs do not slip
    through together. Bookings by staff never count, and care homes, lawyers and the like may have more. Appointments
    booked one after the other for the same day, because different teams do them, are one visit.
    """
    if is_counted(booking):
        _locked, others = in_one_trip([lock_person(booking), find_others(booking)])
        refuse_one_more(booking, others)


def is_counted(booking: Booking) -> bool:
    """Return whether the limit holds for it: somebody known, from the internet."""
    return bool(booking.contact_hash) and booking.origin in CITIZEN_ORIGINS


def lock_person(booking: Booking) -> Statement:
    """Return what waits until whoever else asks for this person has committed."""
    return Statement(_LOCK, {"lock": booking.contact_hash})


def find_others(booking: Booking) -> Statement:
    """Return what finds the person's other open bookings, for `refuse_one_more`."""
    return Statement(
        _FIND,
        {
            "hashes": contact_hashes(email=booking.email, phone=booking.phone),
            "now": timezone.now(),
            "id": booking.pk,
        },
    )


def refuse_one_more(booking: Booking, found: Iterable[tuple[Any, ...]]) -> None:
    """Raise TooManyBookingsError where the others that were found leave no room for this one."""
    now = timezone.now()
    others = [Booking.from_db(connection.alias, _FOUND, row) for row in found]
    alive = [other for other in others if other.is_alive_at(now)]
    if not alive or belongs_to_any(booking, alive):
        return  # everybody may have one
    count = sum(not belongs_to_any(other, alive) for other in alive)
    limit = open_bookings_allowed(contact_hashes(email=booking.email, phone=booking.phone))
    if count >= limit:
        raise TooManyBookingsError(limit)


def belongs_to_any(booking: Booking, others: Iterable[Booking]) -> bool:
    """Return whether the booking comes right after one of the others on the same day."""
    return any(other.pk == booking.follows_id and other.day == booking.day for other in others)
