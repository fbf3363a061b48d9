"""Find bookings by name, number or telephone, whatever their day."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.appointments.codes import normalise_code
from modules.appointments.models import Booking
from modules.appointments.selectors import callbacks, find_bookings
from modules.appointments.services.reading import record_search
from modules.appointments.views.staff.common import actor_of, booking_url, for_work
from modules.appointments.views.staff.states import look_of
from rathaus.web.navigation import Chip

_PAGE_SIZE = 25
_SHORTEST = 2
_CALLBACKS = "rueckruf"


@for_work
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show what was found, page by page; the number of one appointment leads straight to it."""
    query = request.GET.get("q", "").strip()
    only_callbacks = request.GET.get("nur") == _CALLBACKS
    found = _found(query, only_callbacks=only_callbacks)
    if query or only_callbacks:
        record_search(actor=actor_of(request))
    if booking := _by_code(found, normalise_code(query)):
        return redirect(booking_url(booking))
    page = Paginator(found, _PAGE_SIZE).get_page(request.GET.get("seite"))
    address = reverse("appointments_staff:find")
    context = {
        "search_query": query,
        "is_long_enough": len(query) >= _SHORTEST or only_callbacks,
        "page": page,
        "lines": [(booking, look_of(booking)) for booking in page],
        "chips": [
            Chip(_("Alle Termine"), address, is_current=not only_callbacks),
            Chip(_("Bitte anrufen"), f"{address}?nur={_CALLBACKS}", is_current=only_callbacks),
        ],
    }
    return render(request, "appointments/staff/find.html", context)


def _found(query: str, *, only_callbacks: bool) -> QuerySet[Booking]:
    if only_callbacks:
        return callbacks()
    return find_bookings(query, with_past=True) if len(query) >= _SHORTEST else Booking.objects.none()


def _by_code(found: QuerySet[Booking], code: str) -> Booking | None:
    """Return the one booking with this number; numbers come again on other days, and names may look like one."""
    same = [booking for booking in found[:_PAGE_SIZE] if booking.code == code] if code else []
    return same[0] if len(same) == 1 else None
