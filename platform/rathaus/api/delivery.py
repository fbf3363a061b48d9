"""Send what waits, again and again if need be; pause an address that never answers."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from rathaus.api import transport
from rathaus.api.credentials import unsealed, webhook_signature
from rathaus.api.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from rathaus.audit.services import record

log = structlog.get_logger(__name__)

DELAYS: Final = (  # after the first, second ... failed attempt; some minutes more, as the sweep comes by
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=18),
    timedelta(hours=22),
)
GIVE_UP_AFTER: Final = timedelta(days=3)
PAUSE_AFTER: Final = 100  # attempts in a row, of any messages
KEEP_FOR: Final = timedelta(days=30)
SWEEP_BATCH: Final = 500
_CLAIM: Final = timedelta(minutes=2)  # longer than any attempt: a worker that dies lets go of its message after that


def deliver(*, delivery_id: uuid.UUID, now: datetime) -> bool:
    """Send a message whose time has come and return whether it arrived.

    No transaction is open while it is sent. A worker claims the message first, so two never send it at once; one that
    dies in between has it sent twice, under the same id.
    """
    delivery = _claim(delivery_id, now)
    if delivery is None:
        return False
    answer = transport.post(delivery.endpoint.url, body=body_of(delivery), headers=_headers(delivery))
    return _note(delivery, answer, timezone.now())


def body_of(delivery: WebhookDelivery) -> bytes:
    """Return the message as Standard Webhooks has it: type, timestamp of the event, data."""
    message: dict[str, Any] = {
        "type": delivery.event,
        "timestamp": delivery.occurred_at.isoformat(),
        "data": delivery.payload,
    }
    return json.dumps(message, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()


def due_ids(*, now: datetime) -> list[uuid.UUID]:
    """Return the messages whose next attempt is due, the longest waiting first."""
    due = WebhookDelivery.objects.filter(
        state=DeliveryState.QUEUED,
        next_attempt_at__lte=now,
        endpoint__is_active=True,
        endpoint__paused_at__isnull=True,
    )
    return list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:SWEEP_BATCH])


def forget_old(*, now: datetime) -> int:
    """Delete messages of more than 30 days ago and return how many those were."""
    return WebhookDelivery.objects.filter(occurred_at__lt=now - KEEP_FOR).delete()[0]


def delay_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts."""
    return DELAYS[min(attempts, len(DELAYS)) - 1]


@transaction.atomic
def _claim(delivery_id: uuid.UUID, now: datetime) -> WebhookDelivery | None:
    waiting = WebhookDelivery.objects.select_for_update(of=("self",), skip_locked=True).select_related("endpoint")
    found = waiting.filter(pk=delivery_id, state=DeliveryState.QUEUED, next_attempt_at__lte=now).first()
    if found is None or not found.endpoint.is_active or found.endpoint.paused_at is not None:
        return None
    found.next_attempt_at, found.attempts = now + _CLAIM, found.attempts + 1
    found.save(update_fields=["next_attempt_at", "attempts"])
    return found


def _headers(delivery: WebhookDelivery) -> dict[str, str]:
    now, endpoint = timezone.now(), delivery.endpoint
    stored = [endpoint.secret]
    if endpoint.former_until and endpoint.former_until > now:
        stored.append(endpoint.former_secret)
    signed: dict[str, Any] = {
        "event_id": str(delivery.event_id),
        "timestamp": int(now.timestamp()),
        "body": body_of(delivery),
    }
    signatures = [webhook_signature(unsealed(secret), **signed) for secret in stored]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Rathaus-Webhooks/1",
        "webhook-id": str(delivery.event_id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


@transaction.atomic
def _note(delivery: WebhookDelivery, answer: transport.Answer, now: datetime) -> bool:
    """Remember the answer; what arrived ends the row of failures, what did not may pause the address."""
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
    if endpoint is None:
        return False  # deleted while it was sent
    delivery.response_status, delivery.response_text = answer.status, answer.text
    delivery.last_error = answer.error
    if answer.has_arrived:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, now
        endpoint.failures_in_row = 0
    else:
        delivery.next_attempt_at = now + delay_after(delivery.attempts)
        has_given_up = delivery.next_attempt_at - delivery.waits_from > GIVE_UP_AFTER
        delivery.state = DeliveryState.FAILED if has_given_up else DeliveryState.QUEUED
        endpoint.failures_in_row += 1
        _pause_if_hopeless(endpoint, now, has_given_up=has_given_up)
    delivery.save()
    endpoint.save(update_fields=["failures_in_row", "paused_at"])
    log.info("webhook_sent", delivery=str(delivery.pk), status=answer.status, error=answer.error)
    return answer.has_arrived


def _pause_if_hopeless(endpoint: WebhookEndpoint, now: datetime, *, has_given_up: bool) -> None:
    """A receiver that refuses one message for three days is one thing, one that never answers another."""
    is_dead = endpoint.failures_in_row >= PAUSE_AFTER or (has_given_up and endpoint.failures_in_row >= len(DELAYS))
    if is_dead and endpoint.paused_at is None:
        endpoint.paused_at = now
        record(action="api.webhook_paused", target=endpoint)
