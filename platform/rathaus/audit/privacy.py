"""What the record keeps about people: the ids of those who acted, which is its purpose (Art. 5 (2) DSGVO)."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Model

from rathaus.audit.models import AuditEntry
from rathaus.privacy.protocol import Record


class AuditPersonalData:
    """Entries by a person. They name an id alone, so nobody is known any more once the account is erased."""

    models: tuple[type[Model], ...] = (AuditEntry,)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return what the person with this address did."""
        people = get_user_model().objects.filter(email=email).values("pk")
        entries = AuditEntry.objects.filter(actor_id__in=people).order_by("id")
        return [{"at": entry.at.isoformat(), "action": entry.action, "target": entry.target_type} for entry in entries]

    def erase(self, *, email: str) -> int:  # noqa: ARG002
        """Erase nothing: the record is evidence and can only grow (Art. 17 (3) b and e DSGVO)."""
        return 0

    def apply_retention(self, *, now: datetime) -> int:  # noqa: ARG002
        """Forget nothing: without the account an id says nothing about a person."""
        return 0


PERSONAL_DATA = AuditPersonalData()
