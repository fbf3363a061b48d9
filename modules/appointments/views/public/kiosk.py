"""The tablet at the entrance: say that one is here, or draw a number. No names, no cookies, nothing kept."""

import uuid
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_safe

from modules.appointments.errors import BusyError, NoNumberError
from modules.appointments.forms.kiosk import CodeForm, DrawForm
from modules.appointments.models import ConcernPlace, Device, DeviceKind, QueueTicket
from modules.appointments.moments import today
from modules.appointments.qr import qr_svg
from modules.appointments.selectors.admission import (
    Admission,
    admission_to,
    next_appointment,
    team_of,
    walk_in_places,
)
from modules.appointments.selectors.expecting import outlook_of
from modules.appointments.selectors.queue import rules_of, ticket_by_token
from modules.appointments.services.arriving import WAITS, Arrival, CheckIn, check_in
from modules.appointments.services.drawing import draw_ticket
from modules.appointments.views.public.devices import of_device
from modules.appointments.views.public.guards import see_other
from modules.appointments.views.public.kiosk_words import arrival_words, blocked_words, refusal_words
from modules.appointments.waiting_time import wait_words
from rathaus.limits.services import hit
from rathaus.tenancy import current_tenant

CODES_PER_DEVICE: Final = 40  # in five minutes: more than people can come in, far too few to find a code by trying
_CODE_SECONDS: Final = 300
_MOST_PERSONS: Final = 6

of_kiosk = of_device(DeviceKind.KIOSK)


@of_kiosk
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, device: Device) -> HttpResponse:
    """Ask for the code of the appointment; POST notes that the person is here and leads to their number."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _check_in(request, device, form)
    return _start_page(request, device, form)


@of_kiosk
@require_safe
def choose(request: HttpRequest, device: Device) -> HttpResponse:
    """Offer what people may come for without an appointment."""
    rules = rules_of(device.location_id)
    places = walk_in_places(device.location_id) if rules.takes_walk_ins else []
    return _page(request, device, "choose", {"places": places})


@of_kiosk
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, device: Device, *, place_id: uuid.UUID) -> HttpResponse:
    """Say how long one would wait; POST draws the number. Where there is none now, say why and what else there is."""
    place = next((place for place in walk_in_places(device.location_id) if place.pk == place_id), None)
    if place is None:
        raise Http404
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _draw(request, device, place, form)
    return _draw_page(request, device, place, form, _admission(device, place))


@of_kiosk
@require_safe
def number(request: HttpRequest, device: Device, *, number: str) -> HttpResponse:
    """Show the number of somebody who just arrived: to remember, to print, or to take along as a QR code."""
    try:
        ticket = ticket_by_token(number, day=today())
    except QueueTicket.DoesNotExist:
        raise Http404 from None
    how = request.GET.get("wie", "")
    arrival = Arrival(how) if how in WAITS else None
    context = {
        "ticket": ticket,
        "words": arrival_words(CheckIn(arrival, ticket.booking, ticket)) if arrival else None,
        "wait": wait_words(wait_of(ticket)),
        "qr": qr_svg(number_url(ticket)),
        "prints": device.prints_tickets and ticket.booking is None,
    }
    return _page(request, device, "number", context)


def wait_of(ticket: QueueTicket) -> float | None:
    """Return the minutes until somebody is called; None for who waits for nobody or behind a closed counter."""
    if ticket.pool is None or ticket.state != "waiting":
        return None
    return outlook_of(team=ticket.pool, now=timezone.now()).wait_of(ticket)


def number_url(ticket: QueueTicket) -> str:
    """Return the address at which people follow their number on their own telephone."""
    with override(ticket.language):
        return current_tenant().url(reverse("appointments:number", args=[ticket.token]))


def _check_in(request: HttpRequest, device: Device, form: CodeForm) -> HttpResponse:
    if hit(name="appointments.kiosk", key=str(device.pk), limit=CODES_PER_DEVICE, seconds=_CODE_SECONDS):
        return _page(request, device, "outcome", {"words": blocked_words()})
    try:
        result = check_in(typed=form.cleaned_data["code"], location_id=device.location_id)
    except BusyError as error:
        form.add_error("code", str(error))
        return _start_page(request, device, form)
    if result.ticket:
        address = reverse("appointments:kiosk_number", args=[device.token, result.ticket.token])
        return see_other(f"{address}?wie={result.arrival}")
    if result.arrival == Arrival.UNKNOWN:
        form.add_error("code", arrival_words(result).text)
        return _start_page(request, device, form)
    return _page(request, device, "outcome", {"words": arrival_words(result), "offers_number": True})


def _draw(request: HttpRequest, device: Device, place: ConcernPlace, form: DrawForm) -> HttpResponse:
    try:
        ticket = draw_ticket(
            place=place,
            persons=form.cleaned_data["persons"],
            idem_key=form.cleaned_data["idem_key"],
            language=get_language() or settings.LANGUAGE_CODE,
        )
    except NoNumberError as error:
        return _draw_page(request, device, place, form, error.admission or _admission(device, place))
    return see_other("appointments:kiosk_number", device.token, ticket.token)


def _draw_page(
    request: HttpRequest, device: Device, place: ConcernPlace, form: DrawForm, admission: Admission | None
) -> HttpResponse:
    context: dict[str, Any] = {"place": place, "form": form}
    if admission is None or admission.refusal:
        context |= {"refusal": refusal_words(admission), **_next_appointment(place)}
    else:
        context |= {
            "wait": wait_words(admission.wait),
            "ahead": len(admission.outlook.room.waiting),
            "persons": range(1, min(place.concern.max_persons, _MOST_PERSONS) + 1),
        }
    return _page(request, device, "draw", context)


def _admission(device: Device, place: ConcernPlace) -> Admission | None:
    team = team_of(place)
    rules = rules_of(device.location_id)
    return admission_to(place=place, team=team, rules=rules, now=timezone.now()) if team else None


def _next_appointment(place: ConcernPlace) -> dict[str, Any]:
    """Return the next free time and a QR code with which people book it on their own telephone."""
    found = next_appointment(place, timezone.now())
    address = f"{reverse('appointments:time')}?anliegen={place.concern_id}&ort={place.location_id}"
    return {"next_time": found, "booking_qr": qr_svg(current_tenant().url(address)) if found else ""}


def _start_page(request: HttpRequest, device: Device, form: CodeForm) -> HttpResponse:
    return _page(
        request, device, "start", {"form": form, "takes_walk_ins": rules_of(device.location_id).takes_walk_ins}
    )


def _page(request: HttpRequest, device: Device, name: str, context: dict[str, Any]) -> HttpResponse:
    with override(settings.LANGUAGE_CODE):
        home = reverse("appointments:kiosk", args=[device.token])
    shared = {"device": device, "home": home, "start": reverse("appointments:kiosk", args=[device.token])}
    return render(request, f"appointments/public/room/{name}.html", shared | context)
