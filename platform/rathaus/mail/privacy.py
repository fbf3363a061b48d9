"""What the outbox keeps about people."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model, Q
from django.utils import timezone

from rathaus.mail.delivery import wipe, wipe_old
from rathaus.mail.models import OutboxMessage, State
from rathaus.privacy.protocol import Record


class MailPersonalData:
    """Messages to a person. Recipient and content go after 30 days; what still waits is delivered first."""

    models: tuple[type[Model], ...] = (OutboxMessage,)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return the messages that were sent to the address and are not wiped yet."""
        messages = OutboxMessage.objects.filter(to__iexact=email).order_by("created_at")
        return [
            {
                "at": message.created_at.isoformat(),
                "subject": message.subject,
                "text": message.text,
                "state": message.state,
            }
            for message in messages
        ]

    def erase(self, *, email: str) -> int:
        """Wipe the messages to the address, except those that are still on their way."""
        return wipe(Q(to__iexact=email) & ~Q(state=State.QUEUED), now=timezone.now())

    def apply_retention(self, *, now: datetime) -> int:
        """Wipe messages done with 30 days ago."""
        return wipe_old(now=now)


PERSONAL_DATA = MailPersonalData()
