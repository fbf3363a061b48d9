"""Tell other programs what happened: rows in the caller's transaction, sent once it has become true."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from rathaus.api.models import WebhookDelivery, WebhookEndpoint
from rathaus.api.scopes import TEST_EVENT, all_events
from rathaus.api.tasks import deliver_webhook
from rathaus.jobs import enqueue


def announce(*, event: str, payload: Mapping[str, Any]) -> None:
    """Write a message for every address that wants this event, and send it after commit.

    `payload` is what JSON knows and holds ids, times and codes, never who somebody is or lives: it leaves the house.
    Call it inside the transaction of the change. One query where nobody listens. Raises LookupError for an event that
    no module declares.
    """
    if event not in all_events():
        raise LookupError(f"No module declares the event {event!r} in ModuleSpec.api_events.")
    endpoints = WebhookEndpoint.objects.filter(is_active=True, events__contains=[event])
    event_id, now = uuid.uuid4(), timezone.now()
    for endpoint in endpoints:
        queue(
            WebhookDelivery(
                endpoint=endpoint,
                event_id=event_id,
                event=event,
                payload=dict(payload),
                occurred_at=now,
                waits_from=now,
                next_attempt_at=now,
            )
        )


def announce_test(*, endpoint: WebhookEndpoint) -> WebhookDelivery:
    """Write a message that says nothing, for one address, and send it."""
    now = timezone.now()
    return queue(
        WebhookDelivery(
            endpoint=endpoint,
            event=TEST_EVENT.code,
            payload={},
            occurred_at=now,
            waits_from=now,
            next_attempt_at=now,
        )
    )


def queue(delivery: WebhookDelivery) -> WebhookDelivery:
    """Save the message and send it after commit; while its address is paused it only waits."""
    delivery.save()
    if delivery.endpoint.paused_at is None:
        enqueue(deliver_webhook, delivery_id=str(delivery.pk))
    return delivery
