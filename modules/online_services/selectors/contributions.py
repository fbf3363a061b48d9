"""What the module contributes elsewhere: start page, search engines, dashboard, former addresses, modules page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.online_services.catalogue.life_situations import LIFE_SITUATIONS
from modules.online_services.models import PublicService, ReleaseRequest, ServiceRequest
from modules.online_services.permissions import CATALOGUE
from modules.online_services.selectors import catalogue
from modules.online_services.selectors.building.publishing import open_requests
from modules.online_services.selectors.work import found_services, waiting_services
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.registry import DashboardCard, HomeTask, SearchHit, SetupStep

_TASKS = 6


def home_tasks() -> Sequence[HomeTask]:
    """Return what the municipality chose for its start page, then what is used most: one query."""
    return [
        HomeTask(one.title, one.short_hint, reverse("online_services:service", args=[one.slug]), one.icon)
        for one in catalogue.most_used(_TASKS)
    ]


def old_address(path: str) -> str:
    """Return where an address of the former homepage leads now, "" for nowhere: one query."""
    slug = catalogue.new_address(path)
    return reverse("online_services:service", args=[slug]) if slug else ""


def sitemap() -> Iterator[str]:
    """Yield the pages of the catalogue that search engines should know: one query."""
    services = list(catalogue.offered())
    yield from (reverse("online_services:start"), reverse("online_services:letters"))
    used = {key for one in services for key in one.description.life_situations}
    yield from (reverse("online_services:situation", args=[one.key]) for one in LIFE_SITUATIONS if one.key in used)
    yield from (reverse("online_services:service", args=[one.slug]) for one in services)


def search_hits(query: str, user: User) -> Sequence[SearchHit]:
    """Return services that match: for those who look after them their setup, for others their page."""
    may_change = has_permission(user, CATALOGUE)
    return [SearchHit(one.name, one.hint, _url(one, may_change=may_change)) for one in _visible(query, may_change)]


def _visible(query: str, may_change: bool) -> Sequence[PublicService]:
    found = found_services(query)
    return found if may_change else [one for one in found if one.is_active and one.audience == "public"]


def _url(service: PublicService, *, may_change: bool) -> str:
    if may_change:
        return reverse("online_services_staff:service", args=[service.pk])
    return reverse("online_services:service", args=[service.slug])


def dashboard_cards(user: User) -> Sequence[DashboardCard]:
    """Return newer shipped texts that wait to be read, for those who look after the services."""
    if not has_permission(user, CATALOGUE) or not (count := waiting_services()):
        return []
    line = ngettext("Bei einer Leistung gibt es neue Texte.", "Bei %(count)s Leistungen gibt es neue Texte.", count) % {
        "count": count
    }
    url = f"{reverse('online_services_staff:services')}?zeigen=neues"
    return [DashboardCard(title=_("Mitgelieferte Texte prüfen"), lines=[line], url=url, action=_("Änderungen prüfen"))]


def requests_of_others(user: User) -> QuerySet[ReleaseRequest]:
    """Return the forms that wait for a release which this person may give, for the navigation."""
    return open_requests().exclude(asked_by=user)


def activity() -> str:
    """Return how many requests came within seven days, for the modules page."""
    count = ServiceRequest.objects.filter(sent_at__gte=timezone.now() - timedelta(days=7)).count()
    return ngettext("%(count)s Antrag in 7 Tagen", "%(count)s Anträge in 7 Tagen", count) % {"count": count}


def counts() -> Mapping[str, int]:
    """Return the figures of the last 24 hours for the operators."""
    since = timezone.now() - timedelta(hours=24)
    return {"requests": ServiceRequest.objects.filter(sent_at__gte=since).count()}


def setup_checks() -> Iterator[SetupStep]:
    """Yield what helps before citizens look for services: services, and who is responsible for each."""
    services = PublicService.objects.filter(is_active=True)
    yield SetupStep(
        title=_("Leistungen anlegen"),
        is_done=services.exists(),
        url_name="online_services_staff:services",
        hint=_("Mit einem Klick legen Sie alle mitgelieferten an."),
    )
    open_ones = services.filter(department=None).exclude(channel="elsewhere")
    yield SetupStep(
        title=_("Zuständige Abteilungen zuordnen"),
        is_done=not open_ones.exists(),
        url_name="online_services_staff:services",
        hint=_("Sonst muss jemand jeden Eingang von Hand verteilen."),
        is_required=False,
    )
