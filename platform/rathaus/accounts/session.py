"""What a session has proven: by which means the person signed in, and when."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

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
FRESH_FOR_SENDING_SECONDS: Final = 20 * 60  # for what was filled in on a page that was opened with a fresh proof

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


def methods_of(request: HttpRequest, user: User) -> list[str]:
    """Return by what the session was opened and confirmed, in order: "password", "code", "webauthn", "totp"."""
    records = get_authentication_records(request, user)
    return list(dict.fromkeys(str(record.get("type") or record.get("method")) for record in records))


def last_proof_at(request: HttpRequest, user: User) -> float:
    """Return when the person last proved who they are, in seconds since the epoch; 0 for never."""
    return max((float(record["at"]) for record in get_authentication_records(request, user)), default=0.0)


def is_fresh(request: HttpRequest, user: User, *, seconds: int = FRESH_SECONDS) -> bool:
    """Return whether the person has proven who they are within the last five minutes."""
    return time.time() - last_proof_at(request, user) < seconds


def note_password(request: HttpRequest, user: User) -> None:
    """Remember that the person has just set the password by a link from their mail."""
    record_authentication(request, user, "password", email=user.email)


def note_second_factor(request: HttpRequest, user: User, *, kind: str = "totp") -> None:
    """Remember that the person has just entered a right code, or (`webauthn`) made a passkey."""
    record_authentication(request, user, SECOND_FACTOR, type=kind)


def note_mail_code(request: HttpRequest, user: User) -> None:
    """Remember that the person has just entered the code from their mail."""
    record_authentication(request, user, "code")


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

    return cast("View[Arguments]", guarded)


def fresh_required(view: View[Arguments]) -> View[Arguments]:
    """Guard what is sensitive (step-up): whoever is signed in proves once more who they are, unless they just did.

    Five minutes hold for opening a page and twenty for sending what was filled in there.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        is_opening = request.method in {"GET", "HEAD"}
        if is_fresh(request, acting_user(request), seconds=FRESH_SECONDS if is_opening else FRESH_FOR_SENDING_SECONDS):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if is_opening else request.path
        return redirect_to_login(back, reverse("account_reauthenticate"))

    return citizen_required(cast("View[Arguments]", guarded))


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send to the sign-in page, and back here where coming back makes sense."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    return HttpResponseRedirect(reverse("account_login"))
