"""The front desk: how far a case is and who knows about it. What it is about stays closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from modules.cases.permissions import WORK
from modules.cases.selectors.desk import desk_lines
from modules.cases.services.reading import record_desk_search
from modules.cases.views.staff.common import for_overview
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.session import acting_user


@for_overview
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Find a case by its number or by a whole name; who looked for somebody is in the record."""
    user = acting_user(request)
    query = request.GET.get("q", "").strip()[:200]
    if query:
        record_desk_search(actor=user)
    context = {
        "lines": desk_lines(user, query),
        "query": query,
        "today": timezone.localdate(),
        "may_work": has_permission(user, WORK),
    }
    return render(request, "cases/staff/desk.html", context)
