"""Beside the day: who waits, who is served, who is about to come, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from modules.appointments.models import Booking, State
from modules.appointments.selectors.board import Board
from modules.appointments.selectors.day import callbacks
from modules.appointments.views.staff.grid import name_of
from modules.appointments.views.staff.room_lines import needs_of, queue_of
from modules.appointments.views.staff.room_steps import STEPS
from rathaus.calendar.localtime import local_day
from rathaus.tenancy import current_tenant

_SOON: Final = timedelta(minutes=40)
_LATE: Final = timedelta(minutes=60)
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """A line of a list: the booking, what to call it, and what else matters."""

    booking: Booking
    name: str
    note: str


def side_of(board: Board, now: datetime) -> dict[str, Any]:
    """Return the lists beside the day; three queries. Who waits and who comes is said of today alone."""
    is_today = board.view.day == local_day(now, current_tenant().time_zone)
    calls = list(callbacks(now=now)[: _MOST + 1])
    return queue_of(teams=board.pools, day=board.view.day, now=now) | {
        "finish_step": STEPS["done"],
        "expected": _expected(board, now) if is_today else [],
        "callbacks": [_person(booking) for booking in calls[:_MOST]],
        "has_more_callbacks": len(calls) > _MOST,
        "lapsed": [_person(booking) for booking in board.view.lapsed],
    }


def _expected(board: Board, now: datetime) -> list[Person]:
    coming = (
        booking
        for state in (State.CONFIRMED, State.UNCONFIRMED)
        for booking in _in_state(board, state)
        if now - _LATE < booking.starts_at < now + _SOON
    )
    return [_person(booking) for booking in sorted(coming, key=lambda booking: booking.starts_at)[:_MOST]]


def _in_state(board: Board, state: State) -> Sequence[Booking]:
    return [booking for booking in board.view.bookings if booking.state == state]


def _person(booking: Booking) -> Person:
    return Person(booking, name_of(booking), needs_of(booking))
