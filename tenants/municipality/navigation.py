"""The dashboard's navigation: the platform's own entries and those of the active modules, as far as the person may."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.registry import NavEntry, active_modules
from rathaus.tenancy import Tenant
from rathaus.web.navigation import COUNTED, NavGroup, NavItem, Text
from tenants.municipality.waiting import waiting_counts

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
    """Return the groups that this person sees; groups without a line are left out. What waits costs one query."""
    offered = [*(entry for spec in active_modules(tenant) for entry in spec.nav), *SETUP_ENTRIES]
    entries = [entry for entry in offered if has_permission(user, entry.permission)]
    counts = waiting_counts(user, entries) if isinstance(user, User) else {}
    today = NavItem(_("Heute"), reverse("portal_staff:home"), "home", is_exact=True)
    groups = (
        NavGroup("", (today,)),
        NavGroup(_("Arbeit"), tuple(_items(entries, counts, "work"))),
        NavGroup(_("Inhalte"), tuple(_items(entries, counts, "content"))),
        NavGroup(_("Einrichtung"), tuple(_items(entries, counts, "setup"))),
    )
    return tuple(group for group in groups if group.items)


def _items(entries: list[NavEntry], counts: Mapping[str, int], group: str) -> Iterator[NavItem]:
    for entry in entries:
        if entry.group == group:
            count = counts.get(entry.url_name, 0)
            url = reverse(entry.url_name)
            yield NavItem(entry.label, url, entry.icon, count, count_words=_count_words(entry, count))


def _count_words(entry: NavEntry, count: int) -> Text:
    """Return what the number means, "" where there is none."""
    if entry.count is None or not count:
        return ""
    words = entry.count.words % {"count": min(count, COUNTED)}
    return _("mehr als %(words)s") % {"words": words} if count > COUNTED else words
