"""Who an e-mail comes from: the municipality, by its official name."""

from dataclasses import dataclass
from email.utils import formataddr

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from rathaus.tenancy.context import tenant_or_none


@dataclass(frozen=True)
class Sender:
    """The From line and the addresses that answers go to."""

    address: str
    reply_to: tuple[str, ...] = ()


def sender() -> Sender:
    """Return the current municipality as a sender; on the operators' side the product itself."""
    if tenant_or_none() is None or not settings.MAIL_REPLY_TO:
        return Sender(address=formataddr((sender_name(), settings.DEFAULT_FROM_EMAIL)))
    own_address: str = import_string(settings.MAIL_REPLY_TO)()
    return Sender(
        address=formataddr((sender_name(), settings.DEFAULT_FROM_EMAIL)),
        reply_to=(own_address,) if own_address else (),
    )


def sender_name() -> str:
    """Return the name that stands in From, at the head and at the foot of a message."""
    tenant = tenant_or_none()
    return tenant.official_name if tenant else gettext("Rathaus-Betrieb")
