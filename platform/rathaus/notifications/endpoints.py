"""Which addresses messages may be sent to, and which keys they can be encrypted for. Both come from a browser.

Whoever may name an address that we send to could make us knock at doors of our own network, so only the hosts of the
browsers' push services are taken. Sending checks once more, resolves the name and follows no redirect
(`rathaus.api.transport`).
"""

import base64
import binascii
from typing import Final
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.conf import settings

from rathaus.api.addresses import is_local_development
from rathaus.notifications.errors import UnfitEndpointError, UnfitKeysError

MAX_LENGTH: Final = 600
_POINT_BYTES: Final = 65  # RFC 8291: an uncompressed point of P-256
_SECRET_BYTES: Final = 16
_ANY: Final = "*."


def clean_endpoint(text: str) -> str:
    """Return the address if it is one of a known push service: https, port 443, no password; raises UnfitEndpointError.

    On a developer's machine a service on localhost will do, where the settings list it.
    """
    if len(text) > MAX_LENGTH or not text.isascii() or not text.isprintable() or any(char in text for char in " \\"):
        raise UnfitEndpointError
    try:
        parts = urlsplit(text)
        is_fit = _is_secure(parts) and is_known_host(parts.hostname or "")
    except ValueError:
        raise UnfitEndpointError from None
    if not is_fit:
        raise UnfitEndpointError
    return text


def is_known_host(host: str) -> bool:
    """Return whether the settings list the host; "*.push.apple.com" means any name below it, not the name itself."""
    return any(_fits(host, known) for known in settings.PUSH_HOSTS)


def origin_of(endpoint: str) -> str:
    """Return scheme, host and port: for whom a VAPID token is good (RFC 8292, 2)."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def clean_keys(*, p256dh: str, auth: str) -> tuple[str, str]:
    """Return the browser's public key and secret, both base64url; raises UnfitKeysError if they are none."""
    try:
        point, secret = decoded(p256dh), decoded(auth)
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except (ValueError, binascii.Error):
        raise UnfitKeysError from None
    if len(point) != _POINT_BYTES or len(secret) != _SECRET_BYTES:
        raise UnfitKeysError
    return encoded(point), encoded(secret)


def decoded(text: str) -> bytes:
    """Return the bytes of a base64url text with or without padding; raises ValueError."""
    bare = text.rstrip("=")
    if not bare.isascii():
        raise ValueError
    return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)


def encoded(content: bytes) -> str:
    """Return base64url without padding, as push services want it."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _is_secure(parts: SplitResult) -> bool:
    if parts.username is not None or parts.password is not None or parts.fragment:
        return False
    return is_local_development(parts) or (parts.scheme == "https" and parts.port in (None, 443))


def _fits(host: str, known: str) -> bool:
    if known.startswith(_ANY):
        return host.endswith(known[1:]) and len(host) > len(known) - 1
    return host == known
