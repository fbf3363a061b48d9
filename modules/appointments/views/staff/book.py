"""Book on the phone: concern, one of the next times, a name. The time is held while people talk."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import AppointmentError, NotOfferedError, SlotTakenError
from modules.appointments.forms.public import ChosenTime
from modules.appointments.forms.staff import CallerForm, ForcedTimeForm, KeyForm
from modules.appointments.models import Audience, Booking, Concern, Origin, State
from modules.appointments.permissions import OVERBOOK
from modules.appointments.selectors import concerns_for
from modules.appointments.services import book_by_staff, hold, release_hold
from modules.appointments.services.reading import record_booking_read
from modules.appointments.views.staff.call import AFTER, ASKED, KEY, Call, query_of, read_id, read_time
from modules.appointments.views.staff.common import actor_of, booking_url, day_url, for_work, read_day, today
from modules.appointments.views.staff.offers import Question, offers_of
from modules.appointments.views.staff.unready import unready_page
from rathaus.accounts.permissions import has_permission
from rathaus.web.answers import see_other

_REASON: Final = "begruendung"
_KEPT: Final = ("tag", "zelle", "pool", "ab", AFTER, KEY)
FAR_AHEAD: Final = timedelta(days=400)  # day rows reach no further


@for_work
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose the concern, then hold a time and enter who comes."""
    call = Call.read(query_of(request))
    if call is None:
        return _choose_concern(request)
    if call.leader:
        record_booking_read(booking=call.leader, actor=actor_of(request))
    if request.method != "POST":
        return _page(request, call)
    key = KeyForm(request.POST)
    if not key.is_valid():
        return _page(request, call, problem=str(key.errors["idem_key"][0]))
    step = _STEPS.get(_wanted(request.POST), _hold)
    return step(request, call, key.cleaned_data["idem_key"])


def _wanted(data: QueryDict) -> str:
    """Return the step: after Enter in a field it is the one that the filled fields are for."""
    step = data.get("schritt", "")
    if ASKED in data and "zeit" not in data:
        return "fragen"
    if step != "vorgabe":
        return step
    return "trotzdem" if data.get("at") and data.get("reason") else "eintragen"


