"""Steps 4 and 5 and the confirmation: one address from the held time to the appointment, whatever state it is in."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from modules.appointments.errors import (
    AppointmentError,
    BusyError,
    CrowdedNetworkError,
    HoldLapsedError,
    IncompleteDetailsError,
    ProofMissingError,
    SlotTakenError,
    TooFastError,
)
from modules.appointments.forms.public import ChosenTime, CodeForm, DetailsForm, MailForm
from modules.appointments.models import PENDING_STATES, AppointmentSettings, Booking, Confirmation, State
from modules.appointments.selectors.joining import place_of_booking
from modules.appointments.selectors.preferences import get_settings, kept_days
from modules.appointments.selectors.tokens import has_other_places, times_near
from modules.appointments.services.confirming import (
    confirm_by_code,
    is_address_proven,
    request_confirmation,
    resend_code,
)
from modules.appointments.services.details import Details, enter_details
from modules.appointments.services.holding import Chain, hold
from modules.appointments.views.public.admission import admit, busy_page, too_many
from modules.appointments.views.public.appointment import appointment_page, cancelled_page
from modules.appointments.views.public.guards import of_booking, see_other
from modules.appointments.views.public.proof import may_ask_for_work
from modules.appointments.views.public.signed_in import booker_of
from modules.appointments.views.public.steps import Choice, Step, booking_choices
from modules.appointments.views.public.times import chosen
from modules.appointments.views.public.wish import visit_params
from modules.appointments.visits import visit_of_booking

_UNCHANGED = ("first_name", "last_name", "phone", "for_name", "person_names", "wants_callback")


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def booking(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Show what comes next for this booking; POST takes the details while it is held, the code once it was mailed."""
    if request.method == "POST":
        return _take(request, booking)
    if booking.state == State.CANCELLED:
        return cancelled_page(request, booking)
    if booking.state not in (*PENDING_STATES, State.EXPIRED):
        return appointment_page(request, booking)
    if not booking.is_alive_at(timezone.now()):
        return _lapsed_page(request, booking)
    if booking.state == State.UNCONFIRMED:
        return _code_page(request, booking, CodeForm())
    return _details_page(request, booking, DetailsForm.of(booking, booker=booker_of(request)))


