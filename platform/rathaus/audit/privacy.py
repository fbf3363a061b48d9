"""What the record keeps about people: the ids of those who acted, which is its purpose (Art. 5 (2) DSGVO)."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils.translation import gettext as _

from rathaus.audit.models import AuditEntry, StaffSearch
from rathaus.audit.selectors import kept_since
from rathaus.privacy.protocol import Kept, Record


class AuditPersonalData:
    """Entries by a person, and searches for them. They name ids alone: nobody is known once the account is erased."""

    models: tuple[type[Model], ...] = (AuditEntry, StaffSearch)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return what the person with this address did, and who may have looked it up and when."""
        person = get_user_model().objects.filter(email=email).values_list("pk", flat=True).first()
        return list(_export(person)) if person else []

    def erase(self, *, email: str) -> int:  # noqa: ARG002
        """Erase nothing: the record is evidence and can only grow (Art. 17 (3) b and e DSGVO)."""
        return 0

    def kept_after_erasure(self, *, email: str) -> Sequence[Kept]:
        """Return the entries about what the person did, nameless once the account is gone."""
        if not AuditEntry.objects.filter(
            actor_id__in=get_user_model().objects.filter(email=email).values("pk")
        ).exists():
            return ()
        why = _("Es beweist, was wann geschah, und nennt keinen Namen (Art. 5 Abs. 2 DSGVO).")
        return (Kept(_("Das Protokoll der Zugriffe"), why),)

    def apply_retention(self, *, now: datetime) -> int:
        """Forget searches as old as the oldest entries; the entries themselves go with `audit.forget`."""
        return StaffSearch.objects.filter(requested_at__lt=kept_since(now)).delete()[0]


def _export(person: uuid.UUID) -> Iterator[Record]:
    for entry in AuditEntry.objects.filter(actor_id=person).order_by("id"):
        yield {"at": entry.at.isoformat(), "action": entry.action, "target": entry.target_type}
    for search in StaffSearch.objects.filter(about=person):
        yield {
            "at": search.requested_at.isoformat(),
            "searched_from": search.first_on.isoformat(),
            "searched_until": search.last_on.isoformat(),
            "state": search.state,
        }


PERSONAL_DATA = AuditPersonalData()
