"""Colour and coat of arms."""

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.files.services import delete_file, store_picture
from tenants.municipality import frame
from tenants.municipality.colors import is_readable, nearest_readable, normalize_color
from tenants.municipality.errors import ColorContrastError, UnknownColorError
from tenants.municipality.models import MunicipalityProfile
from tenants.municipality.services.profile import locked_profile

if TYPE_CHECKING:
    from django.core.files.base import File


@transaction.atomic
def save_branding(*, brand_color: str, actor: User | None) -> MunicipalityProfile:
    """Return the profile with this colour; "" goes back to the neutral blue.

    Raises UnknownColorError, and ColorContrastError with a darker proposal below 4.5:1 on white (WCAG 2.2, 1.4.3).
    """
    color = readable_color(brand_color)
    profile = locked_profile()
    if profile.brand_color != color:
        profile.brand_color = color
        profile.save(update_fields=["brand_color", "updated_at"])
        record(action="municipality.color_changed", actor=actor, target=profile, details={"color": color})
        frame.forget_after_commit()
    return profile


def readable_color(typed: str) -> str:
    """Return the typed colour as `#rrggbb`, "" for none; raises UnknownColorError and ColorContrastError."""
    if not typed.strip():
        return ""
    color = normalize_color(typed)
    if not color:
        raise UnknownColorError
    if not is_readable(color):
        raise ColorContrastError(color, nearest_readable(color))
    return color


def store_crest(*, upload: "File[bytes]", actor: User | None) -> MunicipalityProfile:
    """Return the profile with this coat of arms; raises FileError for anything that is no small picture."""
    stored = store_picture(upload, is_public=True)
    return _set_crest(stored.name, "municipality.crest_stored", actor)


def remove_crest(*, actor: User | None) -> MunicipalityProfile:
    """Return the profile without a coat of arms; pages show the neutral shield."""
    return _set_crest("", "municipality.crest_removed", actor)


@transaction.atomic
def _set_crest(name: str, action: str, actor: User | None) -> MunicipalityProfile:
    profile = locked_profile()
    former = profile.crest
    if former != name:
        profile.crest = name
        profile.save(update_fields=["crest", "updated_at"])
        record(action=action, actor=actor, target=profile)
        frame.forget_after_commit()
        if former:
            transaction.on_commit(partial(delete_file, name=former))
    return profile
