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
CITIZEN_ACCOUNTS: Final = "citizen_accounts"  # the module without which nobody signs up


def start_path(user: User | AnonymousUser) -> str:
    """Return this person's first page: the dashboard for staff, the console for operators, their own page for citizens.

    Where citizens have no accounts it is the start page.
    """
    if tenant_or_none() is None:
        return "/"
    if rights_of(user).is_staff:
        return f"{language_prefix()}/{DASHBOARD}/"
    return f"{language_prefix()}/mein/" if has_citizen_accounts() else f"{language_prefix()}/"


def has_citizen_accounts() -> bool:
    """Return whether citizens may have accounts here: else nobody signs up and no codes are mailed."""
    tenant = tenant_or_none()
    return tenant is not None and tenant.has_module(CITIZEN_ACCOUNTS)


def portal_name() -> str:
    """Return under which name apps and passkeys list this portal."""
    tenant = tenant_or_none()
    return tenant.short_name if tenant else "Rathaus Betrieb"


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
