"""How a file leaves: as a download that no browser runs anything in."""

from typing import TypeVar

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

Answer = TypeVar("Answer", bound=HttpResponseBase)


def as_download(content: bytes, *, filename: str, content_type: str) -> HttpResponse:
    """Return a private file for the one person who asked; no cache keeps it."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return harmless(response)


def harmless(response: Answer) -> Answer:
    """Return the answer with what keeps a browser from guessing its kind and from running anything in it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
