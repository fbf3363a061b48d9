"""How far a session has proven who the person is: the levels of German administration, and where to prove more.

A level belongs to the current session and ages: a service asks for the level that its law demands, and whoever is below
is sent to a sign-in method that reaches it (regulation (EU) 910/2014, article 8; § 3 OZG).
"""

import time
from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from rathaus.accounts.models import User
from rathaus.registry import SignInMethod, active_modules, contribution
from rathaus.tenancy.context import tenant_or_none

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]

_KEY: Final = "trust"
LASTS_SECONDS: Final = 30 * 60


class TrustLevel(IntEnum):
    """Vertrauensniveau; the numbers are those of STORK-QAA."""

    NONE = 0
    BASIC = 1
    SUBSTANTIAL = 3
    HIGH = 4

    @property
    def label(self) -> Any:
        """Return the level as law and the BundID call it."""
        return _LABELS[self]


_LABELS: Final[dict[int, Any]] = {
    TrustLevel.NONE: _("nicht angemeldet"),
    TrustLevel.BASIC: _("Basis"),
    TrustLevel.SUBSTANTIAL: _("substanziell"),
    TrustLevel.HIGH: _("hoch"),
}


def trust_of(request: HttpRequest) -> TrustLevel:
    """Return the level that this session has proven within the last half hour; signed in without more is BASIC."""
    if not request.user.is_authenticated:
        return TrustLevel.NONE
    proven = request.session.get(_KEY)
    if proven and proven["user"] == str(request.user.pk) and time.time() - proven["at"] < LASTS_SECONDS:
        return TrustLevel(proven["level"])
    return TrustLevel.BASIC


def note_trust(request: HttpRequest, level: TrustLevel, *, user: User | None = None) -> None:
    """Remember that the person has just proven this level: who is signed in, or `user` who is about to be."""
    person = user.pk if user else request.user.pk
    request.session[_KEY] = {"user": str(person), "level": int(level), "at": time.time()}


def level_of(text: str | None, *, default: TrustLevel = TrustLevel.BASIC) -> TrustLevel:
    """Return the level that an address names, never less than BASIC; the highest for a number that is none."""
    if not text:
        return default
    try:
        return max(TrustLevel(int(text)), TrustLevel.BASIC)
    except ValueError:
        return TrustLevel.HIGH


def demand_trust(request: HttpRequest, level: TrustLevel) -> HttpResponse | None:
    """Return None when this session has proven the level, else the way to the page where the person proves it.

    From there they come back to the address that was asked for, or to the one that the form stood on; so ask before
    anything is typed, and again when it is sent.
    """
    if trust_of(request) >= level:
        return None
    query = {REDIRECT_FIELD_NAME: _way_back(request), "level": str(int(level))}
    url = f"{reverse('account_trust')}?{urlencode(query)}"
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", False) else HttpResponseRedirect(url)


def trust_required(level: TrustLevel) -> Callable[[View[Arguments]], View[Arguments]]:
    """Return a decorator that lets only sessions see the view which have proven the level lately."""

    def decorate(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            return demand_trust(request, level) or view(request, *args, **kwargs)

        return cast("View[Arguments]", guarded)

    return decorate


def _way_back(request: HttpRequest) -> str:
    if htmx := getattr(request, "htmx", None):
        return htmx.current_url_abs_path or "/"
    return request.get_full_path() if request.method in {"GET", "HEAD"} else request.path


def sign_in_methods(*, level: TrustLevel = TrustLevel.BASIC) -> list[SignInMethod]:
    """Return the further ways to sign in that are set up here and reach the level; none on the operators' side."""
    tenant = tenant_or_none()
    sources = [contribution(spec, "sign_in_methods") for spec in active_modules(tenant)] if tenant else []
    return [method for source in sources if source for method in source() if method.level >= level]
