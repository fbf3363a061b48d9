"""Guests' bookings become somebody's own once they have an account: by the number that only the booking knows."""

from django.db import transaction

from modules.appointments.codes import normalise_code
from modules.appointments.models import Booking, Collection
from modules.appointments.selectors.joining import with_concerns
from modules.appointments.selectors.mine import guest_bookings
from modules.appointments.services.remembering import remember_past
from rathaus.accounts.details import has_proven_address
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record


@transaction.atomic
def claim_bookings(*, user: User, code: str) -> int:
    """Give the person the guests' bookings with their proven address and this number; return how many.

    Couples share an address, so the address alone opens nothing, and a number alone opens nothing either. What is
    claimed appears in the timeline at the time when it was. The caller limits the tries.
    """
    number = normalise_code(code)
    if not (number and has_proven_address(user, user.email)):
        return 0
    found = with_concerns(guest_bookings(user.email)).filter(code=number).select_for_update(of=("self",))
    claimed = [_claim(booking, user) for booking in found]
    return len(claimed)


def _claim(locked: Booking, user: User) -> Booking:
    locked.owner = user
    locked.save(update_fields=["owner"])
    Collection.objects.filter(booking=locked, erased_at__isnull=True).update(owner=user)
    record(action="appointments.booking_claimed", actor=user, target=locked, actor_kind=ActorKind.CITIZEN)
    remember_past(locked)
    return locked
