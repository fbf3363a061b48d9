"""What can be done: announce events, manage keys and webhooks."""

from rathaus.api.services.announcing import announce, who_listens
from rathaus.api.services.keys import create_key, note_use, revoke_key
from rathaus.api.services.replaying import replay_delivery, replay_since, send_test
from rathaus.api.services.webhooks import (
    change_webhook,
    create_webhook,
    delete_webhook,
    renew_secret,
    resume_webhook,
)

__all__ = [
    "announce",
    "change_webhook",
    "create_key",
    "create_webhook",
    "delete_webhook",
    "note_use",
    "renew_secret",
    "replay_delivery",
    "replay_since",
    "resume_webhook",
    "revoke_key",
    "send_test",
    "who_listens",
]
