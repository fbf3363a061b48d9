"""The monthly report: choose a month, download it, and say who gets it by mail."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from modules.appointments.errors import MonthNotOverError
from modules.appointments.forms.setup.report import ReportForm
from modules.appointments.permissions import SETUP, STATISTICS
from modules.appointments.selectors import get_settings
from modules.appointments.selectors.statistics.periods import months_before
from modules.appointments.selectors.statistics.report import first_counted_month, month_in_words
from modules.appointments.services.reporting import make_report, report_name, save_report_addresses
from modules.appointments.views.papers import pdf_answer
from modules.appointments.views.staff.common import actor_of, today
from rathaus.accounts.permissions import has_permission, permission_required

_MONTHS = 13


@permission_required(STATISTICS)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """List the months that are over."""
    this_month, since = today().replace(day=1), first_counted_month()
    past = [months_before(this_month, back) for back in range(1, _MONTHS + 1)]
    months = [first for first in past if since and first >= since]
    context = {
        "months": [(f"{first:%Y-%m}", month_in_words(first)) for first in months],
        "addresses": get_settings().report_emails,
        "may_set_up": has_permission(actor_of(request), SETUP),
    }
    return render(request, "appointments/statistics/report.html", context)


@permission_required(STATISTICS)
@require_safe
def report_pdf(_request: HttpRequest, month: str) -> HttpResponse:
    """Hand out the report about a month, in German; 404 for one that is not over."""
    try:
        first = date.fromisoformat(f"{month}-01")
        with override("de"):
            return pdf_answer(make_report(first=first), report_name(first))
    except (ValueError, MonthNotOverError):
        raise Http404 from None


@permission_required(SETUP)
@require_http_methods(["GET", "HEAD", "POST"])
def report_settings(request: HttpRequest) -> HttpResponseBase:
    """Choose who gets the report by mail."""
    settings = get_settings()
    form = ReportForm(request.POST or None, initial={"addresses": "\n".join(settings.report_emails)})
    if request.method == "POST" and form.is_valid():
        save_report_addresses(settings=settings, addresses=form.cleaned_data["addresses"], actor=actor_of(request))
        messages.success(request, _("Gespeichert. Der nächste Bericht geht Anfang des Monats hinaus."))
        return redirect("appointments_staff:setup")
    return render(request, "appointments/setup/report.html", {"form": form})
