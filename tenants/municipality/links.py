"""Links that stand on many pages: to the legal pages, to the tasks of the active modules, to the search."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.registry import HomeCard, HomeTask, active_modules, contribution
from rathaus.tenancy import Tenant
from rathaus.web.navigation import Link

MAX_CARDS = 6


@dataclass(frozen=True)
class Task:
    """A card of the start page with its address in the active language."""

    card: HomeCard | HomeTask
    url: str


def home_cards(tenant: Tenant) -> list[Task]:
    """Return the tasks of the active modules in the order of the registry, then those they find, six at most."""
    cards = [card for spec in active_modules(tenant) for card in spec.home]
    found = [Task(card, reverse(card.url_name)) for card in cards[:MAX_CARDS]]
    for spec in active_modules(tenant):
        if len(found) < MAX_CARDS and (find := contribution(spec, "home_tasks")):
            found += [Task(task, task.url) for task in find()]
    return found[:MAX_CARDS]


def public_search_url(tenant: Tenant) -> str:
    """Return where the start page's search leads, "" where no active module finds anything."""
    names = [spec.public_search for spec in active_modules(tenant) if spec.public_search]
    return reverse(names[0]) if names else ""


def legal_links() -> list[Link]:
    """Return the links of the footer."""
    return [
        Link(_("Impressum"), reverse("portal:imprint")),
        Link(_("Datenschutz"), reverse("portal:privacy_notice")),
        Link(_("Erklärung zur Barrierefreiheit"), reverse("portal:accessibility")),
        Link(_("Barriere melden"), reverse("portal:report_barrier")),
        Link(_("Hilfe"), reverse("portal:help")),
        Link(_("Als App nutzen"), reverse("portal:app")),
    ]


def search_url() -> str:
    """Return the address of the dashboard's search."""
    return reverse("portal_staff:search")
