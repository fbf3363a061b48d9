"""What the module keeps about people: which BundID opens which account, and for an hour its answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Model

from modules.bundid.models import Attempt, Identity
from modules.bundid.services.attempts import clear_attempts
from rathaus.privacy.protocol import Record


class BundIdPersonalData:
    """The bPK2 is a pseudonym of the BundID for this municipality; what it confirmed lives only in the session."""

    models: tuple[type[Model], ...] = (Identity, Attempt)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return the connection of this person's account."""
        return [_record(identity) for identity in Identity.objects.filter(user__email=email)]

    def erase(self, *, email: str) -> int:
        """Forget the connection; without it the BundID opens a new account, not the former one."""
        attempts = Attempt.objects.filter(user__email=email).delete()[0]
        return Identity.objects.filter(user__email=email).delete()[0] + attempts

    def apply_retention(self, *, now: datetime) -> int:
        """Delete attempts that are over; a task does the same every quarter of an hour."""
        return clear_attempts(now=now)


def _record(identity: Identity) -> Record:
    return {
        "kind": "bundid",
        "pseudonym": identity.bpk2,
        "connected": identity.linked_at.isoformat(),
        "last_used": identity.used_at.isoformat(),
    }


PERSONAL_DATA: Final = BundIdPersonalData()
