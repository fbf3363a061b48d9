"""From the host to the municipality: the first decision about every request."""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from rathaus.tenancy.context import activate, activate_public
from tenants import directory, preview
from tenants.models import Status, Tenant
from tenants.names import canonical_host

# What answers while a municipality is in preparation: staff work, citizens wait.
OPEN_IN_PREPARATION = (
    "/verwaltung/",
    "/konto/",
    "/betriebszugang/",
    "/dateien/",
    "/branding-",
    "/entwicklung/",
    "/vorschau/",
    "/favicon",
    "/.well-known/webauthn",
    "/bundid/",  # registered with the BundID and tried out weeks before the portal opens
)


class TenantMiddleware:
    """Enters the municipality's schema for the request, or answers in its place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Leave the connection in `public` afterwards, whatever happened."""
        try:
            return self.respond(request)
        finally:
            activate_public()

    def respond(self, request: HttpRequest) -> HttpResponse:
        """Decide by host and status before any schema is entered."""
        _set_tenant(request, None)
        try:
            host = canonical_host(request.get_host())
        except DisallowedHost:
            return unknown_host(request)
        if host == settings.BASE_DOMAIN:
            activate_public()
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
            return self.get_response(request)
        entry = directory.find(host)
        if entry is None:
            return unknown_host(request)
        return self.serve(request, entry)

    def serve(self, request: HttpRequest, entry: directory.Entry) -> HttpResponse:
        """Answer for a known municipality; a missing schema must never fall through to `public`."""
        tenant = entry.tenant
        _set_tenant(request, tenant)
        if tenant.status == Status.ARCHIVED:
            return page(request, "web/archived.html", tenant, 404)
        if tenant.status == Status.SUSPENDED or not entry.has_schema:
            return page(request, "web/suspended.html", tenant, 503)
        activate(tenant)
        if tenant.status == Status.PREPARING and not may_see_preparation(request):
            return page(request, "web/soon.html", tenant, 503)
        return self.get_response(request)


def may_see_preparation(request: HttpRequest) -> bool:
    """Return whether this request may pass while the municipality is in preparation."""
    path = re.sub(r"\A/en(?=/)", "", request.path_info)  # not the "/en" of "/entwicklung/"
    return path.startswith(OPEN_IN_PREPARATION) or preview.is_allowed(request)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """Answer neutrally: nothing tells which municipalities exist."""
    context = {"request_id": getattr(request, "request_id", "")}
    return HttpResponse(render_to_string("web/unknown.html", context), status=404)


def page(request: HttpRequest, template: str, tenant: Tenant, status: int) -> HttpResponse:
    """Answer with a page that needs no schema; search engines and caches are told that it will pass."""
    context = {"tenant": tenant, "request_id": getattr(request, "request_id", "")}
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "no-store"
    setattr(response, "_has_been_logged", True)  # noqa: B010 - meant, so Django shall not report it as an error
    if status == 503:
        response["Retry-After"] = "3600"
    return response


def _set_tenant(request: HttpRequest, tenant: Tenant | None) -> None:
    setattr(request, "tenant", tenant)  # noqa: B010 - Django's type does not know the attribute
