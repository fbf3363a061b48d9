"""POSTs without a cookie: public flows are embedded on other sites, where browsers withhold ours."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from rathaus.web.views import csrf_failure

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def has_own_origin(request: HttpRequest) -> bool:
    """Return whether a page of the request's own host sent it: by Origin, else by Referer; without both, no."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        host = urlsplit(source).netloc
    except ValueError:  # "http://[" and the like: no browser sends it
        return False
    return bool(host) and host.lower() == request.get_host().lower()


def cookieless_post(view: View[P]) -> View[P]:
    """Let a public view take POSTs by their origin instead of the CSRF cookie; others get the 403 page.

    Only for views whose answer hangs on nothing that a browser adds by itself, such as a session.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and not has_own_origin(request):
            return csrf_failure(request, reason="The form was sent by another site.")
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)
