"""Shared counters: a place where several people work in turns. See ADR 0015.

A cookie without any personal data marks the browser. There a session that nobody uses for ten minutes is paused: it
opens nothing until the same person shows passkey, stick or password once more. Nothing that was typed is lost: the page
stays open behind a curtain, and the secret of its forms stays the same. After an hour the session ends.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rathaus.accounts import session
from rathaus.accounts.models import User

COOKIE: Final = "rathaus_counter"
COOKIE_SECONDS: Final = 400 * 24 * 60 * 60  # browsers keep none longer
NOTE_SECONDS: Final = 30  # the session is written at most so often
_SEEN: Final = "counter_seen"
_LEFT: Final = "counter_left"
# What a paused session may still do: prove itself, go, or make room for the next person.
OPEN_WHILE_PAUSED: Final = frozenset(
    {
        "account_reauthenticate",
        "account_confirm_by_passkey",
        "account_passkey_question",
        "mfa_reauthenticate",
        "account_logout",
        "account_switch",
        "account_present",
        "account_confirm_by_mail",
        "account_confirm_login_code",
        "account_login",
        "sso:confirm",
        "sso:oidc",
        "sso:saml_finish",
    }
)


def is_counter(request: HttpRequest) -> bool:
    """Return whether this browser stands at a shared counter."""
    return request.COOKIES.get(COOKIE) == "1"


def set_counter(response: HttpResponse, *, is_on: bool) -> HttpResponse:
    """Mark the browser as a shared counter, or not any more."""
    if is_on:
        response.set_cookie(
            COOKIE,
            "1",
            max_age=COOKIE_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def is_paused(request: HttpRequest) -> bool:
    """Return whether the person has been away for too long, or the curtain fell, and there was no proof since."""
    if not is_counter(request) or not isinstance(request.user, User):
        return False
    if request.session.get(_LEFT, 0) > session.last_proof_at(request, request.user):
        return True
    return _idle_seconds(request) > settings.COUNTER_PAUSE_SECONDS


def pause(request: HttpRequest) -> None:
    """Pause the session now: the page has drawn its curtain."""
    request.session[_LEFT] = time.time()


def is_over(request: HttpRequest) -> bool:
    """Return whether the person has been away for so long that the session ends."""
    return is_counter(request) and _idle_seconds(request) > settings.COUNTER_END_SECONDS


def note_presence(request: HttpRequest) -> None:
    """Remember that the person is here; call it only while the session is not paused."""
    now = time.time()
    if now - request.session.get(_SEEN, 0) > NOTE_SECONDS:
        request.session[_SEEN] = now


def _idle_seconds(request: HttpRequest) -> float:
    user = request.user
    if not isinstance(user, User):
        return 0
    seen_at = float(request.session.get(_SEEN, 0))
    return time.time() - max(seen_at, session.last_proof_at(request, user))


def hold_back(request: HttpRequest) -> HttpResponse | None:
    """Return where a paused session must go first, or None; otherwise the person counts as present.

    What is sent meanwhile is not taken; the page that says so can be loaded again after the proof and sends it anew.
    """
    if not is_counter(request) or not isinstance(request.user, User):
        return None
    if is_over(request):
        get_adapter().logout(request)
        return None
    match = request.resolver_match
    if match is not None and match.view_name in OPEN_WHILE_PAUSED:
        return None
    if is_paused(request):
        return _to_proof(request)
    if "X-Refresh" not in request.headers:  # a page that keeps itself fresh is nobody who works
        note_presence(request)
    return None


def _to_proof(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return render(request, "accounts/paused.html", status=423)
    return redirect_to_login(request.get_full_path(), reverse("account_reauthenticate"))


class CounterMiddleware:
    """Pauses sessions at shared counters; everywhere else it costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """Return where a paused session must go first."""
        return hold_back(request)
