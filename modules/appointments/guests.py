"""What guests booked before they had an account, and how it becomes their own."""

from datetime import date
from typing import Final

from modules.appointments.selectors.mine import guest_bookings
from modules.appointments.services.claiming import claim_bookings
from rathaus.accounts.models import User


class AppointmentGuestItems:
    """Bookings of an address. Only their number opens them: a booking knows no birth date."""

    def waiting(self, *, email: str) -> int:
        """Return how many bookings with this address nobody owns yet; says nothing about what they are."""
        return guest_bookings(email).count()

    def claim(self, *, user: User, code: str = "", birth_date: date | None = None) -> int:  # noqa: ARG002
        """Make the bookings with the person's address and this number theirs; return how many."""
        return claim_bookings(user=user, code=code)


GUEST_ITEMS: Final = AppointmentGuestItems()
