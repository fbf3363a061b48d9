"""What all pages behind a booking's token have in common: who may see them, and that nobody keeps a copy."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url

from modules.appointments.models import Booking
from modules.appointments.selectors.tokens import booking_by_token
from rathaus.web import answers
from rathaus.web.origin import cookieless_post

P = ParamSpec("P")
BookingView = Callable[[HttpRequest, Booking], HttpResponse]


def unlisted(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Keep a page out of search engines and shared caches.

    The browser's history may keep it: a page of times that comes back has its old key, by which another time replaces
    the first one instead of being held beside it.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response.setdefault("Cache-Control", "private, no-cache")
        return response

    return guarded


def of_chosen_concern(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead to the first step whoever comes to a later one without having chosen a concern."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        return view(request) if request.GET.get("anliegen") else redirect("appointments:start")

    return guarded


def of_booking(view: BookingView) -> Callable[..., HttpResponseBase]:
    """Hand a view the booking whose token stands in the address; 404 for any other token, and no cookie needed."""

    @cookieless_post
    @unlisted
    @wraps(view)
    def guarded(request: HttpRequest, /, *, token: str) -> HttpResponse:
        try:
            booking = booking_by_token(token)
        except Booking.DoesNotExist:
            raise Http404 from None
        return keep_no_copy(request, view(request, booking))

    return guarded


def keep_no_copy(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep a page behind a token out of all caches.

    What a form sent back with sentences may stay in the browser's history: it cannot be fetched again, and whoever goes
    back to it would read that the form has to be sent once more. Who has this history has the token as well.
    """
    response["Cache-Control"] = "private, no-cache" if request.method == "POST" else "private, no-store"
    return response


def see_other(to: str, *args: object) -> HttpResponse:
    """Return the redirect after a POST to a page by its name, or by its address."""
    return answers.see_other(resolve_url(to, *args))
