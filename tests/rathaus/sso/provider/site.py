"""The provider's addresses, and what it says about people. Tests enter people and clients by POSTs of JSON."""

import json
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.contrib.auth import get_user_model
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from tests.rathaus.sso.provider import CLIENT_ID, CLIENT_SECRET, PASSWORD

KNOWN: dict[str, dict[str, Any]] = {}


class Claims(DefaultOIDCAdapter):
    """Says about people what the test has entered, in the token or only on request, as products differ in this."""

    def get_claims(self, purpose: str, user: Any, client: Any, scopes: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the claims of this person."""
        claims: dict[str, Any] = super().get_claims(purpose, user, client, scopes, **kwargs)
        known = KNOWN.get(user.username, {})
        return claims | (known.get("claims", {}) if known.get("said_in", purpose) == purpose else {})


@csrf_exempt
def people(request: HttpRequest) -> JsonResponse:
    """Enter or change a person; the answer says their subject."""
    wish = json.loads(request.body)
    user, _made = get_user_model().objects.get_or_create(username=wish["username"])
    user.set_password(PASSWORD)
    user.is_active = wish.get("is_active", True)
    user.save()
    KNOWN[user.username] = wish
    return JsonResponse({"sub": str(user.pk)})


@csrf_exempt
def clients(request: HttpRequest) -> JsonResponse:
    """Register the municipality with these redirect addresses; with `asks` people are asked whether they go on."""
    wish = json.loads(request.body)
    Client.objects.filter(pk=CLIENT_ID).delete()
    client = Client(id=CLIENT_ID, name="Rathaus", skip_consent=not wish["asks"], scopes="openid\nprofile\nemail")
    client.set_secret(CLIENT_SECRET)
    client.set_redirect_uris(wish["redirect_uris"])
    client.save()
    return JsonResponse({})


urlpatterns = [
    path("people/", people),
    path("clients/", clients),
    path("accounts/", include("allauth.account.urls")),
    path("", include(("allauth.idp.urls", "idp"), namespace="idp")),
]
