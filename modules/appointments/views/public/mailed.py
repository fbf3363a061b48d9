"""The link of the mail that confirms an appointment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import AppointmentError, TooManyBookingsError, WrongCodeError
from modules.appointments.models import Booking, State
from modules.appointments.services.confirming import confirm_by_link
from modules.appointments.views.public.guards import of_booking, see_other
from modules.appointments.views.public.steps import booking_choices


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The link of the mail: GET only shows a button, since programs that scan mails follow links; POST confirms."""
    key = request.POST.get("k", "") or request.GET.get("k", "")
    problem = ""
    if request.method == "POST":
        try:
            confirm_by_link(booking=booking, key=key)
        except WrongCodeError:
            problem = _("Dieser Link gilt nicht mehr. Bitte nehmen Sie den Link aus der neuesten E-Mail.")
        except TooManyBookingsError as error:
            problem = str(error)
        except AppointmentError:
            return see_other("appointments:booking", booking.token)
        else:
            return see_other("appointments:booking", booking.token)
    if booking.state not in (State.UNCONFIRMED, State.EXPIRED):
        return redirect("appointments:booking", booking.token)
    context = {"booking": booking, "choices": booking_choices(booking), "key": key, "problem": problem}
    return render(request, "appointments/public/confirm.html", context)
