"""What header and footer of every page say, remembered in the process so that pages pay no query for it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, override

from rathaus.registry import OpeningToday, active_modules, contribution
from rathaus.tenancy import Tenant, current_tenant
from rathaus.tenancy.context import tenant_or_none
from tenants.municipality import app_icons, colors, crest
from tenants.municipality.models import MunicipalityProfile
from tenants.municipality.selectors import get_profile

TTL_SECONDS = 30.0
MAX_FRAMES = 4096  # a municipality has one per language; beyond that the process starts anew

Key = tuple[str, str, frozenset[str]]


@dataclass(frozen=True)
class Municipality:
    """The municipality as templates show it."""

    name: str
    official_name: str
    authority: str
    address: str
    phone: str
    email: str
    website: str
    crest_url: str
    brand_css_url: str
    touch_icon_url: str
    greeting: str
    help_text: str
    embed_origins: tuple[str, ...]


@dataclass(frozen=True)
class Frame:
    """Header and footer in one language; `notices` by the slug of the module that has something to say today."""

    municipality: Municipality
    opening_today: OpeningToday | None
    opening_week: Sequence[tuple[str, str]]
    notices: Mapping[str, Sequence[str]]


_frames: dict[Key, tuple[float, Frame]] = {}


def current_frame() -> Frame:
    """Return header and footer of the entered municipality; at most 30 seconds old, after a switch at once."""
    tenant = current_tenant()
    slugs = frozenset(spec.slug for spec in active_modules(tenant))
    key = (tenant.schema_name, get_language() or settings.LANGUAGE_CODE, slugs)
    known = _frames.get(key)
    if known and time.monotonic() - known[0] < TTL_SECONDS:
        return known[1]
    if len(_frames) >= MAX_FRAMES:
        _frames.clear()
    frame = _read(tenant)
    _frames[key] = (time.monotonic(), frame)
    return frame


def known_phone() -> str:
    """Return the entered municipality's telephone number as far as this process remembers it, without any query."""
    tenant = tenant_or_none()
    schema = tenant.schema_name if tenant else ""
    frames = [frame for (name, *_rest), (_since, frame) in list(_frames.items()) if name == schema]
    return frames[-1].municipality.phone if frames else ""


def forget_after_commit() -> None:
    """Forget the entered municipality's frames in this process once the change is true, so that it is seen here."""
    transaction.on_commit(partial(_forget, current_tenant().schema_name))


def _forget(schema_name: str) -> None:
    for key in [key for key in list(_frames) if key[0] == schema_name]:
        _frames.pop(key, None)


def forget_all() -> None:
    """Forget every frame in this process."""
    _frames.clear()


def _read(tenant: Tenant) -> Frame:
    return Frame(
        municipality=_municipality(tenant, get_profile()),
        opening_today=_first(tenant, "opening_today"),
        opening_week=tuple(_first(tenant, "opening_week") or ()),
        notices=_notices(tenant),
    )


def _notices(tenant: Tenant) -> Mapping[str, Sequence[str]]:
    """Return what each active module wants everybody to know today."""
    found = ((spec.slug, contribution(spec, "notices")) for spec in active_modules(tenant))
    return {slug: tuple(said) for slug, say in found if say and (said := say())}


def _first(tenant: Tenant, name: str) -> Any:
    """Return what the first active module says that says anything."""
    for spec in active_modules(tenant):
        say: Callable[[], Any] | None = contribution(spec, name)
        if say and (said := say()):
            return said
    return None


def _municipality(tenant: Tenant, profile: MunicipalityProfile) -> Municipality:
    return Municipality(
        name=tenant.short_name,
        official_name=tenant.official_name,
        authority=profile.authority,
        address="\n".join(profile.address_lines),
        phone=profile.phone,
        email=profile.email,
        website=profile.website,
        crest_url=crest.public_url(profile),
        brand_css_url=brand_css_url(profile),
        touch_icon_url=app_icons.icon_url(profile, "touch-180"),
        greeting=profile.greeting,
        help_text=profile.help_text,
        embed_origins=tuple(profile.embed_origins),
    )


def brand_css_url(profile: MunicipalityProfile) -> str:
    """Return the address of the generated style sheet, "" without a colour; the same in every language."""
    css = colors.brand_css(profile.brand_color)
    if not css:
        return ""
    with override(settings.LANGUAGE_CODE):
        return reverse("portal:branding", args=[colors.css_hash(css)])
