"""Keys of other programs, and where other programs are told what happened."""

from rathaus.api.models.keys import ApiKey
from rathaus.api.models.webhooks import DeliveryState, WebhookDelivery, WebhookEndpoint

__all__ = ["ApiKey", "DeliveryState", "WebhookDelivery", "WebhookEndpoint"]
