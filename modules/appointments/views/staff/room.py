"""The waiting room for those at the counters: call, call again, put off, forward, finish."""

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.appointments.errors import AppointmentError, WrongStateError
from modules.appointments.forms.room import ForwardForm, NoteForm
from modules.appointments.models import Booking, Pool, QueueTicket, TicketState
from modules.appointments.moments import today
from modules.appointments.permissions import OVERBOOK
from modules.appointments.selectors.day import counter_pools, expected_bookings
from modules.appointments.selectors.queue import get_ticket
from modules.appointments.services.queue import call_next, call_ticket, finish, forward, note_ticket
from modules.appointments.services.reading import record_day_read
from modules.appointments.views.staff.call import read_id
from modules.appointments.views.staff.common import COUNTER, actor_of, ask_counter, attempt, back, counter_of, for_work
from modules.appointments.views.staff.grid import name_of
from modules.appointments.views.staff.room_lines import finished_lines, line_of, needs_of, queue_of, ticket_name
from modules.appointments.views.staff.room_steps import LOOKS, STEPS, steps_for
from modules.appointments.views.staff.unready import unready_page
from rathaus.accounts.permissions import has_permission
from rathaus.web.answers import see_other

TEAMS: Final = "appointments_teams"  # where the session keeps for which teams somebody calls
_FINISHED_SHOWN: Final = 5

TicketView = Callable[[HttpRequest, QueueTicket], HttpResponse]


def of_ticket(view: TicketView) -> Callable[..., HttpResponseBase]:
    """Hand a view the ticket with the id in the address; only for those who work with appointments, 404 otherwise."""

    @for_work
    @wraps(view)
    def guarded(request: HttpRequest, /, *, ticket_id: uuid.UUID) -> HttpResponse:
        try:
            ticket = get_ticket(ticket_id)
        except QueueTicket.DoesNotExist:
            raise Http404 from None
        return view(request, ticket)

    return guarded


@for_work
@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """Show who is at one's own counter, who waits, who is served elsewhere, and who is expected."""
    now = timezone.now()
    every = list(counter_pools())
    if not every:
        return unready_page(request, _("Warteraum"))
    teams = chosen_teams(request, every)
    counter = request.session.get(COUNTER, "")
    queue = queue_of(teams=teams, day=today(now), now=now)
    record_day_read(day=today(now), actor=actor_of(request))
    mine = [line for line in queue["serving"] if counter and line.ticket.counter == counter]
    context = queue | {
        "address": reverse("appointments_staff:room"),
        "counter": counter,
        "every_team": every,
        "shows_places": len({team.location_id for team in teams}) > 1,
        "has_several_places": len({team.location_id for team in every}) > 1,
        "mine": [(line, steps_for(line.ticket)) for line in mine],
        "others": [line for line in queue["serving"] if line not in mine],
        "expected": _expected(teams, now),
        "finished": finished_lines(queue["room"], _FINISHED_SHOWN),
    }
    return render(request, "appointments/staff/room.html", context)


@for_work
@require_POST
def settle_in(request: HttpRequest) -> HttpResponse:
    """Remember at which counter somebody sits and for which teams they call; as long as they are signed in."""
    counter_of(request)
    known = {str(team.pk) for team in counter_pools()}
    request.session[TEAMS] = [team for team in request.POST.getlist("team") if team in known]
    return see_other(reverse("appointments_staff:room"))


@for_work
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    """Call whoever is next at this moment, after finishing who is at the counter if the button said so."""
    counter = counter_of(request)
    if not counter:
        ask_counter(request)
        return back(request, reverse("appointments_staff:room"))
    _finish_first(request)
    teams = counter_pools().filter(pk__in=[found for team in request.POST.getlist("team") if (found := read_id(team))])
    try:
        ticket = call_next(teams=list(teams), actor=actor_of(request), counter=counter, force=_may_force(request))
    except AppointmentError as error:
        messages.error(request, str(error))
    else:
        _tell(request, ticket)
    return back(request, reverse("appointments_staff:room"))


@of_ticket
@require_safe
def ticket_page(request: HttpRequest, ticket: QueueTicket) -> HttpResponse:
    """Show somebody in the waiting room with everything that can be done, and forms for note and forwarding."""
    return _ticket_page(request, ticket, NoteForm(initial={"note": ticket.note}), ForwardForm(ticket=ticket))


