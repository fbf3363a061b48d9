"""Webhooks and what they sent."""

from django.db.models import Count, Max, Q, QuerySet

from rathaus.api.models import DeliveryState, WebhookDelivery, WebhookEndpoint


def all_endpoints() -> QuerySet[WebhookEndpoint]:
    """Return every address, each with `waiting_count`, `failed_count` and `last_sent_at`; one query."""
    return WebhookEndpoint.objects.annotate(
        waiting_count=Count("deliveries", filter=Q(deliveries__state=DeliveryState.QUEUED)),
        failed_count=Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED)),
        last_sent_at=Max("deliveries__delivered_at"),
    ).order_by("name", "id")


def deliveries_of(endpoint: WebhookEndpoint, *, state: str = "") -> QuerySet[WebhookDelivery]:
    """Return the messages to an address, the newest first."""
    found = WebhookDelivery.objects.filter(endpoint=endpoint).order_by("-occurred_at", "-id")
    return found.filter(state=state) if state else found


def has_failures() -> bool:
    """Return whether an address is paused since too much failed."""
    return WebhookEndpoint.objects.filter(is_active=True, paused_at__isnull=False).exists()
