"""From the answer in the browser to somebody we know is vouched for: one function for each protocol."""

from collections.abc import Mapping
from typing import Any, Final

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest

from rathaus.api.errors import UnfitAddressError
from rathaus.limits.services import use_once
from rathaus.sso import outbound, tokens
from rathaus.sso.assertions import SamlAnswer
from rathaus.sso.errors import (
    CancelledError,
    CredentialsRefusedError,
    ExpiredError,
    InvalidAnswerError,
    ProviderFailedError,
    UnreachableError,
)
from rathaus.sso.identity import EMAIL_NAMES, Identity, groups_in, identity_from
from rathaus.sso.models import IdentityProvider
from rathaus.sso.providers import OpenIdProvider
from rathaus.sso.tokens import CLOCK_SKEW_SECONDS

REPLAY_SECONDS: Final = 24 * 60 * 60
UNREACHABLE: Final = (requests.RequestException, UnfitAddressError, KeyError)

Vouched = tuple[Identity, dict[str, Any]]


def from_code(request: HttpRequest, sso: OpenIdProvider, state: Mapping[str, Any]) -> Vouched:
    """Return the person for the code in the address, and all that the provider said about them.

    Raises a SignInError.
    """
    _refuse_errors(request, sso.row)
    adapter = sso.get_oauth2_adapter(request)
    try:
        configuration = adapter.openid_config
        answer = _tokens(request, sso, adapter, state)
        keys = outbound.read_json(configuration["jwks_uri"])
        values = tokens.verified_claims(
            str(answer["id_token"]),
            keys=keys,
            issuer=sso.row.issuer,
            client_id=sso.row.client_id,
            nonce=str(state.get("nonce", "")),
        )
        _refuse_remembered(values.get("auth_time"), state)
        values |= _further(sso.row, configuration, str(answer["access_token"]), values)
    except UNREACHABLE as error:
        raise UnreachableError(type(error).__name__) from error
    contexts = [str(values.get("acr", ""))]
    return identity_from(sso.row, subject=values["sub"], values=values, contexts=contexts), values


def from_assertion(row: IdentityProvider, answer: SamlAnswer, state: Mapping[str, Any]) -> Vouched:
    """Return the person for a SAML answer to the request that it names, and all that the provider said about them.

    An assertion is taken once. Raises a SignInError.
    """
    assertion = answer.checked(answer.request_id)
    _refuse_remembered(assertion.proven_at, state)
    if not use_once(name="sso.assertion", key=f"{row.issuer} {assertion.id}", seconds=REPLAY_SECONDS):
        raise ExpiredError("replayed")
    values: dict[str, Any] = dict(assertion.attributes)
    identity = identity_from(row, subject=assertion.subject, values=values, contexts=assertion.contexts)
    return identity, values | {"NameID": assertion.subject, "AuthnContextClassRef": assertion.contexts}


def _refuse_remembered(proven_at: Any, state: Mapping[str, Any]) -> None:
    """Refuse an old proof where a new one was asked for, and a provider that does not say when it was."""
    since = float(state.get("fresh_since") or 0)
    if since and not (isinstance(proven_at, (int, float)) and proven_at >= since - CLOCK_SKEW_SECONDS):
        raise InvalidAnswerError("old_proof")


def _refuse_errors(request: HttpRequest, row: IdentityProvider) -> None:
    """Refuse errors that the provider sends in the address, and an answer of another one (RFC 9207)."""
    error = request.GET.get("error")
    if error in ("access_denied", "login_required", "interaction_required"):
        raise CancelledError
    if error or not request.GET.get("code"):
        raise ProviderFailedError
    if request.GET.get("iss", row.issuer) != row.issuer:
        raise InvalidAnswerError("issuer")


def _tokens(request: HttpRequest, sso: OpenIdProvider, adapter: Any, state: Mapping[str, Any]) -> dict[str, Any]:
    client = adapter.get_client(request, sso.app)
    try:
        answer: dict[str, Any] = adapter.get_access_token_data(
            request, sso.app, client, pkce_code_verifier=state.get("pkce_code_verifier")
        )
    except OAuth2Error as error:
        raise CredentialsRefusedError from error
    if not answer.get("id_token"):
        raise InvalidAnswerError("incomplete")
    return answer


def _further(
    row: IdentityProvider, configuration: Mapping[str, Any], access_token: str, claims: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what only the userinfo endpoint tells: providers differ in what they write into the token.

    What the signed token says is never overwritten, and an answer about somebody else is refused.
    """
    is_complete = groups_in(claims, row.groups_claim) and any(claims.get(name) for name in EMAIL_NAMES)
    address = configuration.get("userinfo_endpoint")
    if is_complete or not address:
        return {}
    found = outbound.read_json(str(address), {"Authorization": f"Bearer {access_token}"})
    if found.get("sub") != claims["sub"]:
        raise InvalidAnswerError("subject")
    return {name: value for name, value in found.items() if name not in claims}
