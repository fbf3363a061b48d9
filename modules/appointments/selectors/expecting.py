"""How long people will wait at a team, from what the day shows now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from modules.appointments.models import Audience, Booking, Pool, QueueTicket, State
from modules.appointments.moments import running_cell, today
from modules.appointments.queue_order import Turn
from modules.appointments.selectors.queue import Room, room_of
from modules.appointments.selectors.rows import read_rows
from modules.appointments.slots import open_cells, range_mask
from modules.appointments.slots.masks import runs
from modules.appointments.visits import Visit
from modules.appointments.waiting_time import Coming, expected_minutes, pace
from rathaus.calendar.localtime import CELL_MINUTES

_UNKNOWN: Final = 15.0  # minutes of somebody whose concern was removed meanwhile


@dataclass(frozen=True)
class Hours:
    """A team's day from now on: how many places are open now, and how many minutes until it closes."""

    places: int
    minutes_left: int
    opens_at_cell: int | None  # of the next opening today, while it is closed


@dataclass(frozen=True)
class Outlook:
    """A team's room and hours at one moment, read once for all questions about it."""

    team: Pool
    now: datetime
    room: Room
    hours: Hours
    coming: Sequence[Coming]

    def wait_of(self, ticket: QueueTicket) -> float | None:
        """Return the minutes until somebody who waits is called; None while the team is closed."""
        ahead = [waiter.ticket for waiter in self.room.before(ticket)]
        turn = next((waiter.turn for waiter in self.room.waiting if waiter.ticket.pk == ticket.pk), Turn.WALK_IN)
        return self._wait(ahead, () if turn == Turn.ON_TIME else self.coming)

    def wait_of_new(self) -> float | None:
        """Return the minutes that somebody would wait who drew a number now."""
        ahead = [waiter.ticket for waiter in self.room.waiting if waiter.turn <= Turn.WALK_IN]
        return self._wait(ahead, self.coming)

    def _wait(self, ahead: Iterable[QueueTicket], coming: Sequence[Coming]) -> float | None:
        factor = self._pace()
        return expected_minutes(
            places=self.hours.places,
            served=[planned_minutes(ticket) * factor - _since(ticket, self.now) for ticket in self.room.serving],
            ahead=[planned_minutes(ticket) * factor for ticket in ahead],
            coming=coming,
        )

    def _pace(self) -> float:
        """Return how today compares with what was planned, by the visits that are over."""
        over = [(planned_minutes(ticket), _served_minutes(ticket)) for ticket in self.room.finished]
        known = [(planned, actual) for planned, actual in over if actual is not None]
        return pace(planned=sum(planned for planned, _ in known), actual=sum(actual for _, actual in known))


def outlook_of(*, team: Pool, now: datetime) -> Outlook:
    """Return what the team's waiting room looks like now: five queries."""
    day = today(now)
    return Outlook(
        team=team,
        now=now,
        room=room_of(teams=[team], day=day),
        hours=hours_of(team, now),
        coming=_coming(team, day, now),
    )


def hours_of(team: Pool, now: datetime) -> Hours:
    """Return the rest of the team's day; a day without a row is closed."""
    day, cell = today(now), running_cell(now)
    row = read_rows([team.pk], day, day, audience=Audience.STAFF, now=now).get((team.pk, day))
    if row is None:
        return Hours(0, 0, None)
    rest = list(runs(open_cells(row.cap) & range_mask(cell, len(row.cap) + 1)))
    is_open = bool(rest) and rest[0][0] == cell
    return Hours(
        places=row.cap[cell - 1],
        minutes_left=(rest[0][1] - cell) * CELL_MINUTES if is_open else 0,
        opens_at_cell=rest[0][0] if rest and not is_open else None,
    )


def planned_minutes(ticket: QueueTicket) -> float:
    """Return how long the visit is planned: as booked, or as its concern says."""
    if ticket.booking:
        return ticket.booking.minutes
    if ticket.concern is None:
        return _UNKNOWN
    return Visit(concern=ticket.concern, persons=ticket.persons, chosen=()).minutes


def _since(ticket: QueueTicket, now: datetime) -> float:
    return (now - (ticket.called_at or now)).total_seconds() / 60


def _served_minutes(ticket: QueueTicket) -> float | None:
    if ticket.called_at is None or ticket.finished_at is None or ticket.state != "done":
        return None
    return (ticket.finished_at - ticket.called_at).total_seconds() / 60


def _coming(team: Pool, day: date, now: datetime) -> list[Coming]:
    """Return the booked people who are not here yet; whoever is late counts as coming now."""
    booked = Booking.objects.filter(day=day, state=State.CONFIRMED, taken_places__pool=team, ends_at__gt=now)
    return [
        Coming(max((booking.starts_at - now).total_seconds() / 60, 0.0), booking.minutes)
        for booking in booked.only("starts_at", "cell_from", "cell_to")
    ]
