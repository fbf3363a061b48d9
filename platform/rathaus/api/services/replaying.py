"""Send messages once more: one, or all of a time; and a message to try an address."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.api.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from rathaus.api.services.announcing import announce_test, queue
from rathaus.audit.services import record


@transaction.atomic
def replay_delivery(*, delivery: WebhookDelivery, actor: User | None) -> WebhookDelivery:
    """Send a message again, under the same id, and return it; one that still waits is sent now."""
    found = WebhookDelivery.objects.select_for_update(of=("self",)).select_related("endpoint").get(pk=delivery.pk)
    _again(found)
    record(action="api.webhook_replayed", actor=actor, target=found.endpoint, details={"count": 1})
    return found


@transaction.atomic
def replay_since(*, endpoint: WebhookEndpoint, since: datetime, only_failed: bool, actor: User | None) -> int:
    """Send all messages from an instant on again, the oldest first, and return how many those are."""
    found = WebhookDelivery.objects.filter(endpoint=endpoint, occurred_at__gte=since)
    if only_failed:
        found = found.filter(state=DeliveryState.FAILED)
    chosen = list(found.select_for_update(of=("self",)).select_related("endpoint").order_by("occurred_at"))
    for delivery in chosen:
        _again(delivery)
    record(action="api.webhook_replayed", actor=actor, target=endpoint, details={"count": len(chosen)})
    return len(chosen)


@transaction.atomic
def send_test(*, endpoint: WebhookEndpoint) -> WebhookDelivery:
    """Send a message that says nothing, and return it."""
    return announce_test(endpoint=endpoint)


def _again(delivery: WebhookDelivery) -> None:
    delivery.state, delivery.attempts, delivery.delivered_at = DeliveryState.QUEUED, 0, None
    delivery.waits_from = delivery.next_attempt_at = timezone.now()
    queue(delivery)
