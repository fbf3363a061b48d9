"""Searches for what one colleague did: ask, decide, look."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission, permission_required
from rathaus.accounts.session import acting_user
from rathaus.audit import searching
from rathaus.audit.errors import AuditError
from rathaus.audit.forms import SearchForm
from rathaus.audit.models import SearchState, StaffSearch
from rathaus.audit.selectors import DECIDE, deciders, entries_of, names_of, page_of, searches
from rathaus.audit.services import record_read
from rathaus.tenancy import current_tenant

READ = "platform.audit"
MOST_SHOWN = 50


def _may_enter(request: HttpRequest) -> User:
    """Return who reads: holders of the record, and those who decide without reading it (the staff council)."""
    user = acting_user(request)
    if not (has_permission(user, READ) or has_permission(user, DECIDE)):
        raise PermissionDenied
    return user


@require_safe
def search_list(request: HttpRequest) -> HttpResponse:
    """Show who searched for whom and why; the results stay with who asked."""
    user = _may_enter(request)
    found = list(searches()[:MOST_SHOWN])
    names = _names(found)
    context = {
        "rows": [_row(search, names, user) for search in found],
        "can_ask": has_permission(user, READ),
    }
    return render(request, "audit/searches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(READ)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a search; POST hands it to a second person."""
    user = acting_user(request)
    form = SearchForm(request.POST or None, requester=user, initial=_last_month())
    if request.method == "POST" and form.is_valid():
        try:
            search = searching.request_search(question=form.question(), actor=user)
        except AuditError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Ihre Suche wartet jetzt auf die Entscheidung einer zweiten Person."))
            return redirect("audit:search", search.pk)
    return render(request, "audit/ask.html", {"form": form})


@require_safe
def search(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Show a request to everybody who may decide, its result only to who asked, as long as it is visible."""
    user, now = _may_enter(request), timezone.now()
    found = get_object_or_404(StaffSearch, pk=search_id)
    is_own = found.requested_by == user.pk
    shows_result = is_own and found.is_visible_at(now) and has_permission(user, READ)
    if shows_result:
        record_read(action="audit.search_viewed", actor=user, target=found)
    before = request.GET.get("vor", "")
    context = _row(found, _names([found]), user) | {
        "shows_result": shows_result,
        "is_own": is_own,
        "can_decide": has_permission(user, DECIDE) and searching.can_decide(found, user),
        "has_decider": deciders(found).exists(),
        "page": page_of(entries_of(found), before=_number(before), shows_names=True) if shows_result else None,
    }
    return render(request, "audit/search.html", context)


def _decision(
    act: Callable[..., StaffSearch], right: str, done: Any
) -> Callable[[HttpRequest, UUID], HttpResponseBase]:
    """Return a view that takes one step with a search and says what came of it."""

    @require_POST
    @permission_required(right)
    def decide(request: HttpRequest, search_id: UUID) -> HttpResponse:
        found = get_object_or_404(StaffSearch, pk=search_id)
        try:
            act(search=found, actor=acting_user(request))
        except AuditError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(done))
        return redirect("audit:search", found.pk)

    return decide


approve = _decision(
    searching.approve_search,
    DECIDE,
    gettext_lazy("Freigegeben. Das Ergebnis ist eine Woche sichtbar, nur für die Person, die gefragt hat."),
)
refuse = _decision(searching.refuse_search, DECIDE, gettext_lazy("Abgelehnt. Es wird nichts gezeigt."))
withdraw = _decision(searching.withdraw_search, READ, gettext_lazy("Die Suche ist beendet."))


def _row(search: StaffSearch, names: dict[UUID | None, str], user: User) -> dict[str, Any]:
    now = timezone.now()
    return {
        "search": search,
        "requester": names.get(search.requested_by, ""),
        "about": names.get(search.about, ""),
        "decider": names.get(search.decided_by, ""),
        "is_waiting": searching.is_waiting(search, now),
        "is_visible": search.is_visible_at(now),
        "is_over": search.state == SearchState.OPEN and not searching.is_waiting(search, now),
        "is_mine": search.requested_by == user.pk,
    }


def _names(found: list[StaffSearch]) -> dict[UUID | None, str]:
    people = {person for one in found for person in (one.requested_by, one.about, one.decided_by) if person}
    return names_of(people)


def _last_month() -> dict[str, Any]:
    today = timezone.now().astimezone(current_tenant().zone).date()
    return {"first_on": today - timedelta(days=30), "last_on": today}


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 18 else None
