"""Public pages of embeddable modules may stand in a frame on the sites that the municipality lists, nowhere else."""

from collections.abc import Callable

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from rathaus.registry import all_modules
from rathaus.tenancy.context import tenant_or_none
from tenants.municipality import frame


class EmbeddingMiddleware:
    """Writes `frame-ancestors` of the Content Security Policy (CSP 3, 6.4.2) for pages that may be embedded.

    All other pages keep "none". The dashboard of the same host shows the preview, so the own host is always allowed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember which URL namespaces may be embedded."""
        self.get_response = get_response
        self.namespaces = {spec.namespace for spec in all_modules() if spec.is_embeddable}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say who may show the answer in a frame."""
        response = self.get_response(request)
        if self._is_embeddable(request) and not 300 <= response.status_code < 400:
            origins = frame.current_frame().municipality.embed_origins
            response._csp_replace = {"frame-ancestors": [SELF, *origins]}  # type: ignore[attr-defined]  # noqa: SLF001
            response.xframe_options_exempt = True  # the older header knows no list
            patch_vary_headers(response, ["Sec-Fetch-Dest"])
        return response

    def _is_embeddable(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        return bool(match and tenant_or_none() and self.namespaces.intersection(match.namespaces))
