"""Move and cancel an appointment: only with the token, and only by a button."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import AppointmentError, SlotTakenError
from modules.appointments.forms.public import ChosenTime, TimeForm
from modules.appointments.models import Booking, ConcernPlace
from modules.appointments.selectors.joining import as_one, places_of_booking, suitable_places
from modules.appointments.selectors.together import booked_together
from modules.appointments.services.moving import cancel_booking, move_booking
from modules.appointments.views.public.appointment import can_change
from modules.appointments.views.public.guards import of_booking, see_other
from modules.appointments.views.public.steps import booking_choices
from modules.appointments.views.public.times import TimeQuestion, first_error, render_times
from modules.appointments.views.public.wish import ANYWHERE
from modules.appointments.visits import visit_of_booking
from rathaus.web.navigation import Chip


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Choose another day and time, or another place, for the same visit; POST moves."""
    if not can_change(booking, timezone.now()):
        return redirect("appointments:booking", booking.token)
    visit = visit_of_booking(booking)
    found = suitable_places(places_of_booking(booking), visit)
    places = [as_one(place, place.further, needs=visit.needs) for place in found]
    if request.method != "POST":
        return _page(request, booking, places)
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _page(request, booking, places, missing=first_error(form))
    return _move(request, booking, places, form.cleaned_data["zeit"])


def _move(request: HttpRequest, booking: Booking, places: list[ConcernPlace], time: ChosenTime) -> HttpResponse:
    place = next((place for place in places if place.pk == time.place), None)
    if place is None:
        return _page(request, booking, places, missing=_("Bitte wählen Sie eine Uhrzeit aus."))
    try:
        move_booking(booking=booking, place=place, day=time.day, cell_from=time.cell)
    except SlotTakenError as error:
        return _page(request, booking, places, taken=error)
    except AppointmentError as error:
        return _page(request, booking, places, problem=str(error))
    return see_other(reverse("appointments:booking", args=[booking.token]) + "?neu=verschoben")


def _page(
    request: HttpRequest,
    booking: Booking,
    places: list[ConcernPlace],
    *,
    problem: str = "",
    missing: str = "",
    taken: SlotTakenError | None = None,
) -> HttpResponse:
    chosen = request.GET.get("ort", "")
    here = [place for place in places if str(place.pk) == (chosen or str(booking.place_id))]
    visit = visit_of_booking(booking)
    question = TimeQuestion(
        visit=visit,
        length=booking.length,
        places=here or places,
        path=request.path,
        params=[("ort", chosen)] if chosen else [],
        wished=booking.day,
    )
    context = question.context(request.GET) | {
        "booking": booking,
        "choices": booking_choices(booking),
        "place_chips": _place_chips(request.path, places, here) if booking.is_in_person else [],
        "back_url": reverse("appointments:booking", args=[booking.token]),
        "back_label": _("Termin so lassen"),
        "submit_label": _("Termin verschieben"),
        "problem": problem or missing,
        "is_time_missing": bool(missing),
    }
    return render_times(request, "appointments/public/move.html", context, taken)


def _place_chips(path: str, places: list[ConcernPlace], here: list[ConcernPlace]) -> list[Chip]:
    """Return the places to look at; none where there is but one."""
    if len(places) < 2:
        return []
    chips = [Chip(place.location.name, f"{path}?ort={place.pk}", is_current=place in here) for place in places]
    return [*chips, Chip(_("Ort ist mir egal"), f"{path}?ort={ANYWHERE}", is_current=not here)]


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Say what is lost; POST cancels. A second time changes nothing."""
    problem = ""
    if request.method == "POST":
        try:
            cancel_booking(booking=booking)
        except AppointmentError as error:
            problem = str(error)
        else:
            return see_other("appointments:booking", booking.token)
    if not problem and not can_change(booking, timezone.now()):
        return redirect("appointments:booking", booking.token)
    context: dict[str, Any] = {
        "booking": booking,
        "choices": booking_choices(booking),
        "problem": problem,
        "together": booked_together(booking),
    }
    return render(request, "appointments/public/cancel.html", context)
