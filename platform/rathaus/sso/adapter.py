"""What django-allauth asks us about sign-in elsewhere: which provider the municipality has, and how to reach it."""

from typing import Any, NoReturn

import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import HttpRequest

from rathaus.sso.errors import ProviderFailedError
from rathaus.sso.outbound import guarded_session
from rathaus.sso.providers import STAFF, app_for, provider_for
from rathaus.sso.selectors import identity_provider


class StaffSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Knows one provider, the one in the municipality's own table; settings and allauth's tables name none."""

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002
        provider: str | None = None,
        client_id: str | None = None,  # noqa: ARG002
    ) -> list[SocialApp]:
        """Return the municipality's provider, if it has one and this one is asked for."""
        row = identity_provider() if provider in (None, STAFF) else None
        return [app_for(row)] if row else []

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Return the municipality's provider; raises SocialApp.DoesNotExist for any other."""
        row = identity_provider() if provider == STAFF else None
        return provider_for(request, row) if row else super().get_provider(request, provider, client_id)

    def get_requests_session(self) -> requests.Session:
        """Return a session that reaches public addresses only."""
        return guarded_session()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Return False: accounts are made by our own rules (`services.admitting`)."""
        return False

    def on_authentication_error(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raise ProviderFailedError: our pages say what happened, allauth's are not used."""
        raise ProviderFailedError
