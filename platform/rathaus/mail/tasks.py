"""The outbox's jobs."""

import uuid

from django.utils import timezone

from rathaus.jobs import enqueue, tenant_task
from rathaus.mail import delivery


@tenant_task(name="mail.deliver", for_operators=True)
def deliver(message_id: str) -> None:
    """Send one message, if it still waits."""
    delivery.deliver_message(message_id=uuid.UUID(message_id), now=timezone.now())


@tenant_task(name="mail.sweep", for_operators=True)
def sweep() -> None:
    """Start the delivery of everything that is due: first attempts that got lost, and repeated ones."""
    now = timezone.now()
    delivery.give_up_on_old(now=now)
    for message_id in delivery.waiting_ids(now=now):
        enqueue(deliver, message_id=str(message_id))


@tenant_task(name="mail.wipe", for_operators=True)
def wipe() -> None:
    """Forget what delivered messages said."""
    delivery.wipe_old(now=timezone.now())
