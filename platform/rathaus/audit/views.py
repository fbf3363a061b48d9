"""The page "Protokoll": who did what, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rathaus.accounts.permissions import permission_required
from rathaus.audit.forms import FilterForm
from rathaus.audit.selectors import Page, find_entries, page_of


@permission_required("platform.audit")
def entry_list(request: HttpRequest) -> HttpResponse:
    """Show the entries that the filter in the URL asks for; nothing while the filter is wrong."""
    form = FilterForm(request.GET)
    page = Page(lines=[], older_than=None)
    if form.is_valid():
        wanted = form.cleaned_data
        entries = find_entries(
            action=wanted["action"],
            actor_id=wanted["actor"] or None,
            first_on=wanted["first_on"],
            last_on=wanted["last_on"],
        )
        page = page_of(entries, before=_entry_id(request.GET.get("vor", "")))
    context = {"form": form, "page": page, "older_url": _older_url(request, page), "has_filter": form.has_changed()}
    return render(request, "audit/list.html", context)


def _entry_id(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 18 else None


def _older_url(request: HttpRequest, page: Page) -> str:
    if page.older_than is None:
        return ""
    query = request.GET.copy()
    query["vor"] = str(page.older_than)
    return "?" + query.urlencode()
