"""Template context of every page. Values are made when a template asks for them: what is not shown costs nothing."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rathaus.tenancy.context import tenant_or_none
from tenants.municipality.frame import current_frame
from tenants.municipality.links import home_cards, legal_links, public_search_url, search_url
from tenants.municipality.navigation import staff_navigation


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return tenant, municipality, opening hours, links and navigation; empty values on the operators' side."""
    tenant = tenant_or_none()
    values: dict[str, Any] = {
        "tenant": tenant,
        "request_id": getattr(request, "request_id", ""),
        "languages": settings.LANGUAGES,
        "is_demo": bool(getattr(tenant, "is_demo", False)),
    }
    if tenant is None:
        return values | {"municipality": None, "opening_today": None, "opening_week": (), "notices": (), "nav": ()}
    return values | {
        "municipality": SimpleLazyObject(lambda: current_frame().municipality),
        "opening_today": SimpleLazyObject(lambda: current_frame().opening_today),
        "opening_week": SimpleLazyObject(lambda: current_frame().opening_week),
        "notices": SimpleLazyObject(lambda: _notices(request)),
        "nav": SimpleLazyObject(lambda: staff_navigation(request.user, tenant)),
        "home_cards": SimpleLazyObject(lambda: home_cards(tenant)),
        "legal_links": SimpleLazyObject(legal_links),
        "public_search_url": SimpleLazyObject(lambda: public_search_url(tenant)),
        "search_url": SimpleLazyObject(search_url),
    }


def _notices(request: HttpRequest) -> Sequence[str]:
    """Return what the modules want everybody to know: all of it on the start page, on a module's pages its own."""
    match = request.resolver_match
    said = current_frame().notices
    if match is None or not said:
        return ()
    if match.view_name == "portal:start":
        return [text for texts in said.values() for text in texts]
    return said.get(match.namespace, ())
