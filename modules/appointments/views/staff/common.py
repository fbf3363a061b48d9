"""What the pages for staff have in common: who may see them, which booking, which day, and where a button leads."""

import uuid
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from modules.appointments.errors import AppointmentError
from modules.appointments.models import Booking
from modules.appointments.permissions import WORK
from modules.appointments.selectors import get_booking
from rathaus.accounts.models import User
from rathaus.accounts.permissions import permission_required
from rathaus.calendar.localtime import local_day
from rathaus.tenancy import current_tenant
from rathaus.web.answers import see_other

BookingView = Callable[[HttpRequest, Booking], HttpResponse]

COUNTER: Final = "appointments_counter"  # where the session keeps at which counter somebody sits
_LONGEST_COUNTER: Final = 40
_YEARS: Final = range(2000, 2100)  # beyond them nothing was or will be booked, and dates overflow

for_work = permission_required(WORK)


def of_booking(view: BookingView) -> Callable[..., HttpResponseBase]:
    """Hand a view the booking with the id in the address; only for those who work with appointments, 404 otherwise."""

    @for_work
    @wraps(view)
    def guarded(request: HttpRequest, /, *, booking_id: uuid.UUID) -> HttpResponse:
        try:
            booking = get_booking(booking_id)
        except Booking.DoesNotExist:
            raise Http404 from None
        return view(request, booking)

    return guarded


def actor_of(request: HttpRequest) -> User:
    """Return the signed-in person; the staff middleware lets nobody else in."""
    return cast("User", request.user)


def today() -> date:
    """Return the calendar day in the municipality."""
    return local_day(timezone.now(), current_tenant().time_zone)


def read_day(text: str) -> date | None:
    """Return the day that an address names, or None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def day_url(day: date | None = None) -> str:
    """Return the address of a day's page, today's without one."""
    address = reverse("appointments_staff:day")
    return f"{address}?tag={day.isoformat()}" if day and day != today() else address


def booking_url(booking: Booking) -> str:
    """Return the address of the booking's page."""
    return reverse("appointments_staff:booking", args=[booking.pk])


def counter_of(request: HttpRequest) -> str:
    """Return at which counter somebody sits: as just typed, which is remembered, else as remembered; "" if unknown."""
    if "platz" in request.POST:
        request.session[COUNTER] = request.POST["platz"].strip()[:_LONGEST_COUNTER]
    return str(request.session.get(COUNTER, ""))


def ask_counter(request: HttpRequest) -> None:
    """Say that the counter is missing: nobody is called to nowhere.

    It stands on the display, and is where the clerk finds the person again.
    """
    messages.error(request, _("Bitte sagen Sie zuerst, an welchem Platz Sie sitzen. Er steht auf der Anzeige."))


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Lead to the page that the form came from, if it names one of ours."""
    wanted = request.POST.get("weiter", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return see_other(wanted if is_ours else otherwise)


def attempt(request: HttpRequest, change: Callable[[], object], success: str) -> bool:
    """Make a change and tell the person how it went; return whether it went well."""
    try:
        change()
    except AppointmentError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, success)
    return True
