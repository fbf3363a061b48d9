"""What clerks do around a decision: missing documents, fees, the end of a case, keeping it longer."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.cases.errors import CaseError
from modules.cases.forms.decisions import (
    CloseForm,
    FeeForm,
    HoldForm,
    PaidForm,
    ReasonForm,
    RequestForm,
    suggested_outcome,
)
from modules.cases.models import Case, DocumentItem, DocumentRequest, FeeNote, Outcome
from modules.cases.selectors.access import case_for
from modules.cases.selectors.papers import document_item_for, document_request_for, fee_for
from modules.cases.selectors.signing import decision_settings
from modules.cases.services.closing import close_case, hold_case, reopen_case
from modules.cases.services.documents import end_request, request_documents, tick_item
from modules.cases.services.fees import note_payment, set_fee, waive_fee
from modules.cases.views.answers import attempt
from modules.cases.views.staff.common import of, of_case
from modules.cases.views.staff.notices import for_deciding
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other

_form_page = require_http_methods(["GET", "HEAD", "POST"])
_of_decided = of(case_for, guard=for_deciding)


@of_case
@_form_page
def request_papers(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask for documents that are missing."""
    deadline = timezone.localdate() + timedelta(days=decision_settings().document_days)
    form = RequestForm(request.POST or None, initial={"deadline_on": deadline})
    if request.method == "POST" and form.is_valid():
        try:
            request_documents(case=case, new=form.new_request(), actor=acting_user(request))
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Die Unterlagen sind angefordert."))
            return see_other(_url(case))
    return render(request, "cases/staff/request_papers.html", {"case": case, "form": form})


@of(document_item_for)
@require_POST
def tick(request: HttpRequest, item: DocumentItem) -> HttpResponse:
    """Note that a document is there."""
    attempt(request, lambda: tick_item(item=item, actor=acting_user(request)), _("Die Unterlage liegt vor."))
    return see_other(_url(item.request.case))


@of(document_request_for)
@require_POST
def end_papers(request: HttpRequest, wanted: DocumentRequest) -> HttpResponse:
    """End a request although something is missing."""
    clerk = acting_user(request)
    attempt(request, lambda: end_request(request=wanted, actor=clerk), _("Die Anforderung ist beendet."))
    return see_other(_url(wanted.case))


@_of_decided
@_form_page
def fee_add(request: HttpRequest, case: Case) -> HttpResponse:
    """Set a fee; the amount is that of the request, if there is one."""
    due = timezone.localdate() + timedelta(days=decision_settings().payment_days)
    reason = case.service_name or case.title
    form = FeeForm(request.POST or None, initial={"amount_cents": case.fee_cents, "reason": reason, "due_on": due})
    if request.method == "POST" and form.is_valid():
        set_fee(case=case, new=form.new_fee(), actor=acting_user(request))
        messages.success(request, _("Die Gebühr ist gesetzt."))
        return see_other(_url(case))
    return render(request, "cases/staff/fee_add.html", {"case": case, "form": form})


@of(fee_for, guard=for_deciding)
@_form_page
def fee(request: HttpRequest, fee: FeeNote) -> HttpResponse:
    """Show a fee; POST notes its payment or waives it."""
    step, today = request.POST.get("schritt", ""), timezone.localdate()
    paid = PaidForm(request.POST if step == "bezahlt" else None, initial={"paid_on": today})
    waived = ReasonForm(request.POST if step == "erlassen" else None)
    clerk = acting_user(request)
    if paid.is_bound and paid.is_valid():
        day = paid.cleaned_data["paid_on"]
        attempt(request, lambda: note_payment(fee=fee, paid_on=day, actor=clerk), _("Die Zahlung ist eingetragen."))
        return see_other(_url(fee.case))
    if waived.is_bound and waived.is_valid():
        why = waived.cleaned_data["reason"]
        attempt(request, lambda: waive_fee(fee=fee, reason=why, actor=clerk), _("Die Gebühr ist erlassen."))
        return see_other(_url(fee.case))
    context = {"fee": fee, "case": fee.case, "paid": paid, "waived": waived}
    return render(request, "cases/staff/fee.html", context)


@_of_decided
@_form_page
def close(request: HttpRequest, case: Case) -> HttpResponse:
    """End a case without a notice."""
    form = CloseForm(request.POST or None, initial={"outcome": suggested_outcome(case)})
    if request.method == "POST" and form.is_valid():
        outcome, why = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["reason"]
        close_case(case=case, outcome=outcome, reason=why, actor=acting_user(request))
        messages.success(request, _("Der Vorgang ist abgeschlossen."))
        return see_other(_url(case))
    return render(request, "cases/staff/close.html", {"case": case, "form": form})


@_of_decided
@_form_page
def reopen(request: HttpRequest, case: Case) -> HttpResponse:
    """Open a case again."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reopen_case(case=case, reason=form.cleaned_data["reason"], actor=acting_user(request))
        messages.success(request, _("Der Vorgang ist wieder offen."))
        return see_other(_url(case))
    return render(request, "cases/staff/reopen.html", {"case": case, "form": form})


@_of_decided
@_form_page
def hold(request: HttpRequest, case: Case) -> HttpResponse:
    """Keep a case beyond its time, or let it go again."""
    form = HoldForm(request.POST or None, initial={"reason": case.hold_reason})
    if request.method == "POST" and form.is_valid():
        hold_case(case=case, reason=form.cleaned_data["reason"], actor=acting_user(request))
        messages.success(request, _("Die Aufbewahrung ist geändert."))
        return see_other(_url(case))
    return render(request, "cases/staff/hold.html", {"case": case, "form": form})


def _url(case: Case) -> str:
    return reverse("cases_staff:case", args=[case.pk])
