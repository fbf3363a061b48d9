"""The page of a drawn number or an arrival, on people's own telephone: how many are ahead, how long it takes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from modules.appointments.models import QueueTicket, TicketState
from modules.appointments.moments import today
from modules.appointments.selectors.expecting import outlook_of
from modules.appointments.selectors.queue import ticket_by_token
from modules.appointments.views.public.guards import unlisted
from modules.appointments.waiting_time import wait_words


@unlisted
@require_safe
def number(request: HttpRequest, *, token: str) -> HttpResponse:
    """Show where somebody stands in the line; the address works on this day only."""
    try:
        ticket = ticket_by_token(token, day=today())
    except QueueTicket.DoesNotExist:
        raise Http404 from None
    response = render(request, "appointments/public/room/own_number.html", {"ticket": ticket} | _place_in_line(ticket))
    response["Cache-Control"] = "private, no-store"
    return response


def _place_in_line(ticket: QueueTicket) -> dict[str, Any]:
    now = timezone.now()
    if ticket.state != TicketState.WAITING or ticket.pool is None:
        return {"now": now}
    outlook = outlook_of(team=ticket.pool, now=now)
    return {"now": now, "ahead": len(outlook.room.before(ticket)), "wait": wait_words(outlook.wait_of(ticket))}
