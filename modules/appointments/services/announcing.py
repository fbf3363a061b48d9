"""Tell other programs what became of an appointment; nothing about the person leaves the house."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from modules.appointments.models import Booking, State
from rathaus.api.services import announce
from rathaus.tenancy import current_tenant

BOOKING_CONFIRMED: Final = "appointments.booking_confirmed"
_BY_STATE: Final[Mapping[str, str]] = {
    State.CONFIRMED: BOOKING_CONFIRMED,
    State.ARRIVED: "appointments.booking_arrived",
    State.DONE: "appointments.booking_done",
    State.NO_SHOW: "appointments.booking_no_show",
    State.CANCELLED: "appointments.booking_cancelled",
}


def announce_state(booking: Booking, *, listening: Sequence[UUID] | None = None) -> None:
    """Announce the state that the booking has just got, if it is one that others are told of.

    Call it in the transaction of the change. What nobody ever confirmed was never anything to the outside.
    `listening` are those that `who_listens` to the state's event has found, if that was asked before.
    """
    event = _BY_STATE.get(booking.state)
    if event and booking.confirmed_at is not None:
        announce(event=event, payload=payload_of(booking), listening=listening)


def announce_move(booking: Booking) -> None:
    """Announce that the booking has another time or place; call it in the transaction of the change."""
    announce(event="appointments.booking_moved", payload=payload_of(booking))


def payload_of(booking: Booking) -> dict[str, Any]:
    """Return what is sent: ids, times and the state. The token stays here, since it opens the appointment."""
    zone = current_tenant().zone
    return {
        "id": str(booking.pk),
        "state": str(booking.state),
        "concern_id": str(booking.concern_id),
        "place_id": str(booking.place.location_id),
        "starts_at": booking.starts_at.astimezone(zone).isoformat(),
        "ends_at": booking.ends_at.astimezone(zone).isoformat(),
        "persons": booking.persons,
        "origin": str(booking.origin),
        "version": booking.sequence,
    }
