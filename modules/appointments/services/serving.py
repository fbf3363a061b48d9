"""Cells for somebody who drew a number: taken when they are called, so that capacity and statistics stay exact."""

import uuid
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from modules.appointments.errors import SlotTakenError, TooManyPersonsError
from modules.appointments.models import (
    Audience,
    Booking,
    Concern,
    ConcernPlace,
    Origin,
    QueueTicket,
    State,
    TicketState,
)
from modules.appointments.moments import running_cell, today
from modules.appointments.selectors.places import pools_of, with_pools
from modules.appointments.services.cells import NoPlaceLeft, Quota, book, give_back, ranges_of
from modules.appointments.services.counter import settle
from modules.appointments.services.details import Details
from modules.appointments.services.sweeping import try_twice
from modules.appointments.services.targets import Target, quotas
from modules.appointments.visits import visit_of
from rathaus.accounts.models import User


def serve_ticket(*, ticket: QueueTicket, actor: User, counter: str, force: bool) -> None:
    """Begin the visit of a locked ticket: a booking from this moment on, in the cells of the team that calls.

    Somebody whose concern was removed meanwhile is called without cells. Raises SlotTakenError where no place is left
    and `force` is not given, NotOfferedError behind midnight, BusyError.
    """
    now = timezone.now()
    place = _place_of(ticket)
    if place is None:
        _call_without_cells(ticket, counter, now)
        return
    booking = _take_cells(ticket, place, actor, now, force=force)
    ticket.booking = booking
    ticket.save(update_fields=["booking"])
    settle(
        booking,
        State.CALLED,
        _details_of(ticket),
        actor,
        "appointments.walk_in_served",
        arrived_at=ticket.arrived_at,
        called_at=now,
        counter=counter,
        follows=ticket.previous,
    )


def take_back_serving(ticket: QueueTicket) -> None:
    """Remove the booking that the call of a drawn number made, with its cells; the ticket's row is locked."""
    booking, ticket.booking = ticket.booking, None
    if booking is not None:
        if booking.last_name and ticket.previous_id is None:  # a name that was typed for somebody served at once
            ticket.note = f"{booking.full_name}\n{ticket.note}".strip()
        ticket.save(update_fields=["booking", "note"])
        give_back(ranges_of(booking))
        booking.delete()


def length_of(concern: Concern, persons: int) -> int:
    """Return how many cells a visit without an appointment takes; at most as many persons as the concern allows."""
    try:
        return visit_of(concern, persons=persons).length
    except TooManyPersonsError:
        return visit_of(concern, persons=concern.max_persons).length


def _place_of(ticket: QueueTicket) -> ConcernPlace | None:
    offered = ConcernPlace.objects.filter(concern=ticket.concern_id, location=ticket.location_id)
    return with_pools(offered).first() if ticket.concern_id else None


def _take_cells(ticket: QueueTicket, place: ConcernPlace, actor: User, now: datetime, *, force: bool) -> Booking:
    target = Target.at(place, today(now), running_cell(now), length_of(place.concern, ticket.persons))
    pools = _pools(ticket, place)
    for quota in quotas(Audience.STAFF, is_forced=force):
        draft = Booking(
            idem_key=uuid.uuid4(),
            **target.columns,
            origin=Origin.WALK_IN,
            persons=ticket.persons,
            language=ticket.language,
            forced_by=actor.pk if quota == Quota.FORCED else None,
        )
        with suppress(NoPlaceLeft):
            return try_twice(
                lambda draft=draft, quota=quota: book(draft, pools, quota=quota, now=now),  # type: ignore[misc]
                pools=pools,
                day=target.day,
                now=now,
            )
    raise SlotTakenError


def _pools(ticket: QueueTicket, place: ConcernPlace) -> list[UUID]:
    """Return the pools of the concern; only its own one for a team to which somebody was forwarded."""
    pools = sorted(pool.pk for pool in pools_of(place))
    return pools if ticket.pool_id is None or ticket.pool_id in pools else [ticket.pool_id]


def _details_of(ticket: QueueTicket) -> Details:
    """Return who it is, as far as the team knows that served them before."""
    before = ticket.previous
    if before is None:
        return Details()
    return Details(first_name=before.first_name, last_name=before.last_name, email=before.email, phone=before.phone)


def _call_without_cells(ticket: QueueTicket, counter: str, now: datetime) -> None:
    ticket.state, ticket.counter, ticket.called_at = TicketState.CALLED, counter, now
    ticket.calls += 1
    ticket.save()
