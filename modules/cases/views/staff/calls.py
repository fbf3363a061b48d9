"""The places of a day, and the message to all who hold a permit for it."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.cases.errors import CaseError
from modules.cases.forms.passing import CallForm, TickForm, WishForm
from modules.cases.list_papers import call_list_pdf, day_list_pdf
from modules.cases.models import Call, CallRecipient, Reach
from modules.cases.permissions import ANNOUNCE
from modules.cases.selectors.holders import Holders, holders, services_with_days
from modules.cases.selectors.papers import call_for, recipient_for, recipients_of
from modules.cases.services.calls import note_reached, send_call
from modules.cases.services.handing_over import record_day_list
from modules.cases.views.staff.common import for_work, of
from rathaus.accounts.permissions import has_permission, permission_required
from rathaus.accounts.session import acting_user
from rathaus.files.giving import as_download
from rathaus.web.answers import see_other

for_announcing = permission_required(ANNOUNCE)
_PAGE = 25


@for_work
@require_safe
def day_list(request: HttpRequest) -> HttpResponse:
    """Show the places of a day, or of several."""
    form, found = _choice(request)
    if found is not None:
        record_day_list(actor=acting_user(request))
    context = {
        "form": form,
        "holders": found,
        "query": request.GET.urlencode(),
        "may_announce": has_permission(request.user, ANNOUNCE),
    }
    return render(request, "cases/staff/day_list.html", context)


@for_work
@require_safe
def day_list_paper(request: HttpRequest) -> HttpResponse:
    """Give the same out on paper."""
    form, found = _choice(request)
    if found is None:
        raise Http404
    record_day_list(actor=acting_user(request))
    first, last = form.cleaned_data["von"], form.cleaned_data["bis"]
    content = day_list_pdf(found.cases, first, last)
    return as_download(content, filename=f"orte-{first.isoformat()}.pdf", content_type="application/pdf")


@for_announcing
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Show what was sent so far."""
    page = Paginator(Call.objects.select_related("sent_by"), _PAGE).get_page(request.GET.get("seite"))
    return render(request, "cases/staff/calls.html", {"page": page})


@for_announcing
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """Choose who is meant, write, look at it once more, send: the choice stays in the address."""
    wish_form, found = _choice(request)
    form = CallForm(request.POST or None)
    is_checking = False
    if request.method == "POST" and found is not None and form.is_valid():
        if request.POST.get("schritt") == "senden" and form.cleaned_data["sure"]:
            try:
                call = send_call(new=form.new_call(wish_form.wish()), actor=acting_user(request))
            except CaseError as error:
                form.add_error(None, str(error))
            else:
                return see_other(reverse("cases_staff:call", args=[call.pk]))
        elif request.POST.get("schritt") == "senden":
            form.add_error("sure", _("Bitte bestätigen Sie, dass die Nachricht jetzt an alle geht."))
        is_checking = True
    context = {
        "wish_form": wish_form,
        "form": form,
        "holders": found,
        "is_checking": is_checking,
        "query": request.GET.urlencode(),
    }
    return render(request, "cases/staff/call_compose.html", context)


@of(call_for, guard=for_announcing)
@require_safe
def call(request: HttpRequest, call: Call) -> HttpResponse:
    """Show what was sent and whom to call."""
    recipients = recipients_of(call, acting_user(request))
    to_call = [one for one in recipients if one.reach in (Reach.PHONE, Reach.NONE)]
    context = {
        "call": call,
        "to_call": to_call,
        "told": [one for one in recipients if one not in to_call],
        "open_count": sum(one.reached_at is None for one in to_call),
    }
    return render(request, "cases/staff/call.html", context)


@of(call_for, guard=for_announcing)
@require_safe
def call_paper(request: HttpRequest, call: Call) -> HttpResponse:
    """Give the list of whom to call out on paper, those without any message first."""
    recipients = sorted(
        recipients_of(call, acting_user(request)), key=lambda one: one.reach not in (Reach.PHONE, Reach.NONE)
    )
    name = f"anrufliste-{call.sent_at:%Y-%m-%d}.pdf"
    return as_download(call_list_pdf(call, recipients), filename=name, content_type="application/pdf")


@of(recipient_for, guard=for_announcing)
@require_POST
def tick(request: HttpRequest, recipient: CallRecipient) -> HttpResponse:
    """Note that somebody was reached."""
    form = TickForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        note_reached(
            recipient=recipient, is_reached=typed["reached"], remark=typed["remark"], actor=acting_user(request)
        )
    return see_other(reverse("cases_staff:call", args=[recipient.call_id]) + f"#p-{recipient.pk}")


def _choice(request: HttpRequest) -> tuple[WishForm, Holders | None]:
    """Return the form and who is meant; a page without any choice begins with today and the week after."""
    clerk = acting_user(request)
    given: Any = request.GET if "von" in request.GET else _first_choice(timezone.localdate())
    form = WishForm(given, services=services_with_days(clerk))
    return form, holders(clerk, form.wish()) if form.is_valid() else None


def _first_choice(today: date) -> dict[str, str]:
    return {"von": today.isoformat(), "bis": (today + timedelta(days=6)).isoformat()}
