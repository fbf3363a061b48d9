"""The one signer. A signature is worth something for one purpose in one municipality only.

Nothing else imports django.core.signing (a test looks).
"""

from typing import Any

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


def _salt(purpose: str) -> str:
    tenant = tenant_or_none()
    return f"rathaus.{purpose}:{tenant.id if tenant else 'operator'}"
