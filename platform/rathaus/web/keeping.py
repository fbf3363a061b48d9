"""What a citizen's own device may keep of their pages, and that nothing stays when they sign out (ADR 12)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from rathaus.accounts.models import User
from rathaus.signing import keyed_hash

KEEP_HEADER: Final = "Rathaus-Keep"
_PURPOSE: Final = "web.private-device"

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def person_mark(user: User) -> str:
    """Return a pseudonym by which a device tells its owner from other people; it says nothing to anybody else."""
    return keyed_hash(purpose=_PURPOSE, value=str(user.pk))[:32]


def kept_on_private_devices(view: View[P]) -> View[P]:
    """Let the app keep this page for the time without a connection, where the person said the device is theirs alone.

    Only what `worker.js` gets with this header is ever kept; a page without it never is.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200 and isinstance(request.user, User):
            response.headers[KEEP_HEADER] = person_mark(request.user)
        return response

    return cast("View[P]", marked)


class LeavingMiddleware:
    """Empties the browser's store of this site when a person leaves: signs out, changes, or ends their account.

    Clear-Site-Data "storage" (W3C) takes pages kept offline, the worker and its subscription to messages. An ended
    session is no leaving: whoever comes back after a night goes on getting messages. HTTP caches hold nothing private
    (no-store), so they are left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say so where the person is not the one of before any more."""
        before = _person(request) if request.method == "POST" else None
        response = self.get_response(request)
        if before and _person(request) != before:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response


def _person(request: HttpRequest) -> str | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    found: str | None = request.session.get(SESSION_KEY)
    return found
