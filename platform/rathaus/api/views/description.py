"""What the interface is: the OpenAPI document for programs, and the same as a page for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja.responses import Response

from rathaus.api.documentation import chapters
from rathaus.api.documents import openapi_document
from rathaus.api.scopes import offered_events, offered_scopes
from rathaus.tenancy import current_tenant


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return the OpenAPI 3.1 document of this municipality; open to everybody."""
    return Response(openapi_document(current_tenant()))


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show the document as a page: no script and nothing from other hosts."""
    tenant = current_tenant()
    context = {
        "base_url": tenant.url("/api/v1/"),
        "openapi_url": tenant.url("/api/v1/openapi.json"),
        "chapters": chapters(openapi_document(tenant)),
        "scopes": offered_scopes(tenant),
        "events": offered_events(tenant),
    }
    return render(request, "api/documentation.html", context)
