"""The list of cases for people who spend the day in it: a page by key, so page 1,000 costs what the first one does."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from modules.cases.cursors import RowCursor
from modules.cases.filters import CaseFilter, Flag, Order, Scope
from modules.cases.models import Case, SavedView, Status, due_key
from modules.cases.selectors.access import cases_for
from rathaus.accounts.models import User
from rathaus.accounts.organisation.selectors import departments_of
from rathaus.accounts.rights import rights_of

PAGE: Final = 50
COUNTED: Final = 999
_SHORTEST_TYPO: Final = 5
_HEAVY: Final = ("search_text", "search_vector", "search_words")


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Cases in their order, and where the next page begins."""

    cases: Sequence[Case]
    next: str = ""


def inbox_page(user: User, wish: CaseFilter, *, size: int = PAGE) -> InboxPage:
    """Return a page of the list: one query, however deep it lies."""
    rows = ordered(listed(user, wish), wish.order)
    if after := RowCursor.read(wish.after, wish.order):
        rows = rows.filter(after.later())
    found = list(rows.select_related("department", "responsible", "locality").defer(*_HEAVY)[: size + 1])
    more = str(RowCursor.of(found[size - 1], wish.order)) if len(found) > size else ""
    return InboxPage(found[:size], more)


def listed(user: User, wish: CaseFilter) -> QuerySet[Case]:
    """Return the cases that fit the filter and that the person may see."""
    rows = cases_for(user).filter(_in_scope(user, wish.scope))
    for flag in wish.flags:
        rows = rows.filter(flag_condition(flag, timezone.localdate()))
    exact = {
        "kind": wish.kind,
        "service_key": wish.service,
        "locality_id": wish.locality,
        "department_id": wish.department,
        "channel": wish.channel,
        "status": wish.status,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return rows.filter(matching(wish.query)) if wish.query else rows


def ordered(rows: QuerySet[Case], order: Order) -> QuerySet[Case]:
    """Return the cases in this order; each has an index or few rows to sort."""
    if order == Order.DUE:
        return rows.annotate(due_key=due_key()).order_by("due_key", "id")
    return rows.order_by("opened_at", "id") if order == Order.OLDEST else rows.order_by("-last_at", "-id")


def matching(query: str) -> Q:
    """Return the condition for words: German stems in the texts, parts in number, title and name, typos allowed."""
    words = query.lower().split()
    parts = Q()
    for word in words:
        parts &= Q(search_words__contains=word)
    found = parts | Q(search_vector=SearchQuery(query, config="german", search_type="websearch"))
    if len(words) == 1 and len(words[0]) >= _SHORTEST_TYPO and words[0].isalpha():
        found |= Q(search_words__trigram_word_similar=words[0])
    return found


def flag_condition(flag: Flag, today: date) -> Q:
    """Return what a flag means on this day."""
    conditions: dict[Flag, Q] = {
        Flag.NEW: Q(is_new_for_staff=True),
        Flag.OVERDUE: Q(due_on__lt=today, closed_at=None),
        Flag.RESUBMIT: Q(resubmit_on__lte=today, closed_at=None),
        Flag.WAITING: Q(status=Status.ACTION_REQUIRED),
        Flag.UNASSIGNED: Q(responsible=None),
        Flag.URGENT: Q(is_urgent=True),
    }
    return conditions[flag]


def flag_counts(user: User, scope: Scope = Scope.OPEN) -> Mapping[Flag, int]:
    """Return how many open cases of this scope carry each flag: one query over what is open."""
    today = timezone.localdate()
    rows = cases_for(user).filter(_in_scope(user, scope), closed_at=None)
    counts: dict[str, Any] = {flag.name: Count("pk", filter=flag_condition(flag, today)) for flag in Flag}
    found = rows.order_by().aggregate(**counts)
    return {flag: min(found[flag.name], COUNTED) for flag in Flag}


def neighbours(user: User, case: Case) -> Case | None:
    """Return the case that comes after this one in the plain list of open ones, for "next" on the case page."""
    rows = ordered(cases_for(user).filter(closed_at=None), Order.LATEST)
    return rows.filter(RowCursor.of(case, Order.LATEST).later()).only("id", "reference").first()


def saved_views(user: User) -> list[SavedView]:
    """Return the views that the person named for themself."""
    return list(SavedView.objects.filter(owner=user))


def chosen_cases(user: User, keys: Sequence[uuid.UUID]) -> QuerySet[Case]:
    """Return those of the cases that the person may work on."""
    return cases_for(user).filter(pk__in=keys)


def _in_scope(user: User, scope: Scope) -> Q:
    mine = [user.pk, *(one.user_id for one in rights_of(user).stands_in_for)]
    conditions = {
        Scope.OPEN: Q(closed_at=None),
        Scope.MINE: Q(closed_at=None, responsible_id__in=mine),
        Scope.DEPARTMENT: Q(closed_at=None, department_id__in=departments_of(user)),
        Scope.CLOSED: Q(closed_at__isnull=False),
    }
    return conditions[scope]
