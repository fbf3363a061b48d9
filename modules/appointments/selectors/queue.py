"""The waiting room as everybody sees it: who waits in which order, who is served, what was finished."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from modules.appointments.models import FurtherConcern, Pool, QueueRules, QueueTicket, TicketState
from modules.appointments.queue_order import Waiter, line_up
from tenants.municipality.models import Location

_OPEN: Final = (TicketState.WAITING, TicketState.CALLED)
_USUALLY_LATE: Final = QueueRules().late_minutes


@dataclass(frozen=True)
class Room:
    """The tickets of a day at some teams, in three groups; `waiting` is the line."""

    waiting: Sequence[Waiter]
    serving: Sequence[QueueTicket]
    finished: Sequence[QueueTicket]

    def before(self, ticket: QueueTicket) -> list[Waiter]:
        """Return those who are called before somebody who waits; all of them for somebody who does not."""
        ids = [waiter.ticket.pk for waiter in self.waiting]
        return list(self.waiting[: ids.index(ticket.pk)] if ticket.pk in ids else self.waiting)


def rules_of(location_id: UUID) -> QueueRules:
    """Return how the location takes people without an appointment; without a row it takes none."""
    found = QueueRules.objects.filter(location=location_id).first()
    return found or QueueRules(location_id=location_id, takes_walk_ins=False)


def locations_with_rules() -> list[tuple[Location, QueueRules]]:
    """Return every location with its rules, those that nobody has set included: two queries."""
    known = {rules.location_id: rules for rules in QueueRules.objects.all()}
    return [
        (location, known.get(location.pk, QueueRules(location=location, takes_walk_ins=False)))
        for location in Location.objects.order_by("position", "name")
    ]


def room_of(*, teams: Collection[Pool], day: date) -> Room:
    """Return the waiting room of these teams: three queries, however many people."""
    tickets = list(_tickets(teams, day))
    by_state: dict[str, list[QueueTicket]] = {state: [] for state in TicketState.values}
    for ticket in tickets:
        by_state[ticket.state].append(ticket)
    over = [*by_state[TicketState.DONE], *by_state[TicketState.MISSED]]
    return Room(
        waiting=_line(by_state[TicketState.WAITING], teams),
        serving=sorted(by_state[TicketState.CALLED], key=lambda ticket: ticket.called_at or ticket.arrived_at),
        finished=sorted(over, key=lambda ticket: ticket.finished_at or ticket.arrived_at, reverse=True),
    )


def waiting_line(*, teams: Collection[Pool], day: date) -> Sequence[Waiter]:
    """Return who waits for these teams, whoever is to be called first in front: three queries."""
    return _line(_tickets(teams, day).filter(state=TicketState.WAITING), teams)


def shown_calls(*, location_id: UUID, day: date) -> tuple[list[QueueTicket], int]:
    """Return who is called at the moment, the latest call first, and how many wait: one query."""
    here = QueueTicket.objects.filter(location=location_id, day=day, state__in=_OPEN)
    tickets = list(here.only("state", "label", "counter", "calls", "called_at", "recalled_at", "arrived_at"))
    called = [ticket for ticket in tickets if ticket.state == TicketState.CALLED and ticket.calls]
    latest = sorted(called, key=lambda ticket: ticket.recalled_at or ticket.called_at or ticket.arrived_at)
    return latest[::-1], sum(ticket.state == TicketState.WAITING for ticket in tickets)


def get_ticket(ticket_id: UUID) -> QueueTicket:
    """Return a ticket with all that pages show of it; raises QueueTicket.DoesNotExist."""
    return _with_all(QueueTicket.objects.all()).get(pk=ticket_id)


def ticket_by_token(token: str, *, day: date) -> QueueTicket:
    """Return the ticket of somebody who waits on that day; raises QueueTicket.DoesNotExist on any other."""
    return _with_all(QueueTicket.objects.all()).get(token=token, day=day)


def _tickets(teams: Collection[Pool], day: date) -> QuerySet[QueueTicket]:
    locations = {team.location_id for team in teams}
    found = QueueTicket.objects.filter(location__in=locations, day=day, pool__in=list(teams))
    return _with_all(found)


def _with_all(tickets: QuerySet[QueueTicket]) -> QuerySet[QueueTicket]:
    further = Prefetch("booking__further_concerns", FurtherConcern.objects.select_related("concern"))
    found = tickets.select_related("booking__concern", "concern", "location", "pool", "previous")
    return found.prefetch_related(further)


def _line(tickets: Iterable[QueueTicket], teams: Collection[Pool]) -> Sequence[Waiter]:
    """Return the line; each location says for itself when somebody is late."""
    late = _late_minutes({team.location_id for team in teams})
    by_location: dict[UUID, list[QueueTicket]] = {}
    for ticket in tickets:
        by_location.setdefault(ticket.location_id, []).append(ticket)
    lines = (line_up(found, late_minutes=late.get(location, _USUALLY_LATE)) for location, found in by_location.items())
    return sorted((waiter for line in lines for waiter in line), key=lambda waiter: waiter.rank)


def _late_minutes(locations: Collection[UUID]) -> Mapping[UUID, int]:
    return dict(QueueRules.objects.filter(location__in=locations).values_list("location_id", "late_minutes"))
