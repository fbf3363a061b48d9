"""What an identity provider sends back, and what becomes of it."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.socialaccount.internal.statekit import unstash_state
from allauth.socialaccount.sessions import LoginSession
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from rathaus.sso import exchange
from rathaus.sso.assertions import SamlAnswer
from rathaus.sso.errors import ExpiredError, OtherIdentityError, SignInError
from rathaus.sso.exchange import Vouched
from rathaus.sso.identity import Identity
from rathaus.sso.models import IdentityProvider, Protocol
from rathaus.sso.opening import confirm_session, open_session
from rathaus.sso.pages import refused_page, too_many_page
from rathaus.sso.providers import STAFF, OpenIdProvider, saml_settings
from rathaus.sso.selectors import identity_provider
from rathaus.sso.services import admit
from rathaus.sso.trials import finish_trial, is_own_trial
from rathaus.tenancy.context import tenant_or_none

MAX_ANSWER: Final = 512 * 1024
HELD_SECONDS: Final = 10 * 60
COOKIE: Final = "saml-acs-session"
METADATA_SECONDS: Final = 365 * 24 * 60 * 60

State = Mapping[str, Any]


@never_cache
@require_safe
def openid(request: HttpRequest) -> HttpResponse:
    """Take the code of an OpenID provider."""
    row = _provider(Protocol.OIDC)
    if page := too_many_page(request, "answer"):
        return page
    state = _taken_state(request, request.GET.get("state", ""))
    sso = OpenIdProvider(request, row)
    return _answered(request, row, state, lambda known: exchange.from_code(request, sso, known))


@csrf_exempt
@never_cache
@require_POST
def saml(request: HttpRequest) -> HttpResponse:
    """Keep the answer of a SAML provider for the next request, which brings the session that it must fit.

    It comes as a form of another site: browsers send our session's cookie only with the redirect. Nothing is changed or
    believed here, so no token is asked for.
    """
    _provider(Protocol.SAML)
    answer = request.POST.get("SAMLResponse", "")
    if page := too_many_page(request, "answer"):
        return page
    if not 0 < len(answer) <= MAX_ANSWER:
        return refused_page(request, ExpiredError())
    response = HttpResponseRedirect(reverse("sso:saml_finish"))
    held = LoginSession(request, "saml_acs_session", COOKIE)
    held.store.flush()  # whatever cookie came along: the answer gets a session of its own
    held.store["answer"] = answer
    held.store.set_expiry(HELD_SECONDS)
    held.save(response)
    response.cookies[COOKIE]["httponly"] = True
    return response


@never_cache
@require_safe
def saml_finish(request: HttpRequest) -> HttpResponse:
    """Take the answer that was kept a moment ago; a page that is loaded again leads to the sign-in page."""
    row = _provider(Protocol.SAML)
    held = LoginSession(request, "saml_acs_session", COOKIE)
    encoded = str(held.store.get("answer", ""))
    held.delete()
    if not encoded:
        return redirect("account_login")
    try:
        answer = SamlAnswer(row, encoded)
    except SignInError as error:
        return refused_page(request, error)
    state = _taken_state(request, answer.request_id)
    return _answered(request, row, state, lambda known: exchange.from_assertion(row, answer, known))


@require_safe
def saml_metadata(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Describe us to a SAML provider."""
    if tenant_or_none() is None:
        raise Http404
    settings = saml_settings(None)
    settings["security"]["metadataValidUntil"] = int(time.time()) + METADATA_SECONDS
    found = OneLogin_Saml2_Settings(settings, sp_validation_only=True).get_sp_metadata()
    return HttpResponse(found, content_type="application/samlmetadata+xml")


def _provider(protocol: Protocol) -> IdentityProvider:
    row = identity_provider()
    if row is None or row.protocol != protocol:
        raise Http404
    return row


def _taken_state(request: HttpRequest, state_id: str) -> dict[str, Any] | None:
    """Return what this browser's sign-in began with; it works once and for ten minutes."""
    return unstash_state(request, state_id=state_id, provider_id=STAFF) if state_id else None


def _answered(
    request: HttpRequest, row: IdentityProvider, state: State | None, vouch: Callable[[State], Vouched]
) -> HttpResponse:
    """Sign the person in, or show the administrator what their test has brought."""
    if state is None:
        return refused_page(request, ExpiredError())
    tester = str(state.get("tester", ""))
    if tester and not is_own_trial(request, tester):
        return refused_page(request, ExpiredError())
    if not tester and not row.is_active:
        return refused_page(request, ExpiredError())
    try:
        identity, values = vouch(state)
        if tester:
            return finish_trial(request, row, identity=identity, values=values)
        return _let_in(request, row, identity, state)
    except SignInError as error:
        return finish_trial(request, row, error=error) if tester else refused_page(request, error)


def _let_in(request: HttpRequest, row: IdentityProvider, identity: Identity, state: State) -> HttpResponse:
    """Open a session, or note in the one that is open that its owner has proven themselves again."""
    confirms, next_url = str(state.get("confirms", "")), str(state.get("next") or "")
    if confirms and str(request.user.pk) != confirms:
        raise ExpiredError
    user = admit(provider=row, identity=identity)
    next_url = next_url if next_url and get_adapter(request).is_safe_url(next_url) else ""
    if not confirms:
        has_second_factor = row.trusts_second_factor and identity.has_second_factor
        return open_session(request, user, has_second_factor=has_second_factor, next_url=next_url)
    if str(user.pk) != confirms:
        raise OtherIdentityError
    return confirm_session(request, user, next_url=next_url)
