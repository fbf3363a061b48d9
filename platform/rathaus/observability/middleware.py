"""Reference number and access line for each request, health pages, and the municipality's name on log lines."""

import time
from collections.abc import Callable

import sentry_sdk
import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from rathaus.observability import readiness
from rathaus.observability.logs import observe_request
from rathaus.observability.masking import mask_path
from rathaus.observability.references import is_from, is_well_formed, new_reference, parse_networks
from rathaus.tenancy.context import tenant_or_none

GetResponse = Callable[[HttpRequest], HttpResponse]

access_log = structlog.get_logger("rathaus.access")


class RequestIdMiddleware:
    """Gives each request a reference number (request.request_id, X-Request-ID) and writes its access line."""

    def __init__(self, get_response: GetResponse) -> None:
        """Read once which proxies may hand over a reference number of their own."""
        self.get_response = get_response
        self.proxies = parse_networks(settings.TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its number bound to every log line in between."""
        reference = self._reference(request)
        request.request_id = reference  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()  # a thread serves one request after the other
        structlog.contextvars.bind_contextvars(request_id=reference)
        observe_request(request)
        sentry_sdk.set_tag("request_id", reference)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = reference
            _write_access_line(request, response, started)
            return response
        finally:
            observe_request(None)
            structlog.contextvars.clear_contextvars()

    def _reference(self, request: HttpRequest) -> str:
        given = request.headers.get("X-Request-ID", "")
        if given and is_well_formed(given) and is_from(request.META.get("REMOTE_ADDR", ""), self.proxies):
            return given
        return new_reference()


def _write_access_line(request: HttpRequest, response: HttpResponse, started: float) -> None:
    access_log.info(
        "request",
        method=request.method,
        path=mask_path(request.path),
        status=response.status_code,
        duration_ms=round((time.perf_counter() - started) * 1000, 1),
    )


class HealthMiddleware:
    """Answers /healthz and /readyz on any host, before a municipality is looked for."""

    def __init__(self, get_response: GetResponse) -> None:
        """Wrap the rest of the application."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say whether the process lives or is ready, and nothing else."""
        if request.path == "/healthz":
            return _uncached(HttpResponse("ok", content_type="text/plain"))
        if request.path == "/readyz":
            ready = readiness.is_ready()
            return _uncached(JsonResponse({"ready": ready}, status=200 if ready else 503))
        return self.get_response(request)


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


class ErrorContextMiddleware:
    """Binds the municipality to log lines and error reports; stands after the middleware that enters it."""

    def __init__(self, get_response: GetResponse) -> None:
        """Wrap the rest of the application."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under the municipality's name."""
        tenant = tenant_or_none()
        slug = tenant.slug if tenant else ""
        structlog.contextvars.bind_contextvars(tenant=slug)
        sentry_sdk.set_tag("tenant", slug or "operators")
        return self.get_response(request)
