"""The list of all municipalities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from rathaus.web.navigation import Chip
from tenants import selectors
from tenants.context import navigation

QUERY, CHOICE, PAGE = "q", "auswahl", "seite"


@require_safe
def tenant_list(request: HttpRequest) -> HttpResponse:
    """Show all municipalities, or those that search and filter in the URL ask for."""
    query, choice = request.GET.get(QUERY, "").strip(), request.GET.get(CHOICE, "")
    found = selectors.overview(
        query=query, choice=choice, number=request.GET.get(PAGE, "1"), today=timezone.localdate()
    )
    context = {
        "overview": found,
        "chips": _chips(found, query, choice),
        "query": query,
        "search_query": query,
        "choice": choice,
        "nav": navigation(errors=found.errors),
        "is_today": found.figures_at is not None and timezone.localdate(found.figures_at) == timezone.localdate(),
    }
    return render(request, "tenants/list.html", context)


def _chips(found: selectors.Overview, query: str, choice: str) -> list[Chip]:
    known = {one.slug for one in selectors.choices()}
    return [
        Chip(one.label, _url(query, one.slug), one.slug == (choice if choice in known else ""), found.found[one.slug])
        for one in selectors.choices()
    ]


def _url(query: str, choice: str) -> str:
    parameters = {name: value for name, value in ((QUERY, query), (CHOICE, choice)) if value}
    return reverse("console:list") + (f"?{urlencode(parameters)}" if parameters else "")
