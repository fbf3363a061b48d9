"""A citizen's own pages: the way to them, their navigation, and for whom the person acts just now."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.accounts.places import CITIZEN_ACCOUNTS, has_citizen_accounts
from rathaus.registry import ActingFor, active_modules, contribution
from rathaus.tenancy.context import tenant_or_none
from rathaus.web.navigation import Link, NavGroup, NavItem

ACCOUNTS: Final = CITIZEN_ACCOUNTS
_START: Final = f"{ACCOUNTS}:start"


def account_link(request: HttpRequest) -> Link | None:
    """Return the header's entry: to sign in, or to one's own pages; None where citizens have no accounts.

    Without a session cookie nobody is signed in and nothing is asked, so public pages neither read nor set one.
    """
    if not has_citizen_accounts():
        return None
    if is_signed_in(request):
        return Link(_("Mein Bereich"), reverse(_START))
    return Link(_("Anmelden"), f"{reverse('account_login')}?next={reverse(_START)}")


def is_signed_in(request: HttpRequest) -> bool:
    """Return whether somebody is signed in, without reading a session for those who bring no cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def my_navigation() -> tuple[NavGroup, ...]:
    """Return the navigation of one's own pages: what the active modules offer, then who one is and how one signs in."""
    tenant = tenant_or_none()
    entries = [entry for spec in active_modules(tenant) for entry in spec.my_nav] if tenant else []
    start = NavItem(_("Übersicht"), reverse(_START), "home", is_exact=True)
    items = {
        group: [NavItem(entry.label, reverse(entry.url_name), entry.icon) for entry in entries if entry.group == group]
        for group in ("matters", "self")
    }
    told = NavItem(_("Benachrichtigungen"), reverse("notifications:preferences"), "info")
    access = NavItem(_("Anmeldung und Geräte"), reverse("account_profile"), "checklist", is_exact=True)
    return (NavGroup("", (start, *items["matters"])), NavGroup(_("Über mich"), (*items["self"], told, access)))


def acting_for(request: HttpRequest) -> ActingFor | None:
    """Return for whom the signed-in person acts just now, None for themselves."""
    tenant = tenant_or_none()
    if tenant is None or not is_signed_in(request):
        return None
    for spec in active_modules(tenant):
        if find := contribution(spec, "acting_for"):
            found: ActingFor | None = find(request)
            return found
    return None
