"""The first page of the dashboard and its search."""

from collections.abc import Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.registry import DashboardCard, SearchHit, active_modules, contribution
from rathaus.tenancy import Tenant, current_tenant
from tenants.models import Status

MIN_QUERY_LENGTH = 2


def actor_of(request: HttpRequest) -> User:
    """Return the signed-in person; the staff middleware lets nobody else in."""
    return cast("User", request.user)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person today."""
    tenant, user = current_tenant(), actor_of(request)
    context = {
        "today": timezone.localdate(timezone=tenant.zone),
        "cards": list(dashboard_cards(tenant, user)),
        "asks_to_publish": tenant.status == Status.PREPARING and has_permission(user, "platform.publish"),
    }
    return render(request, "municipality/home.html", context)


def dashboard_cards(tenant: Tenant, user: User) -> Iterator[DashboardCard]:
    """Yield the cards that the active modules have for this person."""
    for spec in active_modules(tenant):
        if cards := contribution(spec, "dashboard"):
            yield from cards(user)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Look for a person, a number or a word in all active modules."""
    query = request.GET.get("q", "").strip()
    is_long_enough = len(query) >= MIN_QUERY_LENGTH
    groups = list(search_groups(current_tenant(), actor_of(request), query)) if is_long_enough else []
    context = {"search_query": query, "groups": groups, "is_long_enough": is_long_enough}
    return render(request, "municipality/search.html", context)


def search_groups(tenant: Tenant, user: User, query: str) -> Iterator[tuple[str, list[SearchHit]]]:
    """Yield the label of each module that found something, with its hits."""
    for spec in active_modules(tenant):
        find = contribution(spec, "search")
        if find and (hits := list(find(query, user))):
            yield str(spec.label), hits
