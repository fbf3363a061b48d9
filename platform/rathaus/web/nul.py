"""Addresses that no link of ours has: Postgres refuses the NUL character, so the page behind them would fail."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rathaus.web.views import bad_request


class NulMiddleware:
    """Answers 400 where path or query carry a NUL character; the fields of forms refuse it themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the application."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address alone: no body is read here."""
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)
