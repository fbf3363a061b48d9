"""The page "Protokoll": what was done, newest first; as a file; and how long it is kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.permissions import has_permission, permission_required
from rathaus.accounts.session import acting_user
from rathaus.audit.errors import AuditError
from rathaus.audit.exporting import export_entries
from rathaus.audit.forms import FilterForm, KeepingForm
from rathaus.audit.keeping import keep_record
from rathaus.audit.searching import WAITS_FOR
from rathaus.audit.selectors import DECIDE, Page, count_waiting, find_entries, get_preferences, page_of
from rathaus.audit.services import record_read
from rathaus.tenancy import current_tenant


@require_safe
@permission_required("platform.audit")
def entry_list(request: HttpRequest) -> HttpResponse:
    """Show the entries that the filter in the URL asks for; nothing while the filter is wrong."""
    return _list(request, FilterForm(request.GET))


def _list(request: HttpRequest, form: FilterForm, problem: str = "") -> HttpResponse:
    page, reader = Page(lines=[], older_than=None), acting_user(request)
    if form.is_valid():
        before = _entry_id(request.GET.get("vor", ""))
        page = page_of(find_entries(form.wanted()), before=before, reader=reader.pk)
        record_read(action="audit.record_read", actor=reader)
    context = {
        "form": form,
        "page": page,
        "problem": problem,
        "older_url": _older_url(request, page),
        "has_filter": form.has_changed(),
        "waiting": count_waiting(timezone.now() - WAITS_FOR) if has_permission(reader, DECIDE) else 0,
        "kept_months": get_preferences().kept_months,
    }
    return render(request, "audit/list.html", context)


@require_POST
@permission_required("platform.audit")
def export(request: HttpRequest) -> HttpResponse:
    """Return what the filter shows as a CSV file."""
    form = FilterForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    try:
        content = export_entries(wanted=form.wanted(), actor=acting_user(request))
    except AuditError as error:
        return _list(request, form, str(error))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    day = timezone.now().astimezone(current_tenant().zone)
    response["Content-Disposition"] = f'attachment; filename="{_("protokoll")}-{day:%Y-%m-%d}.csv"'
    return response


@permission_required("platform.audit")
def keeping(request: HttpRequest) -> HttpResponse:
    """Say how long the record is kept; POST changes it."""
    preferences = get_preferences()
    form = KeepingForm(request.POST or None, instance=preferences)
    if request.method == "POST" and form.is_valid():
        keep_record(months=form.cleaned_data["kept_months"], actor=acting_user(request))
        messages.success(request, _("Das ist gespeichert. Ältere Einträge werden in der nächsten Nacht gelöscht."))
        return redirect("audit:list")
    return render(request, "audit/keeping.html", {"form": form})


def _entry_id(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 18 else None


def _older_url(request: HttpRequest, page: Page) -> str:
    if page.older_than is None:
        return ""
    query = request.GET.copy()
    query["vor"] = str(page.older_than)
    return "?" + query.urlencode()
