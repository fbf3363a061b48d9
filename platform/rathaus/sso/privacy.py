"""Personal data of single sign-on: by which subject a colleague is known at the identity provider."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Model

from rathaus.privacy.protocol import Record
from rathaus.sso.models import LinkedIdentity


class SingleSignOnPersonalData:
    """The links between people and their accounts at the identity provider."""

    models: tuple[type[Model], ...] = (LinkedIdentity,)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return where the person is known and since when."""
        links = LinkedIdentity.objects.filter(user__email=email).order_by("created_at")
        return [
            {
                "kind": "linked_identity",
                "issuer": link.issuer,
                "subject": link.subject,
                "since": link.created_at.isoformat(),
            }
            for link in links
        ]

    def erase(self, *, email: str) -> int:
        """Erase the links of whoever is not staff any more; working staff keep theirs with their access."""
        links = LinkedIdentity.objects.filter(user__email=email).exclude(user__staff_membership__is_active=True)
        return links.delete()[0]

    def apply_retention(self, *, now: datetime) -> int:  # noqa: ARG002
        """Forget nothing by time: a link lives as long as the access, and goes with it."""
        return 0


PERSONAL_DATA: Final = SingleSignOnPersonalData()
