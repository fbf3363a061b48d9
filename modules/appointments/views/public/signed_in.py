"""Who books, where somebody is signed in. Without a session cookie, and in a frame, everybody is a guest."""

from django.http import HttpRequest

from modules.appointments.forms.booker import Booker
from modules.appointments.models import Booking
from rathaus.accounts.details import details_of, has_proven_address
from rathaus.accounts.models import User
from rathaus.accounts.rights import rights_of
from rathaus.tenancy import current_tenant
from rathaus.web.framing import is_framed
from rathaus.web.my import ACCOUNTS, acting_for, is_signed_in


def signed_in_citizen(request: HttpRequest) -> User | None:
    """Return the signed-in person where citizens have accounts; no session is read without a cookie or in a frame."""
    if is_framed(request) or not is_signed_in(request) or not current_tenant().has_module(ACCOUNTS):
        return None
    return request.user if isinstance(request.user, User) else None


def booker_of(request: HttpRequest) -> Booker | None:
    """Return the signed-in person with what their profile says; None for guests.

    Colleagues of the town hall often book for somebody who stands before them: their forms stay empty, and the
    appointment becomes their own only if they tick it.
    """
    person = signed_in_citizen(request)
    if person is None:
        return None
    if rights_of(person).is_staff:
        return Booker(person)
    stands_for = acting_for(request)
    acts_for = stands_for.name if stands_for else ""
    return Booker(person, details_of(person), acts_for, has_proven_address(person, person.email))


def is_mine(request: HttpRequest, booking: Booking) -> bool:
    """Return whether the signed-in person owns the appointment; asks nobody about a guest's."""
    if booking.owner_id is None:
        return False
    person = signed_in_citizen(request)
    return person is not None and person.pk == booking.owner_id
