"""Beside the day: who waits, who is served, who is about to come, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.appointments.models import Booking, State, Support
from modules.appointments.selectors.board import Board
from modules.appointments.selectors.day import callbacks
from modules.appointments.views.staff.grid import name_of
from rathaus.calendar.localtime import local_day
from rathaus.tenancy import current_tenant

LONG_WAIT: Final = timedelta(minutes=15)
_SOON: Final = timedelta(minutes=40)
_LATE: Final = timedelta(minutes=60)
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """A line of a list: the booking, what to call it, and what else matters."""

    booking: Booking
    name: str
    note: str
    minutes: int = 0
    is_long: bool = False


def side_of(board: Board, now: datetime) -> dict[str, Any]:
    """Return the lists beside the day; one query. Who waits and who comes is said of today alone."""
    is_today = board.view.day == local_day(now, current_tenant().time_zone)
    waiting = _waiting(board, now)
    calls = list(callbacks(now=now)[: _MOST + 1])
    return {
        "waiting": waiting,
        "waiting_words": _waiting_words(len(waiting)),
        "next_person": waiting[0] if waiting else None,
        "serving": [_person(booking) for booking in _in_state(board, State.CALLED)],
        "expected": _expected(board, now) if is_today else [],
        "callbacks": [_person(booking) for booking in calls[:_MOST]],
        "has_more_callbacks": len(calls) > _MOST,
        "lapsed": [_person(booking) for booking in board.view.lapsed],
    }


def _waiting(board: Board, now: datetime) -> list[Person]:
    here = sorted(_in_state(board, State.ARRIVED), key=lambda booking: (booking.starts_at, booking.arrived_at or now))
    return [_waiter(booking, now) for booking in here]


def _waiter(booking: Booking, now: datetime) -> Person:
    """Return somebody who waits. Whoever comes too early has not waited long."""
    arrived = booking.arrived_at or now
    is_long = now - max(arrived, booking.starts_at) > LONG_WAIT
    return Person(booking, name_of(booking), _needs(booking), int((now - arrived).total_seconds() // 60), is_long)


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
    return Person(booking, name_of(booking), _needs(booking))


def _needs(booking: Booking) -> str:
    """Return the help that somebody needs, in words."""
    return ", ".join(str(Support(need).label) for need in booking.support if need in Support.values)


def _waiting_words(count: int) -> str:
    if not count:
        return _("Niemand wartet")
    return ngettext("%(count)s Person wartet", "%(count)s Personen warten", count) % {"count": count}
