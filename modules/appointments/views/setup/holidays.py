"""Public holidays of the Bundesland, and on which of them the office works all the same."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.appointments.models import OpenDespiteHoliday
from modules.appointments.permissions import SETUP
from modules.appointments.selectors.conflicts import proposed_holidays
from modules.appointments.selectors.setup import coming_holidays
from modules.appointments.services import keep_holiday, open_on_holiday
from modules.appointments.views.setup.affected import Change, carry_out, wants_back
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
def close_holiday(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponseBase:
    """Keep the holiday after all, once it is decided what becomes of its bookings; a second time changes nothing."""
    entry = OpenDespiteHoliday.objects.select_related("pool").filter(pk=entry_id).first()
    if entry is None or wants_back(request):
        return redirect("appointments_staff:holidays")
    return carry_out(request, _closing(request, entry))


def _closing(request: HttpRequest, entry: OpenDespiteHoliday) -> Change:
    day = day_month(entry.day)
    return Change(
        title=_("Feiertag"),
        proposed=proposed_holidays(keep=entry),
        save=lambda resolutions: keep_holiday(entry=entry, actor=actor_of(request), resolutions=resolutions),
        saved=_("Am {day} ist geschlossen. Niemand kann mehr buchen.").format(day=day),
        next_url=reverse("appointments_staff:holidays"),
        reason=_("Am {day} ist Feiertag.").format(day=day),
    )
