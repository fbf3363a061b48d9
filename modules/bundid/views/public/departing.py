"""The way to the BundID: a page that posts the signed request there."""

from typing import Final
from urllib.parse import urlencode, urlsplit

from csp.constants import SELF
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from modules.bundid.errors import NotSetUpError
from modules.bundid.models import Purpose
from modules.bundid.needs import FOR_PROOF, FOR_SIGN_IN, known_needs
from modules.bundid.services.attempts import TIME_AT_BUNDID, Departure, Wish, begin
from rathaus.accounts.models import User
from rathaus.accounts.redirects import own_path
from rathaus.accounts.tokens import new_token
from rathaus.accounts.trust import TrustLevel, level_of
from rathaus.limits.networks import client_network
from rathaus.limits.responses import as_too_many
from rathaus.limits.services import hit
from rathaus.tenancy import current_tenant

BROWSER_COOKIE: Final = "rathaus_bundid"
_STARTS: Final = 60  # in ten minutes from one network: a whole town hall may have one address


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send the person to the BundID; `next`, `level` and `angaben` say for what."""
    if elsewhere := _on_primary_domain(request):
        return HttpResponseRedirect(elsewhere)
    if refusal := hit(name="bundid.start", key=client_network(request), limit=_STARTS, seconds=600):
        return as_too_many(render(request, "bundid/way/too_often.html"), refusal)
    try:
        return depart(request, wish=_wish(request))
    except NotSetUpError as error:
        messages.info(request, str(error))
        return redirect("account_login")


def _on_primary_domain(request: HttpRequest) -> str:
    """Return this page's address on the primary domain, where the answer will arrive; "" when that is here."""
    here = request.get_host().partition(":")[0].lower()
    url = current_tenant().url(request.get_full_path())
    return "" if urlsplit(url).hostname == here else url


def _wish(request: HttpRequest) -> Wish:
    level = level_of(request.GET.get("level"))
    is_proof = level > TrustLevel.BASIC
    next_path = own_path(request, request.GET.get(REDIRECT_FIELD_NAME))
    return Wish(
        purpose=Purpose.PROOF if is_proof else Purpose.SIGN_IN,
        level=int(level),
        needs=known_needs([*(FOR_PROOF if is_proof else FOR_SIGN_IN), *request.GET.getlist("angaben")]),
        next_path=next_path,
        back_path=_back_path(request, next_path, level),
        user=request.user if isinstance(request.user, User) else None,
        language=get_language() or settings.LANGUAGE_CODE,
    )


def _back_path(request: HttpRequest, next_path: str, level: TrustLevel) -> str:
    """Return the page from which the person came: where a proof was demanded, one's own page, or the sign-in page."""
    query = {REDIRECT_FIELD_NAME: next_path} if next_path else {}
    if level > TrustLevel.BASIC:
        return f"{reverse('account_trust')}?{urlencode({**query, 'level': int(level)})}"
    if isinstance(request.user, User):
        return next_path or reverse("bundid:overview")
    return f"{reverse('account_login')}?{urlencode(query)}" if query else reverse("account_login")


def depart(request: HttpRequest, *, wish: Wish, environment: str = "") -> HttpResponse:
    """Return the page that posts the request, by a script or by its button. Raises NotSetUpError.

    The cookie binds the way back to this browser (SameSite=Lax: it is read on a page of our own, see ADR 0016).
    """
    browser = request.COOKIES.get(BROWSER_COOKIE) or new_token()
    departure = begin(wish=wish, browser=browser, environment=environment)
    response = render(request, "bundid/way/departure.html", {"departure": departure, "back": wish.back_path})
    _allow_form(response, departure)
    response.set_cookie(
        BROWSER_COOKIE,
        browser,
        max_age=TIME_AT_BUNDID,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _allow_form(response: HttpResponse, departure: Departure) -> None:
    """Let this one page send its form to the BundID's host; everywhere else forms stay on the own site."""
    parts = urlsplit(departure.url)
    origin = f"{parts.scheme}://{parts.netloc}"
    response._csp_replace = {"form-action": [SELF, origin]}  # type: ignore[attr-defined]  # noqa: SLF001
