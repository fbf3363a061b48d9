"""Where people go after signing in, and absolute links for their mails."""

from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import get_language

from rathaus.accounts.models import User
from rathaus.accounts.rights import rights_of
from rathaus.tenancy.context import tenant_or_none

DASHBOARD: Final = "verwaltung"


def start_path(user: User | AnonymousUser) -> str:
    """Return the first page of this person: the dashboard for staff, the console for operators, else the start page."""
    if tenant_or_none() is not None and rights_of(user).is_staff:
        return f"{language_prefix()}/{DASHBOARD}/"
    return f"{language_prefix()}/" if tenant_or_none() else "/"


def profile_path(user: User | AnonymousUser) -> str:
    """Return where the person sees their own access."""
    is_staff = tenant_or_none() is not None and rights_of(user).is_staff
    return reverse("staff:profile" if is_staff else "account_profile")


def is_dashboard(path: str) -> bool:
    """Return whether the path lies below /verwaltung/, in whatever language."""
    parts = path.split("/")[1:]
    if parts and parts[0] in dict(settings.LANGUAGES):
        parts.pop(0)
    return parts[:1] == [DASHBOARD]


def language_prefix() -> str:
    """Return "" for German and "/en" for English, as in the addresses of a municipality's site."""
    language = get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def absolute_url(path: str) -> str:
    """Return a link for mails: on the municipality's primary domain, or on the base domain for operators."""
    tenant = tenant_or_none()
    if tenant is not None:
        return tenant.url(path)
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{settings.PUBLIC_SCHEME}://{settings.BASE_DOMAIN}{port}{path}"
