"""The waiting list: wait for an earlier time, prove the address, change the wish, answer an offer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.appointments.errors import AppointmentError, CrowdedNetworkError, UnclearVisitError
from modules.appointments.forms.booker import Booker
from modules.appointments.forms.waiting import WaitForm, WishForm, open_wish, wish_of
from modules.appointments.models import Booking, OfferState, State, WaitingEntry, WaitingOffer, WaitingState
from modules.appointments.moments import today
from modules.appointments.selectors.choosing import last_bookable_day
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.waiting import (
    entry_by_token,
    has_waiting_list,
    offer_by_token,
    open_offer,
    places_to_wait_for,
    places_to_wait_with,
    wish_in_words,
    wish_of_booking,
)
from modules.appointments.services.admitting import admit_wish
from modules.appointments.services.answering import accept_offer, decline_offer
from modules.appointments.services.waiting import (
    can_wait,
    change_wish,
    confirm_wish,
    leave_waiting_list,
    wait_with_booking,
    wait_without_booking,
)
from modules.appointments.views.public.admission import too_many
from modules.appointments.views.public.guards import keep_no_copy, of_booking, of_chosen_concern, see_other, unlisted
from modules.appointments.views.public.signed_in import booker_of
from modules.appointments.views.public.steps import Choice, booking_choices, concern_choice, place_words
from modules.appointments.views.public.wish import Wish, concern_url
from rathaus.limits.networks import client_network
from rathaus.web.origin import cookieless_post


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Let somebody who has an appointment wait for an earlier one."""
    if entry := wish_of_booking(booking):
        return redirect("appointments:waiting_entry", entry.token)
    if not (booking.concern.has_waiting_list and can_wait(booking)):
        return redirect("appointments:booking", booking.token)
    form = WishForm(request.POST or None, places=places_to_wait_with(booking), initial=open_wish(booking.day))
    if request.method == "POST" and form.is_valid():
        try:
            entry = wait_with_booking(booking=booking, wish=form.wish())
        except AppointmentError as error:
            form.add_error(None, str(error))
        else:
            return see_other(reverse("appointments:waiting_entry", args=[entry.token]) + "?neu=1")
    context = {
        "form": form,
        "booking": booking,
        "offer_minutes": get_settings().offer_minutes,
        "choices": booking_choices(booking),
        "back_url": reverse("appointments:booking", args=[booking.token]),
        "back_label": _("Termin so lassen"),
    }
    return render(request, "appointments/public/waiting_join.html", context)


