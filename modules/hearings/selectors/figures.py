"""One-line figures for the dashboard."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.hearings.permissions import WORK
from modules.hearings.selectors.hearings import counts
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.registry import DashboardCard


def activity() -> str:
    """Return how many letters wait for an answer."""
    waiting = counts(today=timezone.localdate()).open
    return ngettext("%(count)s Brief wartet auf Antwort", "%(count)s Briefe warten auf Antwort", waiting) % {
        "count": waiting
    }


def dashboard_cards(user: User) -> Sequence[DashboardCard]:
    """Return what is to be fetched, for those who work with hearings."""
    if not has_permission(user, WORK):
        return []
    found = counts(today=timezone.localdate())
    if not (found.to_fetch or found.without_letter):
        return []
    lines = []
    if found.to_fetch:
        text = ngettext("%(count)s Antwort ist abzuholen", "%(count)s Antworten sind abzuholen", found.to_fetch)
        lines.append(text % {"count": found.to_fetch})
    if found.without_letter:
        count = found.without_letter
        text = ngettext("%(count)s Akte hat noch keinen Brief", "%(count)s Akten haben noch keinen Brief", count)
        lines.append(text % {"count": count})
    return [DashboardCard(_("Anhörungen"), lines, reverse("hearings_staff:hearings"), _("Anhörungen ansehen"))]
