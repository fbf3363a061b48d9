"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

from typing import Any

from rathaus.api import services
from rathaus.api.models import WebhookDelivery
from rathaus.api.scopes import all_events, all_scopes


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Create a key, an address and a message full of the marker; return the arguments of each address."""
    key, _text = services.create_key(name=marker, scopes=list(all_scopes()), actor=None)
    endpoint, _secret = services.create_webhook(
        name=marker, url="https://programm.example/empfang", events=list(all_events()), actor=None
    )
    message = WebhookDelivery.objects.create(
        endpoint=endpoint,
        event=next(iter(all_events())),
        payload={"text": marker},
        occurred_at=endpoint.created_at,
        response_text=marker,
    )
    of_key, of_endpoint = {"key_id": key.pk}, {"endpoint_id": endpoint.pk}
    of_message = of_endpoint | {"delivery_id": message.pk}
    names = ("webhook", "edit_webhook", "renew_secret", "delete_webhook", "resume_webhook", "test_webhook")
    return {
        **{f"api_staff:{name}": of_key for name in ("key", "revoke_key")},
        **{f"api_staff:{name}": of_endpoint for name in (*names, "replay_range")},
        **{f"api_staff:{name}": of_message for name in ("delivery", "replay")},
    }
