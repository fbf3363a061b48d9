"""The one signer. A signature or hash is worth something for one purpose in one municipality only.

Nothing else imports django.core.signing (a test looks).
"""

import hmac
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core import signing

from rathaus.tenancy.context import tenant_or_none


class BadLinkError(Exception):
    """A signed value cannot be trusted."""


class ExpiredLinkError(BadLinkError):
    """The signature is ours, but too old."""


class ForgedLinkError(BadLinkError):
    """The signature is not ours, or was made for another purpose or another municipality."""


def sign(*, purpose: str, value: Any) -> str:
    """Return a URL-safe token that carries the value (whatever JSON can hold), readable but not changeable."""
    return signing.dumps(value, salt=_salt(purpose))


def unsign(*, purpose: str, token: str, max_age: int | None = None) -> Any:
    """Return the value of a token made by `sign` for this purpose in this municipality.

    `max_age` is in seconds, None means forever. Raises ExpiredLinkError or ForgedLinkError, both BadLinkError.
    """
    try:
        return signing.loads(token, salt=_salt(purpose), max_age=max_age)
    except signing.SignatureExpired as error:
        raise ExpiredLinkError from error
    except (signing.BadSignature, ValueError) as error:
        raise ForgedLinkError from error


def keyed_hash(*, purpose: str, value: str) -> str:
    """Return 64 hexadecimal digits that only this municipality can compute, for values too short to hash plainly."""
    return _keyed_hash(settings.SECRET_KEY, purpose, value)


def keyed_hashes(*, purpose: str, value: str) -> list[str]:
    """Return the hash by the present SECRET_KEY and then by each former one: for looking up what was stored before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_keyed_hash(key, purpose, value) for key in keys]


def _keyed_hash(secret: str, purpose: str, value: str) -> str:
    return hmac.new(f"{_salt(purpose)}:{secret}".encode(), value.encode(), sha256).hexdigest()


def _salt(purpose: str) -> str:
    tenant = tenant_or_none()
    return f"rathaus.{purpose}:{tenant.id if tenant else 'operator'}"
