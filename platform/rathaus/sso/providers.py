"""django-allauth's providers for OpenID Connect and SAML, fed by our table at run time and stricter than they are.

Of allauth come the state that belongs to the browser's session, PKCE, the exchange of the code and the addresses; what
an answer must fulfil is checked by ourselves (`tokens`, `assertions`).
"""

from typing import Any, Final
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants

from rathaus.sso import outbound
from rathaus.sso.credentials import unsealed
from rathaus.sso.discovery import WELL_KNOWN, checked_configuration
from rathaus.sso.errors import InvalidAnswerError
from rathaus.sso.models import IdentityProvider
from rathaus.tenancy import current_tenant

STAFF: Final = "staff"  # under which name allauth asks our adapter for it


def app_for(provider: IdentityProvider) -> SocialApp:
    """Return what allauth calls an app: an object that is never saved, with the secret readable."""
    return SocialApp(
        provider="saml" if provider.is_saml else "openid_connect",
        provider_id=STAFF,
        name=provider.name[:40],
        client_id=provider.client_id,
        secret=unsealed(provider.client_secret),
        settings={"server_url": f"{provider.issuer.rstrip('/')}{WELL_KNOWN}", "oauth_pkce_enabled": True},
    )


def callback_url() -> str:
    """Return where an OpenID provider sends people back to: on the primary domain, in no language."""
    return current_tenant().url(reverse("sso:oidc"))


def acs_url() -> str:
    """Return where a SAML provider sends its answers to."""
    return current_tenant().url(reverse("sso:saml"))


def entity_id() -> str:
    """Return our own name towards a SAML provider: the address of our metadata."""
    return current_tenant().url(reverse("sso:saml_metadata"))


class OpenIdAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Asks the provider's configuration through our guard and believes only one that has the right name."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return the published configuration.

        Raises requests.RequestException, UnfitAddressError, KeyError and InvalidAnswerError.
        """
        if not hasattr(self, "_openid_config"):
            sso = self.get_provider()
            found = checked_configuration(outbound.read_json(sso.server_url))
            if found["issuer"] != sso.row.issuer:
                raise InvalidAnswerError("issuer")
            self._openid_config = found
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002
        """Return our registered address, whatever host was asked."""
        return callback_url()


class OpenIdProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """The municipality's provider that speaks OpenID Connect."""

    oauth2_adapter_class = OpenIdAdapter

    def __init__(self, request: HttpRequest, row: IdentityProvider) -> None:
        super().__init__(request, app=app_for(row))
        self.row = row


class SamlProvider(SAMLProvider):  # type: ignore[misc]
    """The municipality's provider that speaks SAML 2."""

    def __init__(self, request: HttpRequest, row: IdentityProvider) -> None:
        super().__init__(request, app=app_for(row))
        self.row = row

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the person there and keep the request's id in their session: the answer must name it."""
        auth = OneLogin_Saml2_Auth(request_data(), saml_settings(self.row))
        address = auth.login(return_to="", force_authn=bool(kwargs.get("fresh_since")))
        self.stash_redirect_state(request, process, next_url, data, state_id=auth.get_last_request_id(), **kwargs)
        return HttpResponseRedirect(address)


def provider_for(request: HttpRequest, row: IdentityProvider) -> OpenIdProvider | SamlProvider:
    """Return allauth's provider of the municipality for this request."""
    return SamlProvider(request, row) if row.is_saml else OpenIdProvider(request, row)


def request_data() -> dict[str, Any]:
    """Return how the SAML library sees the address that answers come to: ours, not the one in a Host header."""
    parts = urlsplit(acs_url())
    return {
        "https": "on" if parts.scheme == "https" else "off",
        "http_host": parts.netloc,
        "script_name": parts.path,
        "get_data": {},
        "post_data": {},
    }


def saml_settings(row: IdentityProvider | None) -> dict[str, Any]:
    """Return the settings of the SAML library: signed assertions with today's algorithms, nothing lenient."""
    found: dict[str, Any] = {
        "strict": True,
        "sp": {
            "entityId": entity_id(),
            "assertionConsumerService": {"url": acs_url(), "binding": Constants.BINDING_HTTP_POST},
            "NameIDFormat": Constants.NAMEID_PERSISTENT,
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": True,
            "wantAttributeStatement": True,
            "allowRepeatAttributeName": True,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "allowSingleLabelDomains": settings.DEBUG,  # localhost, for identity providers of a developer
        },
    }
    if row is not None:
        found["idp"] = {
            "entityId": row.issuer,
            "singleSignOnService": {"url": row.sign_in_url, "binding": Constants.BINDING_HTTP_REDIRECT},
            "x509certMulti": {"signing": row.certificates},
        }
    return found
