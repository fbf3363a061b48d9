"""The time that the town hall keeps for somebody whose appointment cannot take place: GET shows it, POST takes it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import AppointmentError
from modules.appointments.models import Booking, State
from modules.appointments.selectors.outages import case_of, is_replacement_alive
from modules.appointments.services.cases import UNSETTLED
from modules.appointments.services.replacing import accept_replacement
from modules.appointments.views.public.appointment import can_change
from modules.appointments.views.public.guards import of_booking, see_other
from modules.appointments.views.public.steps import booking_choices


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Show the reserved time, or say that it is gone; POST moves the appointment there. Twice changes nothing."""
    if case_of(booking) is None:
        raise Http404
    if request.method != "POST":
        return _page(request, booking)
    try:
        accept_replacement(booking=booking)
    except AppointmentError as error:
        return _page(request, booking, problem=str(error))
    return see_other(reverse("appointments:booking", args=[booking.token]) + "?neu=verschoben")


def _page(request: HttpRequest, booking: Booking, *, problem: str = "") -> HttpResponse:
    case, now = case_of(booking), timezone.now()
    if case is None or case.state not in UNSETTLED or booking.state != State.CONFIRMED:
        return redirect("appointments:booking", booking.token)
    context = {
        "booking": booking,
        "choices": booking_choices(booking),
        "held": case.replacement if is_replacement_alive(case, now) else None,
        "can_change": can_change(booking, now),
        "problem": problem,
    }
    return render(request, "appointments/public/replacement.html", context, status=409 if problem else 200)
