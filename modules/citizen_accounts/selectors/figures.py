"""What the module says on other pages: how many citizens have an account, what waits for staff."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.citizen_accounts.models import CitizenProfile, Representation
from modules.citizen_accounts.permissions import REPRESENTATIONS
from modules.citizen_accounts.selectors.representations import to_check
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.registry import DashboardCard

_SHOWN = 5


def activity() -> str:
    """Return one line for the modules page: "34 Bürgerkonten"."""
    count = CitizenProfile.objects.count()
    return ngettext("Ein Bürgerkonto", "%(count)s Bürgerkonten", count) % {"count": count}


def counts() -> Mapping[str, int]:
    """Return how many accounts are new within 24 hours."""
    since = timezone.now() - timedelta(hours=24)
    return {"citizen_accounts": CitizenProfile.objects.filter(created_at__gte=since).count()}


def proofs_to_check(_user: User) -> QuerySet[Representation]:
    """Return the proofs that wait for whoever may check them, for the navigation."""
    return to_check()


def dashboard_cards(user: User) -> Iterator[DashboardCard]:
    """Yield the proofs that wait for whoever may check them."""
    if not has_permission(user, REPRESENTATIONS):
        return
    waiting = to_check()[:_SHOWN]
    lines = [f"{entry.representative.full_name} – {entry.full_name}" for entry in waiting]
    if lines:
        url = reverse("citizen_accounts_staff:representations")
        yield DashboardCard(_("Vollmachten zu prüfen"), lines, url, _("Nachweise prüfen"))
