"""Find a service: by words, by life situation, from A to Z."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from modules.online_services.selectors.catalogue import (
    by_letter,
    most_used,
    of_situation,
    offered,
    situation,
    situations_here,
)
from modules.online_services.selectors.searching import LONGEST, find_services
from modules.online_services.views.public.links import contact_links

_MOST_USED = 6


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what fits the words that were typed, or the ways to look around."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    context = {"query": query, **(_found(query) if query else _overview()), **contact_links()}
    template = "results" if getattr(request, "htmx", False) else "start"
    return render(request, f"online_services/public/{template}.html", context)


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Show all services from A to Z."""
    context = {"groups": by_letter(offered()), **contact_links()}
    return render(request, "online_services/public/letters.html", context)


@require_safe
def life_situation(request: HttpRequest, key: str) -> HttpResponse:
    """Show the services that belong to a life situation."""
    found = situation(key)
    if found is None:
        raise Http404
    context = {"situation": found, "services": of_situation(key), **contact_links()}
    return render(request, "online_services/public/situation.html", context)


def _found(query: str) -> dict[str, Any]:
    return {"services": find_services(query)}


def _overview() -> dict[str, Any]:
    services = list(offered())
    context = {"situations": situations_here(services), "service_count": len(services)}
    return context | {"most_used": most_used(_MOST_USED) if services else []}
