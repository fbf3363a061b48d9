"""The appointment itself: when, what to bring, where, and its calendar entry."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.appointments.ics import calendar_entry
from modules.appointments.models import Booking, State
from modules.appointments.qr import qr_svg
from modules.appointments.views.public.guards import of_booking
from modules.appointments.views.public.steps import booking_choices
from modules.appointments.visits import visit_of_booking

_OVER = (State.DONE, State.NO_SHOW)


def appointment_page(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Show a booked appointment; once it is over, only what it was."""
    now = timezone.now()
    context = {
        "booking": booking,
        "visit": visit_of_booking(booking),
        "is_over": booking.state in _OVER or booking.ends_at <= now,
        "can_change": can_change(booking, now),
        "was_moved": request.GET.get("neu") == "verschoben",
        "qr": qr_svg(booking.code),
    }
    return render(request, "appointments/public/appointment.html", context)


def cancelled_page(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Say that the appointment was cancelled, and lead to a new one."""
    context = {"booking": booking, "choices": booking_choices(booking)}
    return render(request, "appointments/public/cancelled.html", context)


def can_change(booking: Booking, now: datetime) -> bool:
    """Return whether the citizen may still move or cancel."""
    return booking.state == State.CONFIRMED and booking.starts_at > now


@of_booking
@require_safe
def calendar(request: HttpRequest, booking: Booking) -> HttpResponse:  # noqa: ARG001
    """Return the calendar entry; 404 for what was never booked."""
    if booking.confirmed_at is None:
        raise Http404
    response = HttpResponse(calendar_entry(booking), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("termin")}.ics"'
    return response
