"""The jobs of messages to devices."""

import uuid

from django.utils import timezone

from rathaus.jobs import enqueue, tenant_task


@tenant_task(name="notifications.deliver_push")
def deliver_push(delivery_id: str) -> None:
    """Send one message, if it still waits and its time has come."""
    from rathaus.notifications import delivery  # noqa: PLC0415 - what it needs is needed by workers only

    delivery.deliver(delivery_id=uuid.UUID(delivery_id), now=timezone.now())


@tenant_task(name="notifications.sweep")
def sweep() -> None:
    """Start what is due: first attempts that got lost, and repeated ones."""
    from rathaus.notifications import delivery  # noqa: PLC0415

    for pk in delivery.due_ids(now=timezone.now()):
        enqueue(deliver_push, delivery_id=str(pk))
