"""The waiting list for the town hall: who waits, whom to call, and people who ask for it on the phone."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.appointments.errors import AppointmentError
from modules.appointments.forms.waiting import PhoneWaitForm, WishForm, open_wish, wish_of
from modules.appointments.models import Audience, Booking, Concern, WaitingEntry, WaitingOffer
from modules.appointments.moments import today
from modules.appointments.selectors.choosing import last_bookable_day
from modules.appointments.selectors.joining import places_of_booking
from modules.appointments.selectors.places import concerns_for, offered_places
from modules.appointments.selectors.waiting import offers_to_call, waiters, wish_in_words, wish_of_booking
from modules.appointments.services.answering import accept_offer, decline_offer
from modules.appointments.services.reading import record_list_read
from modules.appointments.services.waiting import (
    can_wait,
    leave_waiting_list,
    wait_with_booking,
    wait_without_booking,
)
from modules.appointments.views.staff.call import read_id
from modules.appointments.views.staff.common import actor_of, attempt, back, booking_url, for_work, of_booking
from modules.appointments.views.staff.unready import no_waiting_list
from rathaus.web.answers import see_other


@for_work
@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Show whom to call because a time is kept for them, and everybody who waits in their turn."""
    record_list_read(kind="waiting", actor=actor_of(request))
    concerns = list(concerns_for(Audience.STAFF).filter(has_waiting_list=True).order_by("position", "name"))
    context = {
        "unready": None if concerns else no_waiting_list(request),
        "calls": offers_to_call(),
        "lines": [(waiter, wish_in_words(waiter.entry)) for waiter in waiters()],
        "concerns": concerns,
    }
    return render(request, "appointments/staff/waiting_list.html", context)


@for_work
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put somebody on the list who has no appointment and calls."""
    concern = _concern(request.GET.get("anliegen", ""))
    if concern is None:
        return redirect("appointments_staff:waiting_list")
    places = list(offered_places(Audience.STAFF).filter(concern=concern))
    until = last_bookable_day(places, today())
    form = PhoneWaitForm(request.POST or None, places=places, initial=open_wish(until))
    if request.method == "POST" and form.is_valid():
        try:
            wait_without_booking(
                concern=concern,
                wish=form.wish(),
                details=form.details(),
                idem_key=form.cleaned_data["idem_key"],
                actor=actor_of(request),
            )
        except AppointmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Die Person steht auf der Warteliste."))
            return see_other(reverse("appointments_staff:waiting_list"))
    return render(request, "appointments/staff/waiting_add.html", {"form": form, "concern": concern})


def _concern(text: str) -> Concern | None:
    """Return the concern that an address names, if it has a waiting list."""
    concern_id = read_id(text)
    if concern_id is None:
        return None
    return concerns_for(Audience.STAFF).filter(has_waiting_list=True, pk=concern_id).first()


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Put somebody who has an appointment on the list for an earlier one, or change what they wish."""
    if not (booking.concern.has_waiting_list and can_wait(booking)):
        return redirect(booking_url(booking))
    entry = wish_of_booking(booking)
    initial = wish_of(entry) if entry else open_wish(booking.day)
    form = WishForm(request.POST or None, places=places_of_booking(booking, Audience.STAFF), initial=initial)
    if request.method == "POST" and form.is_valid():
        wish, actor = form.wish(), actor_of(request)
        success = _("Die Person steht auf der Warteliste.")
        attempt(request, lambda: wait_with_booking(booking=booking, wish=wish, actor=actor), success)
        return see_other(booking_url(booking))
    context: dict[str, Any] = {"form": form, "booking": booking, "entry": entry}
    return render(request, "appointments/staff/waiting_earlier.html", context)


@for_work
@require_POST
def remove(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Take somebody off the list."""
    entry = get_object_or_404(WaitingEntry, pk=entry_id)
    actor, success = actor_of(request), _("Die Person steht nicht mehr auf der Warteliste.")
    attempt(request, lambda: leave_waiting_list(entry=entry, actor=actor), success)
    return back(request, reverse("appointments_staff:waiting_list"))


@for_work
@require_POST
def answer(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Note what somebody said on the phone: yes takes the time, no passes it on to the next one."""
    offer = get_object_or_404(WaitingOffer.objects.select_related("entry"), pk=offer_id)
    actor = actor_of(request)
    if request.POST.get("antwort") == "ja":
        attempt(request, lambda: accept_offer(offer=offer, actor=actor), _("Der Termin ist gebucht."))
    else:
        attempt(request, lambda: decline_offer(offer=offer, actor=actor), _("Die Zeit geht an die nächste Person."))
    return back(request, reverse("appointments_staff:waiting_list"))
