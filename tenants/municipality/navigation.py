"""The dashboard's navigation: the platform's own entries and those of the active modules, as far as the person may."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.registry import NavEntry, active_modules
from rathaus.tenancy import Tenant
from rathaus.web.navigation import NavGroup, NavItem

SETUP_ENTRIES = (
    NavEntry(gettext_lazy("Einrichten"), "portal_staff:setup", "checklist", "platform.publish", "setup"),
    NavEntry(gettext_lazy("Module"), "portal_staff:modules", "dehaze", "platform.modules", "setup"),
    NavEntry(gettext_lazy("Kontakt"), "portal_staff:contact", "mail", "platform.texts", "setup"),
    NavEntry(gettext_lazy("Erscheinungsbild"), "portal_staff:branding", "edit", "platform.branding", "setup"),
    NavEntry(gettext_lazy("Standorte"), "portal_staff:locations", "home", "platform.locations", "setup"),
    NavEntry(gettext_lazy("Ortschaften"), "portal_staff:localities", "language", "platform.localities", "setup"),
    NavEntry(gettext_lazy("Rechtstexte"), "portal_staff:texts", "draft", "platform.texts", "setup"),
    NavEntry(gettext_lazy("Personen"), "staff:people", "account-circle", "platform.staff", "setup"),
    NavEntry(gettext_lazy("Betriebszugang"), "staff:support_access", "help", "platform.support", "setup"),
    NavEntry(pgettext_lazy("navigation", "Anmeldung"), "sso_staff:overview", "open-in-new", "platform.sso", "setup"),
    NavEntry(gettext_lazy("Schnittstelle"), "api_staff:overview", "autorenew", "platform.api", "setup"),
    NavEntry(gettext_lazy("Protokoll"), "audit:list", "visibility", "platform.audit", "setup"),
)


def staff_navigation(user: User | AnonymousUser, tenant: Tenant) -> tuple[NavGroup, ...]:
    """Return the groups that this person sees; groups without a line are left out."""
    entries = [entry for spec in active_modules(tenant) for entry in spec.nav]
    today = NavItem(_("Heute"), reverse("portal_staff:home"), "home", is_exact=True)
    groups = (
        NavGroup("", (today,)),
        NavGroup(_("Arbeit"), tuple(_items(user, entries, "work"))),
        NavGroup(_("Inhalte"), tuple(_items(user, entries, "content"))),
        NavGroup(_("Einrichtung"), tuple(_items(user, [*entries, *SETUP_ENTRIES], "setup"))),
    )
    return tuple(group for group in groups if group.items)


def _items(user: User | AnonymousUser, entries: list[NavEntry], group: str) -> Iterator[NavItem]:
    for entry in entries:
        if entry.group == group and has_permission(user, entry.permission):
            yield NavItem(entry.label, reverse(entry.url_name), entry.icon)
