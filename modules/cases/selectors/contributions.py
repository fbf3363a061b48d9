"""What the module contributes elsewhere: a citizen's first page, the page "Heute", search, figures."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.cases.filters import CaseFilter, Flag, Order, Scope
from modules.cases.models import Case, CaseRoute, Status
from modules.cases.permissions import WORK
from modules.cases.selectors.access import my_cases
from modules.cases.selectors.inbox import flag_counts, listed, ordered
from modules.cases.selectors.text_modules import text_modules
from rathaus.accounts.permissions import has_permission
from rathaus.registry import DashboardCard, MyCard, SearchHit, SetupStep
from rathaus.web.wording import short_date

if TYPE_CHECKING:
    from rathaus.accounts.models import User

_LINES: Final = 5


def my_cards(user: "User") -> Sequence[MyCard]:
    """Return what waits for the citizen, and what is on its way: one query."""
    found = list(my_cases(user).filter(closed_at=None)[: 4 * _LINES])
    waiting = [case for case in found if case.status == Status.ACTION_REQUIRED]
    further = [case for case in found if case.status != Status.ACTION_REQUIRED]
    cards = []
    if waiting:
        cards.append(_my_card(_("Wir brauchen etwas von Ihnen"), waiting, is_waiting=True))
    if further:
        cards.append(_my_card(_("Ihre offenen Vorgänge"), further, is_waiting=False))
    return cards


def dashboard_cards(user: "User") -> Sequence[DashboardCard]:
    """Return the cases that are due next and how many are new and overdue, for somebody who works with them."""
    if not has_permission(user, WORK):
        return []
    counts = flag_counts(user)
    due = list(ordered(listed(user, CaseFilter(scope=Scope.OPEN)).exclude(due_on=None), Order.DUE)[:_LINES])
    if not due and not any(counts.values()):
        return []
    figures = {
        Flag.NEW: ngettext("%(count)s neuer Vorgang", "%(count)s neue Vorgänge", counts[Flag.NEW]),
        Flag.OVERDUE: ngettext("%(count)s überfällig", "%(count)s überfällig", counts[Flag.OVERDUE]),
        Flag.RESUBMIT: ngettext("%(count)s zur Wiedervorlage", "%(count)s zur Wiedervorlage", counts[Flag.RESUBMIT]),
    }
    summary = ", ".join(words % {"count": counts[flag]} for flag, words in figures.items() if counts[flag])
    lines = [f"{short_date(case.due_on)} {case.title}, {case.reference}" for case in due if case.due_on]
    url = reverse("cases_staff:cases") + CaseFilter(order=Order.DUE).address()
    title = _("Vorgänge")
    return [DashboardCard(title, [line for line in [summary, *lines] if line], url, _("Vorgänge ansehen"))]


def new_cases(user: "User") -> QuerySet[Case]:
    """Return the open cases with something that nobody has read yet, for the navigation."""
    return listed(user, CaseFilter(scope=Scope.OPEN, flags=frozenset({Flag.NEW})))


def search_hits(query: str, user: "User") -> Sequence[SearchHit]:
    """Return cases that match, for whoever may see them."""
    if not has_permission(user, WORK) or len(query.strip()) < 2:
        return []
    found = []
    for scope in (Scope.OPEN, Scope.CLOSED):
        found += list(ordered(listed(user, CaseFilter(scope=scope, query=query)), Order.LATEST)[:_LINES])
    return [
        SearchHit(
            title=case.title,
            detail=f"{case.reference}, {case.applicant_name}".strip(", "),
            url=reverse("cases_staff:case", args=[case.pk]),
        )
        for case in found
    ]


def activity() -> str:
    """Return how many cases came within seven days, for the modules page."""
    count = Case.objects.filter(opened_at__gte=timezone.now() - timedelta(days=7)).count()
    return ngettext("%(count)s Vorgang in 7 Tagen", "%(count)s Vorgänge in 7 Tagen", count) % {"count": count}


def counts() -> Mapping[str, int]:
    """Return the figures of the last 24 hours for the operators."""
    return {"cases": Case.objects.filter(opened_at__gte=timezone.now() - timedelta(hours=24)).count()}


def setup_checks() -> Iterator[SetupStep]:
    """Yield what helps before citizens apply: somebody who is responsible, texts to answer with."""
    yield SetupStep(
        title=_("Zuständigkeiten für Vorgänge festlegen"),
        is_done=CaseRoute.objects.exists(),
        url_name="cases_staff:routes",
        hint=_("Dann landet jeder Antrag gleich in der richtigen Abteilung."),
        is_required=False,
    )
    yield SetupStep(
        title=_("Textbausteine für Vorgänge anlegen"),
        is_done=text_modules().exists(),
        url_name="cases_staff:texts",
        hint=_("Damit antworten Sie schneller und einheitlich."),
        is_required=False,
    )


def _my_card(title: str, cases: Sequence[Case], *, is_waiting: bool) -> MyCard:
    one = cases[0]
    return MyCard(
        title=title,
        lines=[case.title for case in cases[:_LINES]],
        url=reverse("cases:case", args=[one.pk]) if len(cases) == 1 else reverse("cases:cases"),
        action=_("Ansehen und antworten") if is_waiting else _("Stand ansehen"),
        is_waiting=is_waiting,
        order=15 if is_waiting else 40,
    )
