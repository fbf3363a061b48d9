"""Move, cancel and correct a booking."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.appointments import mails
from modules.appointments.errors import AppointmentError, NotOfferedError, SlotTakenError
from modules.appointments.forms.public import ChosenTime
from modules.appointments.forms.staff import CancelForm, CorrectionForm, ForcedTimeForm
from modules.appointments.models import OPEN_STATES, Audience, Booking, ConcernPlace, State
from modules.appointments.permissions import OVERBOOK
from modules.appointments.selectors.joining import places_of_booking
from modules.appointments.services import cancel_booking, correct_details, move_booking, write_note
from modules.appointments.views.staff.book import FAR_AHEAD
from modules.appointments.views.staff.call import read_time, wished_time
from modules.appointments.views.staff.common import actor_of, booking_url, of_booking, read_day, today
from modules.appointments.views.staff.offers import Question, offers_of
from rathaus.accounts.permissions import has_permission
from rathaus.web.answers import see_other


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Offer the next times for the same visit, or any day; POST moves and mails the new time."""
    if booking.state != State.CONFIRMED:
        return redirect(booking_url(booking))
    places = _places(booking)
    if request.method != "POST":
        return _move_page(request, booking, places)
    if request.POST.get("schritt") == "trotzdem":
        return _force(request, booking, places)
    time = read_time(request.POST.get("zeit", ""))
    if time is None:
        return _move_page(request, booking, places, problem=_("Bitte wählen Sie eine Uhrzeit aus."))
    return _move(request, booking, places, time)


def _places(booking: Booking) -> Sequence[ConcernPlace]:
    """Return where the concern is offered, the booking's own place first, even if it is not offered any more."""
    return places_of_booking(booking, Audience.STAFF)


def _force(request: HttpRequest, booking: Booking, places: Sequence[ConcernPlace]) -> HttpResponse:
    form = ForcedTimeForm(request.POST)
    if not has_permission(request.user, OVERBOOK):
        return _move_page(request, booking, places, problem=_("Dafür fehlt Ihnen die Berechtigung."))
    if not form.is_valid():
        return _move_page(request, booking, places, forced_form=form)
    place = next((place for place in places if str(place.pk) == request.POST.get("bei")), places[0])
    return _move(request, booking, places, form.chosen(place), reason=form.cleaned_data["reason"])


def _move(
    request: HttpRequest,
    booking: Booking,
    places: Sequence[ConcernPlace],
    time: ChosenTime,
    *,
    reason: str = "",
) -> HttpResponse:
    actor = actor_of(request)
    place = next((place for place in places if place.pk == time.place), None)
    try:
        if place is None or not today() <= time.day <= today() + FAR_AHEAD:
            raise NotOfferedError
        move_booking(booking=booking, place=place, day=time.day, cell_from=time.cell, actor=actor, force=bool(reason))
        if reason:
            words = _("Über die Plätze hinaus verschoben: %(reason)s") % {"reason": reason}
            write_note(booking=booking, note="\n".join(filter(None, [booking.note, words])), actor=actor)
    except SlotTakenError as error:
        return _move_page(request, booking, places, problem=str(error), near=error)
    except AppointmentError as error:
        return _move_page(request, booking, places, problem=str(error))
    messages.success(request, _("Der Termin ist verschoben."))
    return see_other(booking_url(booking))


def _move_page(
    request: HttpRequest,
    booking: Booking,
    places: Sequence[ConcernPlace],
    *,
    problem: str = "",
    near: SlotTakenError | None = None,
    forced_form: ForcedTimeForm | None = None,
) -> HttpResponse:
    since = read_day(request.GET.get("ab", ""))
    wished = wished_time(request.GET, places)
    question = Question(places=places, length=booking.length, since=since, now=timezone.now(), wished=wished)
    chosen = next(iter(question.wished_offers()), None) if request.method != "POST" else None
    if wished and not chosen and not problem:
        problem = _("An dieser Stelle ist für diesen Termin kein Platz. Bitte wählen Sie eine andere Zeit.")
    context: dict[str, Any] = question.context() | {
        "booking": booking,
        "chosen": chosen,
        "places": places,
        "problem": problem,
        "near_times": offers_of(near.neighbours) if near else (),
        "forced_form": forced_form or ForcedTimeForm(initial={"on": since or booking.day}),
        "is_forced_open": forced_form is not None or near is not None,
        "can_force": has_permission(request.user, OVERBOOK),
    }
    return render(request, "appointments/staff/move.html", context, status=409 if near else 200)


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask for the reason and show what the citizen reads; POST cancels and mails."""
    if booking.state not in OPEN_STATES:
        return redirect(booking_url(booking))
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_booking(
                booking=booking,
                actor=actor_of(request),
                reason=form.cleaned_data["reason"],
                tells_citizen=form.cleaned_data["tells_citizen"],
            )
        except AppointmentError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Der Termin ist abgesagt."))
        return see_other(booking_url(booking))
    mail = mails.cancelled_in_words(booking, reason=_("… Ihr Grund …")) if booking.email else ""
    return render(request, "appointments/staff/cancel.html", {"booking": booking, "form": form, "mail": mail})


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Change name, contact, support and note."""
    if booking.state == State.HELD or booking.erased_at:
        return redirect(booking_url(booking))
    form = CorrectionForm.of(booking, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = actor_of(request)
        correct_details(booking=booking, details=form.corrected(booking), actor=actor)
        if form.cleaned_data["note"] != booking.note:
            write_note(booking=booking, note=form.cleaned_data["note"], actor=actor)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return see_other(booking_url(booking))
    return render(request, "appointments/staff/correct.html", {"booking": booking, "form": form})
