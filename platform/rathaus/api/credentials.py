"""What is random about keys and webhooks, and how it is recognised again.

Secrets have 256 random bits, so a plain hash of a key tells nobody the key and needs no secret of ours.
"""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from rathaus.signing.encryption import decrypt, encrypt

_KEY: Final = re.compile(r"rathaus_([0-9a-z]{10})_[A-Za-z0-9_-]{43}")
_ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
WEBHOOK_PREFIX: Final = "whsec_"
_PURPOSE: Final = "rathaus.api.webhook"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as its owner gets it, once, and what we keep of it."""

    text: str
    prefix: str
    digest: str


def new_key() -> NewKey:
    """Return a key such as rathaus_4f1c9k2m0x_..., which programs that look for leaked secrets can recognise."""
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    text = f"rathaus_{prefix}_{secrets.token_urlsafe(32)}"
    return NewKey(text, prefix, digest_of(text))


def prefix_of(text: str) -> str:
    """Return the part by which a key is found; "" for what cannot be one."""
    match = _KEY.fullmatch(text)
    return match[1] if match else ""


def digest_of(text: str) -> str:
    """Return what is kept of a key."""
    return sha256(text.encode()).hexdigest()


def is_digest_of(digest: str, text: str) -> bool:
    """Return whether the key has this digest, in a time that tells nothing about it."""
    return hmac.compare_digest(digest, digest_of(text))


def new_webhook_secret() -> str:
    """Return a secret as Standard Webhooks writes it: whsec_ and 32 random bytes in base64."""
    return WEBHOOK_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(secret: str) -> str:
    """Return a webhook's secret as it is stored: we need it again to sign, so a hash would not do."""
    return encrypt(secret, purpose=_PURPOSE)


def unsealed(stored: str) -> str:
    """Return a stored secret again."""
    return decrypt(stored, purpose=_PURPOSE)


def webhook_signature(secret: str, *, event_id: str, timestamp: int, body: bytes) -> str:
    """Return "v1,<base64>": HMAC-SHA256 over id, timestamp and body (https://www.standardwebhooks.com)."""
    key = base64.b64decode(secret.removeprefix(WEBHOOK_PREFIX))
    signed = b".".join([event_id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
