"""What the reverse proxy asks before it gets a certificate for a domain on demand."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

PATH = "/intern/domain"


class CertificateMiddleware:
    """Answers /intern/domain?domain=... with 200 for our domains and 404 for all others.

    It stands before the municipality is looked for, because the proxy asks under the name of its own network. Only
    the proxy itself is answered: requests that it passes on carry X-Forwarded-For and get the usual 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the application."""
        self.get_response = get_response
        self.is_known: Callable[[str], bool] = import_string(settings.DOMAIN_CHECK)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say whether the domain is ours, and nothing else."""
        if request.path != PATH or "X-Forwarded-For" in request.headers:
            return self.get_response(request)
        is_known = self.is_known(request.GET.get("domain", ""))
        response = HttpResponse("yes" if is_known else "no", content_type="text/plain", status=200 if is_known else 404)
        response["Cache-Control"] = "no-store"
        return response
