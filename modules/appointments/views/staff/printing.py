"""The day on paper, pool by pool: it works when the network does not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from modules.appointments.models import State
from modules.appointments.services.reading import record_day_read
from modules.appointments.views.staff.common import actor_of, for_work
from modules.appointments.views.staff.day import board_from, head_of
from modules.appointments.views.staff.states import look_of


@for_work
@require_safe
def day_list(request: HttpRequest) -> HttpResponse:
    """Show the bookings of a day as lists to print, with telephone numbers."""
    now = timezone.now()
    shown = board_from(request.GET, now)
    record_day_read(day=shown.view.day, actor=actor_of(request))
    lists = [
        (entry.pool, [(booking, look_of(booking)) for booking in entry.bookings if booking.state != State.HELD])
        for entry in shown.view.pools
    ]
    context = head_of(shown, request.GET) | {"lists": lists, "lapsed": shown.view.lapsed, "now": now}
    return render(request, "appointments/staff/print.html", context)
