"""What makes the portal an app: its manifest, and the facts that its worker needs."""

import hashlib
import json
from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from rathaus.registry import active_modules
from rathaus.tenancy import Tenant
from rathaus.web import my
from tenants.municipality import app_icons
from tenants.municipality.colors import LIGHT_PAGE, NEUTRAL
from tenants.municipality.frame import Municipality
from tenants.municipality.links import home_cards
from tenants.municipality.models import MunicipalityProfile

MAX_SHORTCUTS: Final = 4
KEPT_DAYS: Final = 30  # how long a private device shows a page without having seen it anew (ADR 12)
UNTOUCHED: Final = ("/verwaltung/", "/entwicklung/", "/api/")
ASSETS: Final = (
    "web/favicon.svg",
    "kern/fonts/FiraSans-Regular.woff2",
    "kern/fonts/FiraSans-SemiBold.woff2",
    "kern/fonts/fira-sans.css",
    "kern/kern.min.css",
    "web/shell.css",
    "web/rathaus.js",
    "web/app.js",
)


def manifest(tenant: Tenant, profile: MunicipalityProfile) -> dict[str, Any]:
    """Return the municipality's manifest (W3C Web Application Manifest), in German, the language of its name."""
    with override(settings.LANGUAGE_CODE):
        return {
            "id": "/",
            "name": tenant.official_name,
            "short_name": tenant.short_name,
            "lang": settings.LANGUAGE_CODE,
            "description": _("Termine, Nachrichten und Anliegen bei Ihrer Verwaltung."),
            "start_url": start_url(tenant),
            "scope": "/",
            "display": "standalone",
            "background_color": LIGHT_PAGE,
            "theme_color": profile.brand_color or NEUTRAL,
            "categories": ["government"],
            "icons": [_icon(profile, name) for name in app_icons.ICONS if not name.startswith("touch")],
            "shortcuts": _shortcuts(tenant, profile),
        }


def start_url(tenant: Tenant) -> str:
    """Return where the app opens: one's own pages, or the start page where citizens have no accounts."""
    return reverse(f"{my.ACCOUNTS}:start") if tenant.has_module(my.ACCOUNTS) else reverse("portal:start")


def _icon(profile: MunicipalityProfile, name: str) -> dict[str, str]:
    purpose, _dash, size = name.partition("-")
    url = app_icons.icon_url(profile, name)
    return {"src": url, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _shortcuts(tenant: Tenant, profile: MunicipalityProfile) -> list[dict[str, Any]]:
    tasks = [(str(task.card.title), task.url) for task in home_cards(tenant)]
    icons = [_icon(profile, "any-192")]
    return [{"name": name, "url": url, "icons": icons} for name, url in tasks[:MAX_SHORTCUTS]]


def worker_facts(tenant: Tenant, municipality: Municipality, profile: MunicipalityProfile) -> dict[str, Any]:
    """Return what `worker.js` is told; whatever changes the offline page changes the version, and so renews it."""
    facts: dict[str, Any] = {
        "name": tenant.short_name,
        "icon": app_icons.icon_url(profile, "any-192"),
        "assets": [*(static(name) for name in ASSETS), *_pictures(municipality)],
        "offline": _in_each_language("portal:offline"),
        "signIn": [path for _start, path in _in_each_language("account_login")],
        "untouched": [*UNTOUCHED, *_screens(tenant)],
        "keptDays": KEPT_DAYS,
    }
    seen = json.dumps([facts, tenant.official_name, municipality.phone, static("web/worker.js")])
    return facts | {"version": hashlib.sha256(seen.encode()).hexdigest()[:12]}


def _pictures(municipality: Municipality) -> list[str]:
    return [url for url in (municipality.brand_css_url, municipality.crest_url) if url]


def _in_each_language(url_name: str) -> list[tuple[str, str]]:
    """Return the page in each language with the beginning of that language's addresses; German, without one, last."""
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            start = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
            found.append((start, reverse(url_name)))
    return sorted(found, key=lambda pair: len(pair[0]), reverse=True)


def _screens(tenant: Tenant) -> list[str]:
    """Return where the pages of screens in the town hall begin; no visitor's app has a part in them."""
    return [f"/{spec.path}/{start}" for spec in active_modules(tenant) for start in spec.screen_paths]
