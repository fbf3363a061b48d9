"""The address of a confirmation: a signed token that runs out, for guests; for others the person besides."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.urls import reverse

from modules.online_services.models import ServiceRequest
from rathaus.accounts.models import User
from rathaus.signing import sign, unsign

LASTS: Final = timedelta(days=7)
_PURPOSE: Final = "online_services.sent"


@dataclass(frozen=True, slots=True)
class SentLink:
    """Which request it is, and who alone may open it; None for everybody who has the link."""

    request_id: uuid.UUID
    viewer_id: uuid.UUID | None


def sent_path(request: ServiceRequest, *, viewer: User | None, is_staff: bool = False) -> str:
    """Return the address of the confirmation, good for seven days; with a viewer only in their session."""
    token = sign(purpose=_PURPOSE, value=[str(request.pk), str(viewer.pk) if viewer else ""])
    name = "online_services_staff:sent" if is_staff else "online_services:sent"
    return reverse(name, args=[token], urlconf="rathaus.urls_tenant")


def read_sent_link(token: str) -> SentLink:
    """Return what the token stands for; raises ExpiredLinkError or ForgedLinkError."""
    request_id, viewer_id = unsign(purpose=_PURPOSE, token=token, max_age=int(LASTS.total_seconds()))
    return SentLink(uuid.UUID(request_id), uuid.UUID(viewer_id) if viewer_id else None)