def _take(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Take what the form says that was sent; a form of an earlier step changes nothing."""
    step = request.POST.get("schritt")
    if step == "code" and booking.state in (State.UNCONFIRMED, State.EXPIRED):
        return _take_code(request, booking)
    if step == "angaben" and booking.state in (State.HELD, State.EXPIRED):
        return _take_details(request, booking)
    return see_other("appointments:booking", booking.token)


def _take_details(request: HttpRequest, booking: Booking) -> HttpResponse:
    form = DetailsForm.of(booking, request.POST, booker_of(request))
    if not form.is_valid():
        return _details_page(request, booking, form)
    try:
        _refuse_too_fast(booking)
        enter_details(booking=booking, details=form.details(), owner=form.owner())
    except HoldLapsedError:
        return see_other("appointments:booking", booking.token)
    except AppointmentError as error:
        form.add_error(None, str(error))
        return _details_page(request, booking, form)
    return see_other("appointments:check", booking.token)


def _refuse_too_fast(booking: Booking) -> None:
    """Raise TooFastError where nobody could have read the form, let alone filled it in, since the time was held."""
    if timezone.now() - booking.created_at < timedelta(seconds=settings.FORM_MIN_SECONDS):
        raise TooFastError


def _details_page(request: HttpRequest, booking: Booking, form: DetailsForm) -> HttpResponse:
    preferences = get_settings()
    context = _held(booking) | {
        "step": Step.DETAILS.value,
        "form": form,
        "back_url": _times_url(booking),
        "retention_days": kept_days(booking),
        "asks_for_code": preferences.confirmation == Confirmation.CODE,
        "is_taken_over": booking.follows_id and not booking.last_name and not form.is_bound,
        "is_filled_in": _is_filled_in(booking, form),
    }
    return render(request, "appointments/public/details.html", context)


def _is_filled_in(booking: Booking, form: DetailsForm) -> bool:
    """Return whether what the form shows comes from the profile."""
    is_new = not (booking.last_name or booking.follows_id or form.is_bound)
    return is_new and bool(form.booker and form.booker.known and form.booker.known.last_name)


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Step 5: everything once more; POST books."""
    problem = ""
    if request.method == "POST":
        try:
            request_confirmation(booking=booking)
        except (HoldLapsedError, IncompleteDetailsError):
            return see_other("appointments:booking", booking.token)
        except AppointmentError as error:
            problem = str(error)
        else:
            return see_other("appointments:booking", booking.token)
    is_ready = booking.state == State.HELD and booking.is_alive_at(timezone.now()) and booking.contact_hash
    if not is_ready:
        return redirect("appointments:booking", booking.token)
    preferences = get_settings()
    context = _held(booking) | {
        "step": Step.CHECK.value,
        "problem": problem,
        "details_url": reverse("appointments:booking", args=[booking.token]),
        "asks_for_code": _asks_for_code(preferences, booking),
    }
    return render(request, "appointments/public/check.html", context)


def _asks_for_code(preferences: AppointmentSettings, booking: Booking) -> bool:
    wants = preferences.confirmation == Confirmation.CODE and bool(booking.email)
    return wants and not is_address_proven(booking)


def _held(booking: Booking) -> dict[str, Any]:
    return {"booking": booking, "choices": _changeable(booking), "hold_until": booking.expires_at}


def _changeable(booking: Booking) -> list[Choice]:
    """Return what is chosen, each with the way back that takes the hold along."""
    query = urlencode(_params(booking))
    concern = f"{reverse('appointments:concern', args=[booking.concern_id])}?{query}"
    asks_place = booking.is_in_person and has_other_places(booking)
    place = f"{reverse('appointments:place')}?{query}" if asks_place else ""
    return booking_choices(booking, (concern, place, _times_url(booking)))


def _times_url(booking: Booking) -> str:
    query = urlencode([*_params(booking), ("ort", str(booking.place_id)), ("tag", str(booking.day))])
    return f"{reverse('appointments:time')}?{query}"


def _params(booking: Booking) -> list[tuple[str, str]]:
    found = [
        *visit_params(visit_of_booking(booking)),
        ("nach", booking.follows.token if booking.follows else ""),
        ("danach", str(booking.next_concern_id or "")),
        ("halten", booking.token),
    ]
    return [(name, value) for name, value in found if value]


def _lapsed_page(
    request: HttpRequest,
    booking: Booking,
    *,
    form: CodeForm | None = None,
    taken: SlotTakenError | None = None,
    refused: AppointmentError | None = None,
) -> HttpResponse:
    """Say that the time is no longer kept, and offer it again, or times close to it; all that was typed is kept."""
    near = list(taken.neighbours) if taken else times_near(booking)
    own = next((time for time in near if (time.day, time.cell) == (booking.day, booking.cell_from)), None)
    context = {
        "booking": booking,
        "choices": booking_choices(booking),
        "own": chosen(own) if own else "",
        "near": [(chosen(time), time) for time in near if time is not own],
        "form": form or (CodeForm() if booking.confirm_sends and own else None),
        "times_url": _times_url(booking),
        "problem": str(taken or refused or ""),
        "offers_phone": bool(refused),
        "idem_key": booking.idem_key,
        "asks_for_work": may_ask_for_work(),
    }
    return render(request, "appointments/public/lapsed.html", context, status=409 if taken else 200)


@of_booking
@require_POST
def hold_again(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Keep the lapsed time once more, or one close to it, with everything that was typed."""
    try:
        time = ChosenTime.parse(request.POST.get("zeit", ""))
        visit = visit_of_booking(booking)
        admit(request, idem_key=booking.idem_key, replaces=booking)
        held = hold(
            place=place_of_booking(booking, needs=visit.needs),
            day=time.day,
            cell_from=time.cell,
            idem_key=booking.idem_key,
            visit=visit,
            chain=Chain(booking.follows, booking.next_concern_id),
            replaces=booking,
            language=booking.language,
        )
    except SlotTakenError as error:
        return _lapsed_page(request, booking, taken=error)
    except BusyError as error:
        return busy_page(request, error, idem_key=booking.idem_key)
    except CrowdedNetworkError as error:
        return too_many(_lapsed_page(request, booking, refused=error), error)
    except ProofMissingError as error:
        return _lapsed_page(request, booking, refused=error)
    except (AppointmentError, ValueError):
        return see_other("appointments:booking", booking.token)
    return see_other("appointments:check" if held.contact_hash else "appointments:booking", held.token)


def _take_code(request: HttpRequest, booking: Booking) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            confirm_by_code(booking=booking, code=form.cleaned_data["code"])
        except HoldLapsedError:
            return see_other("appointments:booking", booking.token)
        except AppointmentError as error:
            form.add_error("code", str(error))
        else:
            return see_other("appointments:booking", booking.token)
    is_alive = booking.is_alive_at(timezone.now())
    return _code_page(request, booking, form) if is_alive else _lapsed_page(request, booking, form=form)


def _code_page(
    request: HttpRequest, booking: Booking, form: CodeForm, mail_form: MailForm | None = None
) -> HttpResponse:
    context = {
        "booking": booking,
        "choices": booking_choices(booking),
        "form": form,
        "mail_form": mail_form or MailForm(initial={"email": booking.email}),
        "was_sent_again": "gesendet" in request.GET,
    }
    return render(request, "appointments/public/code.html", context)


@of_booking
@require_POST
def send_again(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Send the mail with the code once more, to a corrected address if one was typed."""
    if booking.state != State.UNCONFIRMED:
        return see_other("appointments:booking", booking.token)
    form = MailForm(request.POST)
    if form.is_valid():
        try:
            _correct_address(booking, form.cleaned_data["email"])
            resend_code(booking=booking)
        except HoldLapsedError:
            return see_other("appointments:booking", booking.token)
        except AppointmentError as error:
            form.add_error(None, str(error))
        else:
            return see_other(reverse("appointments:booking", args=[booking.token]) + "?gesendet=1")
    return _code_page(request, booking, CodeForm(), form)


def _correct_address(booking: Booking, email: str) -> None:
    if email.strip().lower() != booking.email:
        same = {name: getattr(booking, name) for name in _UNCHANGED}
        enter_details(booking=booking, details=Details(email=email, **same), owner=booking.owner)