def _choose_concern(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("suche", "").strip()
    concerns = _concerns(request, query)
    if not concerns and not query and "pool" not in request.GET:
        return unready_page(request, _("Termin eintragen"))
    if len(concerns) == 1 and query and not request.headers.get("HX-Request"):
        return redirect(_url_of(request, concerns[0]))
    context = {
        "query": query,
        "found": [(concern, _url_of(request, concern)) for concern in concerns],
        "kept": [
            (name, value) for name, value in request.GET.items() if name in ("tag", "zelle", "pool", "ab", AFTER, KEY)
        ],
        "wished_day": read_day(request.GET.get("tag", "")),
    }
    return render(request, "appointments/staff/concerns.html", context)


def _concerns(request: HttpRequest, query: str) -> list[Concern]:
    """Return what can be booked; in a pool's free cell what that pool serves."""
    concerns = concerns_for(Audience.STAFF, query)
    if pool := read_id(request.GET.get("pool", "")):
        concerns = concerns.filter(places__pools=pool).distinct()
    return list(concerns)


def _url_of(request: HttpRequest, concern: Concern) -> str:
    query = request.GET.copy()
    query.pop("suche", None)
    query["anliegen"] = str(concern.pk)
    return f"{reverse('appointments_staff:new')}?{query.urlencode()}"


def _hold(request: HttpRequest, call: Call, key: uuid.UUID) -> HttpResponse:
    """Keep the time on the button for a few minutes; another one replaces it."""
    time = read_time(request.POST.get("zeit", ""))
    if time is None:
        return _page(request, call, key=key, problem=_("Bitte wählen Sie eine Uhrzeit aus."))
    return _try_to_hold(request, call, key, time)


def _hold_by_force(request: HttpRequest, call: Call, key: uuid.UUID) -> HttpResponse:
    """Keep any time, also one without a free place, for a reason that is written down."""
    form = ForcedTimeForm(request.POST)
    if not has_permission(request.user, OVERBOOK):
        return _page(request, call, key=key, problem=_("Dafür fehlt Ihnen die Berechtigung."))
    if not form.is_valid():
        return _page(request, call, key=key, forced_form=form)
    place = next((place for place in call.places if str(place.pk) == request.POST.get("bei")), call.places[0])
    return _try_to_hold(request, call, key, form.chosen(place), reason=form.cleaned_data["reason"])


def _try_to_hold(
    request: HttpRequest, call: Call, key: uuid.UUID, time: ChosenTime, *, reason: str = ""
) -> HttpResponse:
    place = call.place(time)
    try:
        if place is None or not today() <= time.day <= today() + FAR_AHEAD:
            raise NotOfferedError
        booking = hold(
            place=place,
            day=time.day,
            cell_from=time.cell,
            idem_key=key,
            visit=call.visit,
            chain=call.chain,
            origin=Origin.PHONE,
            forced_by=actor_of(request).pk if reason else None,
        )
    except SlotTakenError as error:
        return _page(request, call, key=key, problem=str(error), near=error)
    except AppointmentError as error:
        return _page(request, call, key=key, problem=str(error))
    if booking.state != State.HELD:
        return see_other(booking_url(booking))
    kept = request.POST.get(_REASON, "") if booking.forced_by else ""  # the same time again, for the same reason
    return _page(request, call, key=key, held=booking, reason=reason or kept)


def _save(request: HttpRequest, call: Call, key: uuid.UUID) -> HttpResponse:
    """Turn the time that is held into a booking."""
    held = _held(key)
    time = read_time(request.POST.get("gehalten", ""))
    place = call.place(time) if time else None
    reason = request.POST.get(_REASON, "").strip() if has_permission(request.user, OVERBOOK) else ""
    form = CallerForm(request.POST, visit=call.visit)
    if time is None or place is None:
        return _page(request, call, key=key, problem=_("Bitte wählen Sie eine Uhrzeit aus."))
    if not form.is_valid():
        return _page(request, call, key=key, held=held, person_form=form, reason=reason)
    try:
        booking = book_by_staff(
            place=place,
            day=time.day,
            cell_from=time.cell,
            details=form.details() if not reason else form.details(note=_with_reason(form, reason)),
            actor=actor_of(request),
            idem_key=key,
            visit=call.visit,
            chain=call.chain,
            force=bool(reason),
        )
    except SlotTakenError as error:
        return _page(request, call, key=key, person_form=form, problem=str(error), near=error)
    except AppointmentError as error:
        return _page(request, call, key=key, person_form=form, problem=str(error))
    messages.success(request, _("Der Termin ist eingetragen."))
    return see_other(call.next_url(booking) or booking_url(booking))


def _ask_again(request: HttpRequest, call: Call, key: uuid.UUID) -> HttpResponse:
    """Show the questions about the visit, with the times for what was said by now; a time that is held stays held."""
    return _page(request, call, key=key, reason=request.POST.get(_REASON, ""), is_asking=True)


def _let_go(_request: HttpRequest, _call: Call, key: uuid.UUID) -> HttpResponse:
    """Give the held time back and return to the day."""
    held = _held(key)
    if held is None:
        return see_other(day_url())
    release_hold(booking=held)
    return see_other(day_url(held.day))


_STEPS: Final = {"trotzdem": _hold_by_force, "eintragen": _save, "verwerfen": _let_go, "fragen": _ask_again}


def _held(key: uuid.UUID) -> Booking | None:
    """Return what this page holds."""
    found = Booking.objects.filter(idem_key=key, origin=Origin.PHONE, state=State.HELD)
    return found.select_related("place__location", "concern").first()


def _page(
    request: HttpRequest,
    call: Call,
    *,
    key: uuid.UUID | None = None,
    held: Booking | None = None,
    person_form: CallerForm | None = None,
    forced_form: ForcedTimeForm | None = None,
    problem: str = "",
    near: SlotTakenError | None = None,
    reason: str = "",
    is_asking: bool = False,
) -> HttpResponse:
    now = timezone.now()
    key = key or call.key or uuid.uuid4()
    kept = _kept(held or _held(key), call)
    is_fetched = request.method != "POST"  # a page that was only fetched asks for the time again
    held = None if is_fetched or is_asking else kept
    question = Question(
        places=call.places,
        length=call.visit.length,
        since=call.since,
        now=now,
        wished=None if kept else call.wished,
        held=None if held else kept,
        after=call.leader.ends_at if call.leader and call.since == call.leader.day else None,
    )
    forced_form = _forced(forced_form, call, is_open_form=held is not None)
    context = question.context() | {
        "call": call,
        "key": key,
        "other_concern_url": call.other_concern_url(key if kept else None),
        "held": held,
        "held_value": str(ChosenTime(held.place_id, held.day, held.cell_from)) if held else "",
        "person_form": person_form or _typed_so_far(request, call),
        "forced_form": forced_form,
        "is_forced_open": forced_form.is_bound or bool(near),
        "can_force": has_permission(request.user, OVERBOOK),
        "problem": problem,
        "near_times": _near(near),
        "reason": reason,
    }
    return render(request, "appointments/staff/book.html", context, status=409 if near else 200)


def _forced(form: ForcedTimeForm | None, call: Call, *, is_open_form: bool) -> ForcedTimeForm:
    """Return the fields of a forced time; while a name is being typed they are sent together with it."""
    form = form or ForcedTimeForm(initial={"on": call.since or today()})
    return form.inside("termin") if is_open_form else form


def _kept(held: Booking | None, call: Call) -> Booking | None:
    """Return the time that is held if it is one for this concern; another one is replaced by the next choice."""
    return held if held and held.concern_id == call.concern.pk else None


def _near(error: SlotTakenError | None) -> Sequence[Any]:
    return offers_of(error.neighbours) if error else ()


def _typed_so_far(request: HttpRequest, call: Call) -> CallerForm:
    """Return the form with what was typed before another time was chosen; nothing is wrong with it yet.

    Before that it says who came to the appointment that this one follows.
    """
    names = CallerForm.base_fields
    known = {name: getattr(call.leader, name) for name in names if name != "note"} if call.leader else {}
    typed = {name: request.POST[name] for name in names if name in request.POST}
    return CallerForm(visit=call.visit, initial=known | typed).ask_first()


def _with_reason(form: CallerForm, reason: str) -> str:
    """Return the note with the reason for going beyond the places: colleagues ask for it."""
    words = _("Über die Plätze hinaus eingetragen: %(reason)s") % {"reason": reason}
    return "\n".join(part for part in (form.cleaned_data["note"], words) if part)
