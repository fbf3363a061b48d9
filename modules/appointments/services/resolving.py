"""What becomes of the bookings that a change of the hours leaves outside: decided on before, carried out after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from modules.appointments.errors import AppointmentError, UnresolvedBookingsError
from modules.appointments.models import Audience, Booking
from modules.appointments.selectors.free import neighbours_of
from modules.appointments.selectors.places import get_place
from modules.appointments.services.moving import cancel_booking, move_booking
from rathaus.accounts.models import User


class Action(StrEnum):
    """What to do with an appointment that will lie outside of the hours."""

    KEEP = "keep"
    MOVE = "move"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The decision about one booking. Moving takes the nearest free time; the reason is mailed on cancelling."""

    action: Action
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the bookings: `stuck` could not be moved, for nothing is free; they stay and are listed."""

    kept: tuple[Booking, ...] = ()
    moved: tuple[Booking, ...] = ()
    cancelled: tuple[Booking, ...] = ()
    stuck: tuple[Booking, ...] = ()


Resolutions = Mapping[UUID, Resolution]
Decisions = Sequence[tuple[Booking, Resolution]]


def decided(affected: Sequence[Booking], resolutions: Resolutions | None) -> Decisions:
    """Return each affected booking with its decision; a decision about any other booking is left aside.

    Raises UnresolvedBookingsError with those that nobody decided on.
    """
    resolutions = resolutions or {}
    undecided = [booking for booking in affected if booking.pk not in resolutions]
    if undecided:
        raise UnresolvedBookingsError(undecided)
    return [(booking, resolutions[booking.pk]) for booking in affected]


def resolve(affected: Decisions, actor: User | None) -> Outcome:
    """Do what was decided, one booking after the other and each with its mail, and return what became of them.

    An error on the way leaves the rest as they were and visible as conflicts. To be called once the change is saved.
    """
    found: dict[str, list[Booking]] = {"kept": [], "moved": [], "cancelled": [], "stuck": []}
    for booking, resolution in affected:
        word, result = _resolve_one(booking, resolution, actor)
        found[word].append(result)
    return Outcome(**{word: tuple(bookings) for word, bookings in found.items()})


def _resolve_one(booking: Booking, resolution: Resolution, actor: User | None) -> tuple[str, Booking]:
    if resolution.action == Action.CANCEL:
        return _cancel_if_open(booking, resolution.reason, actor)
    if resolution.action == Action.MOVE:
        moved = _move_to_nearest(booking, actor)
        return ("moved", moved) if moved else ("stuck", booking)
    return "kept", booking


def _cancel_if_open(booking: Booking, reason: str, actor: User | None) -> tuple[str, Booking]:
    """Cancel a booking; one that ended meanwhile must not keep the other decisions from being carried out."""
    try:
        return "cancelled", cancel_booking(booking=booking, actor=actor, reason=reason)
    except AppointmentError:
        return "stuck", booking


def _move_to_nearest(booking: Booking, actor: User | None) -> Booking | None:
    """Move a booking to the free time nearest to its own, on its day or one of the next; None if there is none."""
    place = get_place(booking.place_id)
    near = neighbours_of(
        place=place,
        day=booking.day,
        cell=booking.cell_from,
        length=booking.length,
        audience=Audience.STAFF,
        now=timezone.now(),
        count=1,
    )
    try:
        return (
            move_booking(booking=booking, place=place, day=near[0].day, cell_from=near[0].cell, actor=actor)
            if near
            else None
        )
    except AppointmentError:
        return None
