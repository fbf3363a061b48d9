"""One booking: all that is known, what happened, and what can be done next."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.appointments.links import video_url
from modules.appointments.models import OPEN_STATES, SYSTEM_ORIGINS, Booking, State
from modules.appointments.qr import qr_svg
from modules.appointments.selectors.history import history_of
from modules.appointments.selectors.together import booked_together
from modules.appointments.selectors.waiting import wish_in_words, wish_of_booking
from modules.appointments.services.reading import record_booking_read
from modules.appointments.services.waiting import can_wait
from modules.appointments.views.staff.common import (
    actor_of,
    ask_counter,
    attempt,
    back,
    booking_url,
    counter_of,
    day_url,
    of_booking,
)
from modules.appointments.views.staff.grid import name_of
from modules.appointments.views.staff.states import look_of
from modules.appointments.views.staff.steps import BY_CODE, SEND_AGAIN, UNDO, steps_for, undo
from modules.appointments.visits import visit_of_booking


@of_booking
@require_safe
def detail(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Show a booking with its history and the buttons for what comes next."""
    record_booking_read(booking=booking, actor=actor_of(request))
    context = _facts(booking) | _actions(booking) | {"counter": counter_of(request)}
    return render(request, "appointments/staff/booking.html", context)


@of_booking
@require_safe
def slip(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Show a sheet to print and hand over: when, where, what to bring, the number."""
    record_booking_read(booking=booking, actor=actor_of(request))
    context = {
        "booking": booking,
        "visit": visit_of_booking(booking),
        "qr": qr_svg(booking.code),
        "video_url": video_url(booking),
    }
    return render(request, "appointments/staff/slip.html", context)


@of_booking
@require_POST
def step(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Take a step of the visit, or take one back; the page that was shown says from which state."""
    code = request.POST.get("schritt", "")
    actor, counter = actor_of(request), counter_of(request)
    if code == State.CALLED and not counter:
        ask_counter(request)
    elif code == "undo":
        shown = request.POST.get("stand", "")
        attempt(request, lambda: undo(booking, actor, shown), _("Der letzte Schritt ist zurückgenommen."))
    elif chosen := BY_CODE.get(code):
        attempt(request, lambda: chosen.run(booking, actor, counter), str(chosen.success))
    else:
        return HttpResponseBadRequest()
    return back(request, booking_url(booking))


def _facts(booking: Booking) -> dict[str, Any]:
    visit = visit_of_booking(booking)
    return {
        "booking": booking,
        "name": booking.full_name or name_of(booking),
        "look": look_of(booking),
        "visit": visit,
        "answers": [(answer.question.text, answer.label) for answer in visit.all_chosen],
        "pools": [pool for pool in booking.pools.all() if pool.kind == "counters"],
        "support": booking.support_words,
        "together": booked_together(booking),
        "video_url": video_url(booking),
        "history": history_of(booking),
        "day_url": day_url(booking.day),
    }


def _actions(booking: Booking) -> dict[str, Any]:
    now = timezone.now()
    steps = steps_for(booking) if booking.erased_at is None and booking.origin not in SYSTEM_ORIGINS else []
    wish = wish_of_booking(booking) if booking.state == State.CONFIRMED else None
    return {
        "wish": wish_in_words(wish) if wish else "",
        "may_wait": booking.concern.has_waiting_list and can_wait(booking),
        "steps": steps,
        "main_step": steps[0] if steps and _is_near(booking, now) else None,
        "can_undo": booking.state in UNDO and not (booking.state == State.CALLED and booking.origin == "walk_in"),
        "can_move": booking.state == State.CONFIRMED,
        "can_cancel": booking.state in OPEN_STATES,
        "can_edit": booking.state != State.HELD and booking.erased_at is None,
        "send_again": SEND_AGAIN if booking.email and booking.state in SEND_AGAIN.states else None,
    }


def _is_near(booking: Booking, now: datetime) -> bool:
    """Return whether the visit is today or was before: only then a step is the main thing to do."""
    return booking.starts_at.date() <= now.date()
