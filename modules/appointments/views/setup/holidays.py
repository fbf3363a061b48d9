"""Public holidays of the Bundesland, and on which of them the office works all the same."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from modules.appointments.models import OPEN_STATES, Booking, OpenDespiteHoliday
from modules.appointments.permissions import SETUP
from modules.appointments.selectors.setup import coming_holidays
from modules.appointments.services import keep_holiday, open_on_holiday
from rathaus.accounts.permissions import permission_required
from rathaus.calendar.holidays import STATES, public_holidays
from rathaus.tenancy import current_tenant
from rathaus.web.wording import day_month
from tenants.municipality.views.staff import actor_of


@permission_required(SETUP)
@require_safe
def holiday_list(request: HttpRequest) -> HttpResponse:
    """Show the holidays of the next twelve months, each with a switch."""
    state = current_tenant().state
    context = {"holidays": coming_holidays(state, timezone.localdate()), "state": STATES[state]}
    return render(request, "appointments/setup/holidays.html", context)


@permission_required(SETUP)
@require_POST
def open_holiday(request: HttpRequest) -> HttpResponse:
    """Work on the day that the button names; one that is no holiday is refused."""
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return HttpResponseBadRequest()
    if day not in public_holidays(current_tenant().state, day.year):
        return HttpResponseBadRequest()
    open_on_holiday(day=day, actor=actor_of(request))
    text = _("Am {day} ist wie sonst geöffnet. Freie Zeiten sind ab sofort buchbar.")
    messages.success(request, text.format(day=day_month(day)))
    return redirect("appointments_staff:holidays")


@permission_required(SETUP)
@require_POST
def close_holiday(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Keep the holiday after all; a second time changes nothing."""
    if entry := OpenDespiteHoliday.objects.select_related("pool").filter(pk=entry_id).first():
        day = entry.day
        keep_holiday(entry=entry, actor=actor_of(request))
        text = _("Am {day} ist geschlossen. Niemand kann mehr buchen.").format(day=day_month(day))
        messages.success(request, text)
        if booked := Booking.objects.filter(day=day, state__in=OPEN_STATES).count():
            messages.warning(request, _booked(booked))
    return redirect("appointments_staff:holidays")


def _booked(count: int) -> str:
    return ngettext(
        "Ein Termin an diesem Tag bleibt gebucht. Bitte verschieben Sie ihn oder sagen Sie ihn ab.",
        "%(count)s Termine an diesem Tag bleiben gebucht. Bitte verschieben Sie sie oder sagen Sie sie ab.",
        count,
    ) % {"count": count}
