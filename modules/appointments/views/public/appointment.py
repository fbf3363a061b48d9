"""The appointment itself: when, what to bring, where, and its calendar entry."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.appointments.ics import calendar_entry
from modules.appointments.links import video_url
from modules.appointments.models import Booking, State
from modules.appointments.qr import qr_svg
from modules.appointments.selectors.outages import falls_out
from modules.appointments.selectors.together import MAX_TOGETHER, booked_together
from modules.appointments.selectors.waiting import wish_of_booking
from modules.appointments.views.public.guards import of_booking
from modules.appointments.views.public.signed_in import is_mine
from modules.appointments.views.public.steps import booking_choices
from modules.appointments.visits import visit_of_booking

_OVER = (State.DONE, State.NO_SHOW)


def appointment_page(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Show a booked appointment; once it is over, only what it was."""
    now = timezone.now()
    waits = wish_of_booking(booking) if can_change(booking, now) else None
    context = {
        "booking": booking,
        "visit": visit_of_booking(booking),
        "is_over": booking.state in _OVER or booking.ends_at <= now,
        "can_change": can_change(booking, now),
        "falls_out": booking.state == State.CONFIRMED and falls_out(booking),
        "was_moved": request.GET.get("neu") == "verschoben",
        "waits_for": waits,
        "may_wait": can_change(booking, now) and booking.concern.has_waiting_list and waits is None,
        "qr": qr_svg(booking.code),
        "video_url": video_url(booking),
        "is_mine": is_mine(request, booking),
        **_next_to(booking, now),
    }
    return render(request, "appointments/public/appointment.html", context)


def _next_to(booking: Booking, now: datetime) -> dict[str, Any]:
    """Return the appointments booked together with this one, and how another one is booked right after it."""
    together = booked_together(booking, now=now)
    follow = urlencode({"nach": booking.token})
    is_booked = any(other.concern_id == booking.next_concern_id for other in together)
    wanted = None if is_booked else booking.next_concern
    address = reverse("appointments:concern", args=[wanted.pk]) if wanted else reverse("appointments:start")
    can_follow = can_change(booking, now) and len(together) + 1 < MAX_TOGETHER
    return {
        "together": together,
        "next_concern": wanted if can_follow else None,
        "can_follow": can_follow,
        "next_url": f"{address}?{follow}",
    }


def cancelled_page(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Say that the appointment was cancelled, and lead to a new one."""
    context = {"booking": booking, "choices": booking_choices(booking), "is_mine": is_mine(request, booking)}
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
