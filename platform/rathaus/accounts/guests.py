"""What somebody did as a guest before they had an account. `ModuleSpec.guest_items` names an object of this shape.

The same e-mail address proves nothing, since couples share one: an item becomes a person's own only with its code, or
with the birth date where the item knows one.
"""

from datetime import date
from typing import Protocol

from rathaus.accounts.models import User


class GuestItems(Protocol):
    """One module's items that belong to nobody yet."""

    def waiting(self, *, email: str) -> int:
        """Return how many items with this address nobody owns yet; says nothing about what they are."""

    def claim(self, *, user: User, code: str = "", birth_date: date | None = None) -> int:
        """Make the items with the person's address that this code or birth date opens theirs; return how many.

        Writes them into the person's timeline. Nothing matching is 0, not an error; the caller limits the tries.
        """
