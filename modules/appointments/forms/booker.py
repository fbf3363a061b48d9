"""Who fills in a form signed in."""

from dataclasses import dataclass

from rathaus.accounts.details import PersonDetails
from rathaus.accounts.models import User


@dataclass(frozen=True, slots=True)
class Booker:
    """Who fills in the form signed in, what their profile knows (None: do not fill in), and for whom they act.

    `is_proven` says whether they have read mail at the address of their account.
    """

    person: User
    known: PersonDetails | None = None
    acts_for: str = ""
    is_proven: bool = False
