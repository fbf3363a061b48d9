"""The pages in which a sign-in elsewhere ends when it does not lead in. None says what a stranger sent."""

from typing import Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rathaus.limits.networks import client_network
from rathaus.limits.responses import as_too_many
from rathaus.limits.services import hit
from rathaus.sso.errors import CancelledError, SignInError, UnreachableError

log = structlog.get_logger(__name__)

PER_MINUTE: Final = 240  # a whole town hall begins its day behind one network address


def refused_page(request: HttpRequest, error: SignInError) -> HttpResponse:
    """Say why it did not work, and offer both ways in; the log gets our own words for it."""
    log.info("single_sign_on_refused", code=error.code, reason=error.reason)
    context = {
        "message": str(error),
        "is_cancelled": isinstance(error, CancelledError),
        "request_id": getattr(request, "request_id", ""),
    }
    response = render(request, "sso/refused.html", context, status=503 if isinstance(error, UnreachableError) else 403)
    response["Cache-Control"] = "no-store"
    return response


def too_many_page(request: HttpRequest, name: str) -> HttpResponse | None:
    """Count one more request of this network; return the page that says to wait, if it is too many."""
    refusal = hit(name=f"sso.{name}", key=client_network(request), limit=PER_MINUTE, seconds=60)
    return as_too_many(render(request, "sso/too_many.html"), refusal) if refusal else None
