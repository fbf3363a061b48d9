"""What a session has proven: by which means the person signed in, and when."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from rathaus.accounts.models import User

SECOND_FACTOR: Final = "mfa"  # allauth's word in its records
FRESH_SECONDS: Final = 5 * 60

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def acting_user(request: HttpRequest) -> User:
    """Return who is signed in, for services that want an actor; raises PermissionDenied for anybody else."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def has_second_factor(request: HttpRequest, user: User) -> bool:
    """Return whether this session was opened or confirmed with the second factor."""
    return any(record.get("method") == SECOND_FACTOR for record in get_authentication_records(request, user))


def is_fresh(request: HttpRequest, user: User) -> bool:
    """Return whether the person has proven who they are within the last five minutes."""
    moments = [float(record["at"]) for record in get_authentication_records(request, user)]
    return bool(moments) and time.time() - max(moments) < FRESH_SECONDS


def note_password(request: HttpRequest, user: User) -> None:
    """Remember that the person has just set the password by a link from their mail."""
    record_authentication(request, user, "password", email=user.email)


def note_second_factor(request: HttpRequest, user: User) -> None:
    """Remember that the person has just entered a right code."""
    record_authentication(request, user, SECOND_FACTOR, type="totp")


def citizen_required(view: View[Arguments]) -> View[Arguments]:
    """Guard a page of signed-in people: strangers sign in first and come back; no cache keeps what it shows."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        user = request.user
        if not (isinstance(user, User) and user.is_active):
            return _to_sign_in(request)
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response

    guarded.needs_sign_in = True  # type: ignore[attr-defined]  # read by the contract test over all addresses
    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send to the sign-in page, and back here where coming back makes sense."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    return HttpResponseRedirect(reverse("account_login"))
