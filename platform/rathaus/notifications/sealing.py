"""One message as a push service takes it: encrypted for the browser (RFC 8291), signed by the municipality (RFC 8292).

The push service sees when and how much is sent, never what.
"""

import time
from typing import Final

from django.conf import settings

from rathaus.notifications.endpoints import origin_of
from rathaus.notifications.models import PushSubscription
from rathaus.notifications.services.keys import PURPOSE, push_key
from rathaus.signing.encryption import decrypt

_GOOD_FOR: Final = 12 * 60 * 60  # seconds; the standard allows a day


def sealed_message(content: bytes, *, subscription: PushSubscription) -> tuple[bytes, dict[str, str]]:
    """Return body and headers for the subscription's endpoint."""
    from pywebpush import WebPusher  # noqa: PLC0415 - heavy, and only workers send

    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    pusher = WebPusher({"endpoint": subscription.endpoint, "keys": keys})
    body: bytes = pusher.encode(content, content_encoding="aes128gcm")["body"]
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        **_signature(origin_of(subscription.endpoint)),
    }
    return body, headers


def _signature(audience: str) -> dict[str, str]:
    """Return the header that says who sends, good for this push service and twelve hours."""
    from py_vapid import Vapid02  # noqa: PLC0415

    signer = Vapid02.from_raw(decrypt(push_key().private_key, purpose=PURPOSE).encode())
    claims = {"aud": audience, "exp": int(time.time()) + _GOOD_FOR, "sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}"}
    signed: dict[str, str] = signer.sign(claims)
    return signed
