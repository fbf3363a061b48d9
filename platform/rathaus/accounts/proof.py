"""Deeds that want a fresh proof of who is at the screen: a session left open at a counter is not enough."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponseBase

from rathaus.accounts.session import acting_user, is_fresh

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def fresh_proof_required(view: View[P]) -> View[P]:
    """Ask for password or second factor when the last proof is older than five minutes, then go on with the deed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_fresh(request, acting_user(request)):
            raise ReauthenticationRequired  # allauth's middleware keeps the request and asks
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)
