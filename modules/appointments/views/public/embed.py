"""Appointments on other homepages: the element's script, and the first page that it shows."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from modules.appointments.models import Concern
from modules.appointments.selectors.choosing import get_public_concern
from modules.appointments.views.public.choose import first_url
from modules.appointments.views.public.guards import unlisted
from modules.appointments.views.public.wish import uuid_in

_SCRIPT: Final = Path(__file__).parents[2] / "static" / "appointments" / "rathaus-termine.js"


@cache
def _script() -> bytes:
    return _SCRIPT.read_bytes()


def _version(request: HttpRequest) -> str:  # noqa: ARG001 - condition() hands it over
    return f'"{sha256(_script()).hexdigest()[:16]}"'


@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=_version)
def element(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return the script of `<rathaus-termine>`; its address never changes, since it stands on foreign homepages."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"  # a homepage may load it with crossorigin=""
    return response


@unlisted
@require_safe
def entry(request: HttpRequest) -> HttpResponse:
    """Lead to the first question: about the concern that the homepage names, or among those of the place it names."""
    location = uuid_in(request.GET, "standort")
    if concern_id := uuid_in(request.GET, "anliegen"):
        try:
            return redirect(first_url(get_public_concern(concern_id, location=location)))
        except Concern.DoesNotExist:
            raise Http404 from None
    start = reverse("appointments:start")
    return redirect(f"{start}?{urlencode({'standort': str(location)})}" if location else start)
