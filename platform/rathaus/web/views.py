"""Error pages. They need no database and no context processor, because either may be what failed.

Only an address that nothing here answers to is looked up among those of the former homepage.
"""

import logging
import sys

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.exceptions import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string

from rathaus.tenancy.context import tenant_or_none
from rathaus.web.languages import home_path
from rathaus.web.old_addresses import new_address
from rathaus.web.rush import is_rush, rush_page

logger = logging.getLogger(__name__)

STATUS_PAGES = {"soon": 200, "suspended": 503, "archived": 404, "unknown": 404, "503": 503}
RETRY_AFTER_SECONDS = "300"
LAST_RESORT = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Fehler</title></head><body>'
    "<h1>Bei uns ist ein Fehler passiert</h1>"
    "<p>Bitte versuchen Sie es in einigen Minuten noch einmal.</p></body></html>"
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 400."""
    return error_page(request, "400", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 403."""
    return error_page(request, "403", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 404, or 301 for an address of the former homepage that has moved."""
    if moved_to := new_address(request):
        return HttpResponsePermanentRedirect(moved_to)
    return error_page(request, "404", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, by a plain sentence if even the template fails; a rush is no error of ours and gets its own page."""
    try:
        if is_rush(sys.exception()):
            return rush_page(request)
        return error_page(request, "500", status=500)
    except (TemplateDoesNotExist, TemplateSyntaxError, ValueError, OSError):
        logger.exception("The error page itself failed")
        return HttpResponse(LAST_RESORT, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer 403 to a form without a valid token, mostly from a page that was open for too long."""
    return error_page(request, "csrf", status=403)


def status_page(request: HttpRequest, name: str, *, official_name: str = "") -> HttpResponse:
    """Answer for a municipality that does not serve: soon, suspended, archived, unknown (host) or 503."""
    response = error_page(request, name, status=STATUS_PAGES[name], official_name=official_name)
    if response.status_code == 503:
        response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def error_page(request: HttpRequest, name: str, *, status: int, official_name: str = "") -> HttpResponse:
    """Render a page that says what happened and, where there is one, the reference number."""
    context = {
        "request_id": getattr(request, "request_id", ""),
        "official_name": official_name or getattr(tenant_or_none(), "official_name", ""),
        "home": home_path(),
    }
    return HttpResponse(render_to_string(f"web/{name}.html", context), status=status)
