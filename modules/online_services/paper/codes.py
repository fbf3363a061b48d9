"""The code on a printed form: it says which sheet this is, so that scanning it twice never makes two cases."""

import uuid
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from modules.online_services.models import FormVersion
from rathaus.signing import BadLinkError, sign, unsign
from rathaus.tenancy import current_tenant

_PURPOSE: Final = "online_services.paper"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed form: its own id, and the version that was printed."""

    id: uuid.UUID
    version_id: uuid.UUID


def new_sheet(version: FormVersion) -> Sheet:
    """Return a sheet that never was printed before."""
    return Sheet(uuid.uuid4(), version.pk)


def sheet_url(sheet: Sheet) -> str:
    """Return the address behind the code: only staff get further there."""
    token = sign(purpose=_PURPOSE, value=[sheet.id.hex, sheet.version_id.hex])
    path = reverse("online_services_staff:paper", args=[token], urlconf="rathaus.urls_tenant")
    return current_tenant().url(path)


def sheet_of(token: str) -> Sheet | None:
    """Return the sheet with this code, None for what is no code of ours."""
    try:
        key, version = unsign(purpose=_PURPOSE, token=token)
        return Sheet(uuid.UUID(key), uuid.UUID(version))
    except (BadLinkError, ValueError, TypeError):
        return None
