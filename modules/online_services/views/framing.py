"""Pages that the dashboard shows in a frame: a rehearsal of a form as citizens see it."""

from csp.constants import SELF
from django.http import HttpResponse


def in_own_frame(response: HttpResponse) -> HttpResponse:
    """Return the answer with leave to stand in a frame of the same host, and of no other."""
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # noqa: SLF001  django-csp's way
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
