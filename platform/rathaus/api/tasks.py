"""The jobs of webhooks."""

import uuid

from django.utils import timezone

from rathaus.api import delivery
from rathaus.jobs import enqueue, tenant_task


@tenant_task(name="api.deliver_webhook")
def deliver_webhook(delivery_id: str) -> None:
    """Send one message, if it still waits and its time has come."""
    delivery.deliver(delivery_id=uuid.UUID(delivery_id), now=timezone.now())


@tenant_task(name="api.sweep")
def sweep() -> None:
    """Start what is due: first attempts that got lost, and repeated ones."""
    for pk in delivery.due_ids(now=timezone.now()):
        enqueue(deliver_webhook, delivery_id=str(pk))


@tenant_task(name="api.forget")
def forget() -> None:
    """Delete what was sent long ago."""
    delivery.forget_old(now=timezone.now())