@of_ticket
@require_POST
def step(request: HttpRequest, ticket: QueueTicket) -> HttpResponse:
    """Take a step with somebody; the page that was shown says from which state it is taken back."""
    code = request.POST.get("schritt", "")
    if code == "call":
        return _call_out_of_turn(request, ticket)
    actor = actor_of(request)
    if chosen := STEPS.get(code):
        shown = request.POST.get("stand", "")
        attempt(request, lambda: chosen.run(ticket, actor, shown), str(chosen.success))
    else:
        return HttpResponseBadRequest()
    return back(request, reverse("appointments_staff:room"))


def _call_out_of_turn(request: HttpRequest, ticket: QueueTicket) -> HttpResponse:
    counter, actor, force = counter_of(request), actor_of(request), _may_force(request)
    if not counter:
        ask_counter(request)
        return see_other(reverse("appointments_staff:ticket", args=[ticket.pk]))
    words = _("%(name)s ist aufgerufen.") % {"name": ticket_name(ticket)}
    attempt(request, lambda: call_ticket(ticket=ticket, actor=actor, counter=counter, force=force), words)
    return back(request, reverse("appointments_staff:room"))


@of_ticket
@require_http_methods(["POST"])
def pass_on(request: HttpRequest, ticket: QueueTicket) -> HttpResponse:
    """Forward somebody to another team of the house, with a note."""
    form = ForwardForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return _ticket_page(request, ticket, NoteForm(initial={"note": ticket.note}), form)
    team, note = form.cleaned_data["team"], form.cleaned_data["note"]
    words = _("%(name)s wartet jetzt bei: %(team)s.") % {"name": ticket_name(ticket), "team": team.name}
    attempt(request, lambda: forward(ticket=ticket, team=team, note=note, actor=actor_of(request)), words)
    return see_other(reverse("appointments_staff:room"))


@of_ticket
@require_http_methods(["POST"])
def write_note(request: HttpRequest, ticket: QueueTicket) -> HttpResponse:
    """Replace the note on somebody."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _ticket_page(request, ticket, form, ForwardForm(ticket=ticket))
    note = form.cleaned_data["note"]
    attempt(
        request, lambda: note_ticket(ticket=ticket, note=note, actor=actor_of(request)), _("Die Notiz ist gespeichert.")
    )
    return see_other(reverse("appointments_staff:room"))


def chosen_teams(request: HttpRequest, every: Sequence[Pool]) -> list[Pool]:
    """Return the teams that somebody chose; all of the first location before they did."""
    chosen = set(request.session.get(TEAMS, ()))
    found = [team for team in every if str(team.pk) in chosen]
    return found or [team for team in every if team.location_id == every[0].location_id]


def _ticket_page(request: HttpRequest, ticket: QueueTicket, note: NoteForm, forwarding: ForwardForm) -> HttpResponse:
    context = {
        "line": line_of(ticket),
        "ticket": ticket,
        "look": LOOKS[ticket.state],
        "address": reverse("appointments_staff:ticket", args=[ticket.pk]),
        "steps": steps_for(ticket),
        "counter": counter_of(request),
        "is_waiting": ticket.state == TicketState.WAITING,
        "is_open": ticket.state in (TicketState.WAITING, TicketState.CALLED),
        "note_form": note,
        "forward_form": forwarding,
    }
    return render(request, "appointments/staff/ticket.html", context)


def _finish_first(request: HttpRequest) -> None:
    """End the visit that the page showed at the counter; one that a colleague has ended meanwhile is fine."""
    if not (ticket_id := read_id(request.POST.get("fertig", ""))):
        return
    with suppress(QueueTicket.DoesNotExist, WrongStateError):
        finish(ticket=get_ticket(ticket_id), actor=actor_of(request))


def _may_force(request: HttpRequest) -> bool:
    """Return whether somebody may be served where no place is free: the person waits, so a counter is."""
    return has_permission(request.user, OVERBOOK)


def _tell(request: HttpRequest, ticket: QueueTicket | None) -> None:
    if ticket is None:
        messages.info(request, _("Niemand wartet."))
    else:
        messages.success(request, _("%(name)s ist aufgerufen.") % {"name": ticket_name(get_ticket(ticket.pk))})


def _expected(teams: Sequence[Pool], now: datetime) -> list[tuple[Booking, str, str]]:
    """Return the appointments of the next two hours whose people are not here yet."""
    return [(booking, name_of(booking), needs_of(booking)) for booking in expected_bookings(pools=teams, now=now)]
