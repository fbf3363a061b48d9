"""Tell other programs what happened: rows in the caller's transaction, sent once it has become true."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils import timezone

from rathaus.api.models import WebhookDelivery, WebhookEndpoint
from rathaus.api.scopes import TEST_EVENT, all_events
from rathaus.api.tasks import deliver_webhook
from rathaus.jobs import enqueue
from rathaus.tenancy.trips import Statement, in_one_trip

_LISTENING: Final = "SELECT id FROM api_webhookendpoint WHERE is_active AND events @> %s::varchar[]"


def announce(*, event: str, payload: Mapping[str, Any], listening: Sequence[uuid.UUID] | None = None) -> None:
    """Write a message for every address that wants this event, and send it after commit.

    `payload` is what JSON knows and holds ids, times and codes, never who somebody is or lives: it leaves the house.
    Call it inside the transaction of the change. One query where nobody listens, none for who has asked
    `who_listens` already. Raises LookupError for an event that no module declares.
    """
    if event not in all_events():
        raise LookupError(f"No module declares the event {event!r} in ModuleSpec.api_events.")
    if listening is None:
        listening = _listening(event)
    if not listening:
        return
    event_id, now = uuid.uuid4(), timezone.now()
    for endpoint in WebhookEndpoint.objects.filter(pk__in=listening):
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


def who_listens(event: str) -> Statement:
    """Return what finds the ids of the addresses that want the event; by hand: most changes ask and find none."""
    return Statement(_LISTENING, [[event]])


def _listening(event: str) -> list[uuid.UUID]:
    (rows,) = in_one_trip([who_listens(event)])
    return [key for (key,) in rows]


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
