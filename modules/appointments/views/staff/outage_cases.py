"""A running outage: whom to call, how far everybody is, the notice, and "everybody is back"."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.appointments.forms.outage import NoticeForm
from modules.appointments.models import Outage, OutageCase, OutageCaseState, State
from modules.appointments.selectors.outages import cases_of, has_to_be_called, is_replacement_alive
from modules.appointments.services.outages import change_notice, end_outage
from modules.appointments.services.reading import record_list_read
from modules.appointments.services.replacing import CALL_RESULTS, note_call
from modules.appointments.views.staff.common import actor_of, attempt, for_work
from rathaus.accounts.models import User
from rathaus.tenancy import current_tenant
from rathaus.web.answers import see_other
from rathaus.web.wording import keep_together, long_datetime

_LOOKS: Final = {
    OutageCaseState.OPEN: ("waiting", "warning"),
    OutageCaseState.OFFERED: ("booked", "mail"),
    OutageCaseState.ACCEPTED: ("done", "check"),
    OutageCaseState.MOVED: ("done", "calendar-today"),
    OutageCaseState.CANCELLED: ("missed", "delete"),
    OutageCaseState.KEPT: ("done", "check"),
}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as it is shown: its state with colour, symbol and words, what to say on the phone, who called."""

    case: OutageCase
    state: str
    icon: str
    words: str
    script: str
    can_accept: bool
    is_settled: bool
    caller: str


@for_work
@require_safe
def cases(request: HttpRequest, outage_id: uuid.UUID) -> HttpResponse:
    """Show calls to make first, then everybody who is affected."""
    outage = get_object_or_404(Outage, pk=outage_id)
    now = timezone.now()
    record_list_read(kind="affected", actor=actor_of(request))
    found = list(cases_of(outage))
    callers = {user.pk: str(user) for user in User.objects.filter(pk__in=[case.called_by for case in found])}
    lines = [_line(case, callers, now) for case in found]
    context: dict[str, Any] = {
        "outage": outage,
        "is_running": outage.ended_at is None and outage.ends_at > now,
        "lines": lines,
        "calls": [line for line in lines if has_to_be_called(line.case, now)],
        "open_count": sum(not line.is_settled for line in lines),
        "notice": NoticeForm(initial={"notice": outage.notice}),
    }
    return render(request, "appointments/staff/outage_cases.html", context)


@for_work
@require_POST
def notice(request: HttpRequest, outage_id: uuid.UUID) -> HttpResponse:
    """Change what the public pages say."""
    outage = get_object_or_404(Outage, pk=outage_id)
    form = NoticeForm(request.POST)
    if form.is_valid():
        change_notice(outage=outage, notice=form.cleaned_data["notice"], actor=actor_of(request))
        messages.success(request, _("Der Hinweis ist gespeichert. Er steht ab sofort auf den öffentlichen Seiten."))
    else:
        messages.error(request, str(form.errors["notice"][0]))
    return _back(outage)


@for_work
@require_POST
def end(request: HttpRequest, outage_id: uuid.UUID) -> HttpResponse:
    """Everybody is back: the places are free again at once."""
    outage = get_object_or_404(Outage, pk=outage_id)
    keeps = request.POST.get("offene") != "lassen"
    attempt(
        request,
        lambda: end_outage(outage=outage, actor=actor_of(request), keeps_open_cases=keeps),
        _("Der Ausfall ist beendet. Die Plätze sind ab sofort wieder buchbar."),
    )
    return _back(outage)


@for_work
@require_POST
def call(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Note what somebody said on the phone; another time is entered on the page that moves the appointment."""
    case = get_object_or_404(OutageCase.objects.select_related("outage", "booking"), pk=case_id)
    result = request.POST.get("ergebnis", "")
    if result not in CALL_RESULTS:
        return HttpResponseBadRequest()
    is_noted = attempt(
        request, lambda: note_call(case=case, result=result, actor=actor_of(request)), _("Der Anruf ist vermerkt.")
    )
    if is_noted and result == OutageCaseState.MOVED and case.booking.state == State.CONFIRMED:
        return see_other(reverse("appointments_staff:move", args=[case.booking_id]))
    return _back(case.outage)


def _back(outage: Outage) -> HttpResponse:
    return see_other(reverse("appointments_staff:outage_cases", args=[outage.pk]))


def _line(case: OutageCase, callers: dict[uuid.UUID, str], now: datetime) -> CaseLine:
    is_kept = is_replacement_alive(case, now)
    state = OutageCaseState(case.state)
    look, icon = _LOOKS[state] if is_kept or state != OutageCaseState.OFFERED else _LOOKS[OutageCaseState.OPEN]
    return CaseLine(
        case=case,
        state=look,
        icon=icon,
        words=_words(case, state, is_kept=is_kept),
        script=_script(case, is_kept=is_kept),
        can_accept=is_kept,
        is_settled=state not in (OutageCaseState.OPEN, OutageCaseState.OFFERED),
        caller=callers.get(case.called_by, "") if case.called_by else "",
    )


def _words(case: OutageCase, state: OutageCaseState, *, is_kept: bool) -> str:
    if state == OutageCaseState.OFFERED and not is_kept:
        return _("Ersatz verfallen, die Zeit ist wieder frei")
    if state == OutageCaseState.OPEN:
        return _("noch kein Ersatz frei") if case.booking.state == State.CONFIRMED else _("noch offen")
    return str(state.label)


def _script(case: OutageCase, *, is_kept: bool) -> str:
    """Return what to say on the phone."""
    words = {"when": _local(case.former_start), "concern": case.booking.purpose}
    first = _("Ihr Termin am %(when)s (%(concern)s) fällt leider aus.") % words
    if case.state == OutageCaseState.CANCELLED:
        return first
    if not is_kept or case.replacement is None:
        return f"{first} {_('Wann passt es Ihnen stattdessen?')}"
    offer = _("Wir haben für Sie %(when)s reserviert. Passt Ihnen das?") % {"when": _local(case.replacement.starts_at)}
    return f"{first} {offer}"


def _local(instant: datetime) -> str:
    return keep_together(long_datetime(instant.astimezone(current_tenant().zone)))
