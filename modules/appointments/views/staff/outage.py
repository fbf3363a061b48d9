"""Report an outage: one page to say what is missing, one to see what follows before anything is saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.appointments.absences import Absence, earliest_replacement, is_too_late_for_mail
from modules.appointments.errors import AppointmentError
from modules.appointments.forms.outage import (
    ALL_PLACES,
    PREFIX,
    NoticeForm,
    OutageForm,
    choices_in,
    subject_of,
    suggested_notice,
    until_words,
)
from modules.appointments.models import Booking, OutageChoice
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.conflicts import affected_bookings, proposed_closures
from modules.appointments.selectors.day import counter_pools
from modules.appointments.selectors.outages import choices_of, past_outages, places_left, running_outages
from modules.appointments.selectors.proposals import proposed_times
from modules.appointments.services.outages import OutageWish, report_outage
from modules.appointments.services.reading import record_list_read
from modules.appointments.views.staff.common import actor_of, for_work
from modules.appointments.views.staff.unready import unready_page
from rathaus.tenancy import current_tenant
from rathaus.web.answers import see_other

_MOST: Final = 200  # lines of the preview; whoever comes behind them is offered a replacement
_PAST: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """An affected person in the preview: what could be done, what is chosen, and which time is free instead."""

    booking: Booking
    name: str
    options: Sequence[tuple[str, str]]
    chosen: str
    time: FreeTime | None
    needs_call: bool


@for_work
@require_http_methods(["GET", "HEAD", "POST"])
def outage(request: HttpRequest) -> HttpResponse:
    """Ask what is missing; POST shows what follows, and with "save" does it."""
    if not counter_pools().exists():
        return unready_page(request, _("Ausfall melden"))
    now = timezone.now().astimezone(current_tenant().zone)
    form = OutageForm(request.POST or None, now=now, initial=_initial(request))
    if request.method != "POST" or "back" in request.POST or not form.is_valid():
        context = {"form": form, "running": running_outages(), "past": past_outages()[:_PAST]}
        return render(request, "appointments/staff/outage.html", context)
    absence = form.absence()
    notice = NoticeForm(
        request.POST if "notice" in request.POST else None, initial={"notice": suggested_notice(absence)}
    )
    if "save" not in request.POST or not notice.is_valid():
        return _preview(request, form, absence, notice)
    return _save(request, form, absence, notice)


def _initial(request: HttpRequest) -> dict[str, str]:
    """Choose the pool whose day was looked at."""
    pool = request.GET.get("pool", "")
    return {"scope": f"pool:{pool}"} if pool else {}


def _save(request: HttpRequest, form: OutageForm, absence: Absence, notice: NoticeForm) -> HttpResponse:
    wish = OutageWish(subject=subject_of(absence), absence=absence, notice=notice.cleaned_data["notice"])
    try:
        saved = report_outage(wish=wish, actor=actor_of(request), choices=choices_in(request.POST))
    except AppointmentError as error:
        return _preview(request, form, absence, notice, problem=str(error))
    messages.success(request, _("Der Ausfall ist gemeldet. Die Plätze sind ab sofort gesperrt."))
    return see_other(reverse("appointments_staff:outage_cases", args=[saved.pk]))


def _preview(
    request: HttpRequest, form: OutageForm, absence: Absence, notice: NoticeForm, *, problem: str = ""
) -> HttpResponse:
    closures = absence.closures()
    proposed = proposed_closures(save=closures)
    bookings = affected_bookings(proposed=proposed)
    record_list_read(kind="affected", actor=actor_of(request))
    now = timezone.now()
    times = proposed_times(
        bookings=bookings[:_MOST], proposed=proposed, earliest=earliest_replacement(now), until=absence.until
    )
    chosen = choices_in(request.POST)
    context: dict[str, Any] = {
        "typed": [(name, form.data.get(name, "")) for name in form.fields],
        "subject": subject_of(absence),
        "until": until_words(absence),
        "left": places_left(proposed=proposed, closures=closures),
        "count": len(bookings),
        "lines": list(_lines(bookings[:_MOST], times, chosen)),
        "more": max(len(bookings) - _MOST, 0),
        "notice": notice,
        "problem": problem,
        "is_all": absence.places is None,
        "ALL": ALL_PLACES,
    }
    return render(request, "appointments/staff/outage_preview.html", context, status=409 if problem else 200)


def _lines(bookings: Sequence[Booking], times: dict[UUID, FreeTime | None], chosen: Any) -> Iterator[Line]:
    now = timezone.now()
    for booking in bookings:
        possible = choices_of(booking)
        wished = chosen.get(booking.pk)
        yield Line(
            booking=booking,
            name=PREFIX + str(booking.pk),
            options=[(str(choice), _words(choice)) for choice in possible],
            chosen=str(wished if wished in possible else possible[0]),
            time=times.get(booking.pk),
            needs_call=not booking.email or is_too_late_for_mail(booking.starts_at, now),
        )


def _words(choice: OutageChoice) -> str:
    """Return what staff choose, as short as a line of a table needs it."""
    return {
        OutageChoice.REPLACE: _("Ersatz anbieten"),
        OutageChoice.KEEP: _("Behalten, mit Vertretung"),
        OutageChoice.CANCEL: _("Absagen"),
    }[choice]
