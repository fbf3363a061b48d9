"""On which other sites public pages may stand in a frame."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction

from rathaus.accounts.models import User
from rathaus.audit.services import record
from tenants.municipality import frame
from tenants.municipality.errors import TooManyOriginsError, UnknownOriginError
from tenants.municipality.models import MunicipalityProfile
from tenants.municipality.services.profile import locked_profile

MAX_ORIGINS: Final = 20
_LOCAL: Final = ("localhost", "127.0.0.1")


@transaction.atomic
def save_embed_origins(*, origins: Sequence[str], actor: User | None) -> MunicipalityProfile:
    """Return the profile with the sites that may embed public pages.

    Raises UnknownOriginError for what is no site, TooManyOriginsError for more than `MAX_ORIGINS`.
    """
    wanted = list(dict.fromkeys(normalize_origin(origin) for origin in origins if origin.strip()))
    if len(wanted) > MAX_ORIGINS:
        raise TooManyOriginsError(MAX_ORIGINS)
    profile = locked_profile()
    if profile.embed_origins != wanted:
        profile.embed_origins = wanted
        profile.save(update_fields=["embed_origins", "updated_at"])
        record(action="municipality.embed_origins_changed", actor=actor, target=profile, details={"count": len(wanted)})
        frame.forget_after_commit()
    return profile


def normalize_origin(typed: str) -> str:
    """Return "https://www.stadt.example" for what somebody typed or copied from the address line.

    Without a scheme https is meant; http is taken for the own machine only. Raises UnknownOriginError.
    """
    text = typed.strip()
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        raise UnknownOriginError(typed) from None
    is_local = host in _LOCAL or host.endswith(".localhost")
    is_name = all(label and label.replace("-", "").isalnum() for label in host.split("."))
    if not (is_name and ("." in host or is_local) and not parts.username and len(host) < 190):
        raise UnknownOriginError(typed)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        raise UnknownOriginError(typed)
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}"
