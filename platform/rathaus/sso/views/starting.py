"""Where a sign-in at the identity provider begins."""

import secrets
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.account.utils import get_next_redirect_url
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rathaus.accounts.counter import is_counter
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.api.errors import UnfitAddressError
from rathaus.sso.errors import SignInError, UnreachableError
from rathaus.sso.models import IdentityProvider
from rathaus.sso.pages import refused_page, too_many_page
from rathaus.sso.providers import provider_for
from rathaus.sso.selectors import active_provider
from rathaus.tenancy.context import current_tenant, tenant_or_none


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send the person to the identity provider; from another domain by way of the primary one, which is registered."""
    row = active_provider() if tenant_or_none() else None
    if row is None:
        raise Http404
    if page := too_many_page(request, "start"):
        return page
    if not is_primary_host(request):
        return redirect(current_tenant().url(request.get_full_path()))
    try:
        return begin(request, row, next_url=next_path(request), is_fresh=is_counter(request))
    except SignInError as error:
        return refused_page(request, error)


@never_cache
@require_safe
@citizen_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Let a signed-in colleague prove once more, at the identity provider, that it is still them."""
    row = active_provider()
    if row is None:
        raise Http404
    if page := too_many_page(request, "start"):
        return page
    try:
        return begin(request, row, next_url=next_path(request), confirms=str(acting_user(request).pk), is_fresh=True)
    except SignInError as error:
        return refused_page(request, error)


def begin(
    request: HttpRequest,
    row: IdentityProvider,
    *,
    next_url: str = "",
    tester: str = "",
    confirms: str = "",
    is_fresh: bool = False,
) -> HttpResponse:
    """Return the redirect to the provider. State, nonce and code verifier wait in this browser's session.

    `tester` is the id of the administrator whose test this is, `confirms` that of the signed-in person who only proves
    themselves again. With `is_fresh` the provider must ask, however well it remembers the browser. Raises
    UnreachableError and InvalidAnswerError.
    """
    sso = provider_for(request, row)
    since = time.time() if is_fresh else 0
    further: dict[str, Any] = {"tester": tester, "confirms": confirms, "fresh_since": since}
    if not row.is_saml:
        nonce = secrets.token_urlsafe(24)
        again = {"prompt": "login", "max_age": "0"} if is_fresh else {}
        further |= {"nonce": nonce, "auth_params": {"nonce": nonce} | again}
    try:
        answer: HttpResponse = sso.redirect(request, "login", next_url=next_url or None, **further)
    except (requests.RequestException, UnfitAddressError, KeyError) as error:
        raise UnreachableError(type(error).__name__) from error
    return answer


def next_path(request: HttpRequest) -> str:
    """Return the page of ours that was asked for, or ""; addresses elsewhere are none."""
    return get_next_redirect_url(request) or ""


def is_primary_host(request: HttpRequest) -> bool:
    """Return whether this is the host that answers come back to: the session's cookie is known nowhere else."""
    own = urlsplit(current_tenant().url(reverse("sso:start"))).hostname
    return request.get_host().partition(":")[0].lower() == own
