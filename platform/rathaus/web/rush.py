"""When more people come than the database has connections for: a calm page that tries again, and no error."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from psycopg import errors
from psycopg_pool import PoolTimeout, TooManyRequests

from rathaus.tenancy.context import tenant_or_none
from rathaus.web.languages import home_path

RETRY_SECONDS: Final = 8
_CROWDED: Final = (PoolTimeout, TooManyRequests, errors.TooManyConnections)


def is_rush(error: BaseException | None) -> bool:
    """Return whether the error says that no connection was free, whatever it was wrapped in."""
    while error is not None:
        if isinstance(error, _CROWDED):
            return True
        error = error.__cause__ or error.__context__
    return False


def rush_page(request: HttpRequest) -> HttpResponse:
    """Answer 429 with a page that loads itself again, and the telephone number if this process knows it.

    It asks no database. What was sent with POST is not lost: the browser sends it once more when people reload, and
    forms are recognised by their key.
    """
    context = {
        "request_id": getattr(request, "request_id", ""),
        "official_name": getattr(tenant_or_none(), "official_name", ""),
        "home": home_path(),
        "retry_seconds": RETRY_SECONDS if request.method in ("GET", "HEAD") else 0,
        "phone": import_string(settings.PORTAL_PHONE)(),
    }
    response = HttpResponse(render_to_string("web/rush.html", context), status=429)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