@cookieless_post
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
@of_chosen_concern
def join(request: HttpRequest) -> HttpResponse:
    """Let somebody wait who found no time; the mailed link proves the address."""
    try:
        wish = Wish.read(request.GET)
    except UnclearVisitError:
        return redirect(concern_url(request.GET.get("anliegen"), request.GET))
    if not has_waiting_list(wish.visit):
        return redirect(wish.url("time"))
    booker = booker_of(request)
    initial = open_wish(last_bookable_day(wish.places, today())) | _place_of(wish) | _known_of(booker)
    form = WaitForm(request.POST or None, places=wish.places, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _join_page(request, wish, form)
    try:
        admit_wish(network=client_network(request))
        entry = _wait(wish, form, booker)
    except AppointmentError as error:
        form.add_error(None, str(error))
        page = _join_page(request, wish, form)
        return too_many(page, error) if isinstance(error, CrowdedNetworkError) else page
    return _after_joining(entry, booker)


def _wait(wish: Wish, form: WaitForm, booker: Booker | None) -> WaitingEntry:
    return wait_without_booking(
        concern=wish.concern,
        wish=form.wish(),
        details=form.details(),
        idem_key=form.cleaned_data["idem_key"],
        persons=wish.visit.persons,
        answers=wish.visit.answers,
        support=wish.visit.needs.support,
        language=get_language() or "de",
        owner=booker.person if booker and booker.known else None,
    )


def _join_page(request: HttpRequest, wish: Wish, form: WaitForm) -> HttpResponse:
    context = {
        "form": form,
        "offer_minutes": get_settings().offer_minutes,
        "choices": [concern_choice(wish, request.GET)],
        "back_url": wish.url("time"),
        "back_label": _("Zurück zu den Zeiten"),
    }
    return render(request, "appointments/public/waiting_join.html", context)


def _known_of(booker: Booker | None) -> dict[str, str]:
    known = booker.known if booker else None
    return {name: getattr(known, name) for name in ("first_name", "last_name", "email")} if known else {}


def _after_joining(entry: WaitingEntry, booker: Booker | None) -> HttpResponse:
    """Lead to the wish whose owner has proven the address already; everybody else reads their mail first."""
    if booker and entry.owner_id == booker.person.pk and entry.state == WaitingState.WAITING:
        return see_other(reverse("appointments:waiting_entry", args=[entry.token]) + "?neu=1")
    return see_other("appointments:waiting_joined")


def _place_of(wish: Wish) -> dict[str, str]:
    return {"place": str(wish.place.pk)} if wish.place else {}


@unlisted
@require_safe
def joined(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way; the same for everybody, so that nobody learns whose address waits already."""
    return render(request, "appointments/public/waiting_joined.html")


def of_entry(view: Callable[[HttpRequest, WaitingEntry], HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Hand a view the entry whose token stands in the address; 404 for any other token, and no cookie needed."""

    @cookieless_post
    @unlisted
    @wraps(view)
    def guarded(request: HttpRequest, /, *, token: str) -> HttpResponse:
        try:
            found = entry_by_token(token)
        except WaitingEntry.DoesNotExist:
            raise Http404 from None
        return keep_no_copy(request, view(request, found))

    return guarded


@of_entry
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    """Show a wish; POST confirms it, changes it or ends it. Programs that scan mails follow links: GET does nothing."""
    if request.method == "POST":
        return _take(request, entry)
    if entry.state == WaitingState.UNCONFIRMED:
        return _page(request, entry, "waiting_confirm")
    if entry.state != WaitingState.WAITING:
        return _page(request, entry, "waiting_over")
    return _wish_page(request, entry, WishForm(places=places_to_wait_for(entry), initial=wish_of(entry)))


def _take(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    step, query = request.POST.get("schritt"), ""
    if step == "bestaetigen":
        confirm_wish(entry=entry)
        query = "?neu=1"
    elif step == "austragen":
        leave_waiting_list(entry=entry)
    elif step == "wunsch":
        form = WishForm(request.POST, places=places_to_wait_for(entry))
        if not form.is_valid():
            return _wish_page(request, entry, form)
        try:
            change_wish(entry=entry, wish=form.wish())
            query = "?gespeichert=1"
        except AppointmentError:
            pass  # it ended meanwhile, which its page says
    return see_other(reverse("appointments:waiting_entry", args=[entry.token]) + query)


def _wish_page(request: HttpRequest, entry: WaitingEntry, form: WishForm) -> HttpResponse:
    further = {
        "form": form,
        "is_new": "neu" in request.GET,
        "was_saved": "gespeichert" in request.GET,
        "offer": open_offer(entry),
    }
    return _page(request, entry, "waiting_entry", **further)


def _page(request: HttpRequest, entry: WaitingEntry, template: str, **further: Any) -> HttpResponse:
    choices = [Choice(_("Anliegen"), entry.purpose), Choice(_("Ihr Wunsch"), wish_in_words(entry))]
    context = {"entry": entry, "booking": entry.booking, "choices": choices}
    return render(request, f"appointments/public/{template}.html", context | further)


@cookieless_post
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Show an offered time; POST accepts it or turns it down. A second click shows what the first one did."""
    try:
        found = offer_by_token(token)
    except WaitingOffer.DoesNotExist:
        raise Http404 from None
    if request.method == "POST":
        return _answer(request, found)
    return _offer_page(request, found)


def _answer(request: HttpRequest, offer: WaitingOffer) -> HttpResponse:
    answer = request.POST.get("antwort")
    if answer == "ablehnen":
        decline_offer(offer=offer)
    elif answer == "annehmen":
        try:
            booking = accept_offer(offer=offer)
        except AppointmentError as error:
            offer.refresh_from_db()
            return _offer_page(request, offer, problem=str(error))
        moved = "?neu=verschoben" if offer.entry.booking_id else ""
        return see_other(reverse("appointments:booking", args=[booking.token]) + moved)
    return see_other("appointments:waiting_offer", offer.token)


def _offer_page(request: HttpRequest, offer: WaitingOffer, problem: str = "") -> HttpResponse:
    hold, own = offer.hold, offer.entry.booking
    is_open = offer.state == OfferState.OPEN and hold is not None and hold.is_alive_at(timezone.now())
    if offer.state == OfferState.ACCEPTED and (booked := own or hold):
        return redirect("appointments:booking", booked.token)
    context = {
        "offer": offer,
        "hold": hold,
        "own": own if own and own.state == State.CONFIRMED else None,
        "choices": [Choice(_("Anliegen"), offer.entry.purpose)] + ([_where(hold)] if hold else []),
        "problem": problem,
        "was_declined": offer.state == OfferState.DECLINED,
        "still_waits": offer.entry.state == WaitingState.WAITING,
    }
    template = "waiting_offer" if is_open else "waiting_offer_over"
    return render(request, f"appointments/public/{template}.html", context, status=409 if problem else 200)


def _where(hold: Booking) -> Choice:
    return Choice(_("Ort"), place_words(hold.place))
