"""Say at the entrance that one is here, by the code of the appointment: right day, right place, right time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils import timezone

from modules.appointments.codes import normalise_code
from modules.appointments.errors import WrongStateError
from modules.appointments.models import Booking, Channel, QueueRules, QueueTicket, State
from modules.appointments.moments import today
from modules.appointments.queue_order import is_late
from modules.appointments.selectors.queue import rules_of
from modules.appointments.services.counter import mark_arrived

_ADDRESS: Final = re.compile(r"/t/([\w-]{16,32})")
_AMERICAN_KEYS: Final = str.maketrans({"ß": "-", "z": "y", "y": "z", "Z": "Y", "Y": "Z"})


class Arrival(StrEnum):
    """What becomes of somebody who shows a code."""

    HERE = "here"
    LATE = "late"
    ALREADY = "already"
    CALLED = "called"
    EARLY = "early"
    OTHER_DAY = "other_day"
    OTHER_PLACE = "other_place"
    REMOTE = "remote"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    OVER = "over"
    UNKNOWN = "unknown"


WAITS: Final = (Arrival.HERE, Arrival.LATE, Arrival.ALREADY, Arrival.CALLED)
_BY_STATE: Final[Mapping[str, Arrival]] = {
    State.ARRIVED: Arrival.ALREADY,
    State.CALLED: Arrival.CALLED,
    State.DONE: Arrival.OVER,
    State.NO_SHOW: Arrival.OVER,
    State.CANCELLED: Arrival.CANCELLED,
    State.EXPIRED: Arrival.LAPSED,
}


@dataclass(frozen=True)
class CheckIn:
    """The outcome, the appointment it is about, and the ticket of somebody who waits."""

    arrival: Arrival
    booking: Booking | None = None
    ticket: QueueTicket | None = None
    from_time: datetime | None = None  # when somebody who is early may say it


def check_in(*, typed: str, location_id: UUID) -> CheckIn:
    """Note that the person with this code is here and return the outcome; whatever is not right changes nothing.

    `typed` is the code, or the address of the appointment as a scanner reads it. Raises BusyError.
    """
    now = timezone.now()
    booking = find_by_code(typed, now)
    if booking is None:
        return CheckIn(Arrival.UNKNOWN)
    rules = rules_of(location_id)
    if hindrance := _hindrance(booking, location_id, rules, now):
        return _outcome(hindrance, booking, rules)
    try:
        arrived = mark_arrived(booking=booking, actor=None)
    except WrongStateError:  # cancelled, or called by a colleague, in this very moment
        booking.refresh_from_db()
        return _outcome(_BY_STATE.get(booking.state, Arrival.LAPSED), booking, rules)
    late = is_late(starts_at=arrived.starts_at, now=now, late_minutes=rules.late_minutes)
    return _outcome(Arrival.LATE if late else Arrival.HERE, arrived, rules)


def find_by_code(typed: str, now: datetime) -> Booking | None:
    """Return the appointment that a code or an address names: today's, else the nearest one. Holds are nobody's yet."""
    bookings = Booking.objects.select_related("concern", "place__location", "place__concern")
    bookings = bookings.exclude(state=State.HELD).exclude(state=State.EXPIRED, last_name="")
    bookings = bookings.filter(erased_at__isnull=True)
    if address := _ADDRESS.search(typed):
        return bookings.filter(token=address[1]).first()
    found = list(bookings.filter(code__in=_codes(typed))) if _codes(typed) else []
    return min(found, key=lambda booking: abs((booking.day - today(now)).days), default=None)


def _codes(typed: str) -> list[str]:
    """Return the codes that were meant; a scanner set to American keys writes ß for the dash and swaps y and z."""
    swapped = "ß" in typed
    text = typed.translate(_AMERICAN_KEYS) if swapped else typed
    return [code for code in [normalise_code(text)] if code]


def _hindrance(booking: Booking, location_id: UUID, rules: QueueRules, now: datetime) -> Arrival | None:
    """Return why nothing is noted, None for somebody who is welcome now."""
    if booking.day != today(now):
        return Arrival.OTHER_DAY if booking.state not in (State.CANCELLED, State.EXPIRED) else _BY_STATE[booking.state]
    if booking.state in _BY_STATE:
        return _BY_STATE[booking.state]
    if not booking.is_alive_at(now):
        return Arrival.LAPSED
    if booking.channel != Channel.IN_PERSON:
        return Arrival.REMOTE
    if booking.place.location_id != location_id:
        return Arrival.OTHER_PLACE
    return Arrival.EARLY if now < _from_time(booking, rules) else None


def _outcome(arrival: Arrival, booking: Booking, rules: QueueRules) -> CheckIn:
    ticket = QueueTicket.objects.filter(booking=booking).first() if arrival in WAITS else None
    if arrival in WAITS and ticket is None:
        arrival = Arrival.OVER
    return CheckIn(arrival, booking, ticket, _from_time(booking, rules))


def _from_time(booking: Booking, rules: QueueRules) -> datetime:
    return booking.starts_at - timedelta(minutes=rules.early_minutes)
