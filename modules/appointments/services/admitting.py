"""Let somebody hold a time, or say what has to happen before."""

from typing import Final
from uuid import UUID

from django.utils import timezone

from modules.appointments.errors import CrowdedNetworkError, ProofMissingError
from modules.appointments.models import Booking, State
from modules.appointments.proof import accept_proof
from modules.appointments.selectors.load import effort_needed
from modules.appointments.selectors.preferences import get_settings
from rathaus.limits.services import hit

_PERIOD_SECONDS: Final = 10 * 60
_HOUR: Final = 60 * 60
FINDS_PER_NETWORK: Final = 20  # an hour: enough for a library, too few to try out numbers
WISHES_PER_NETWORK: Final = 20  # an hour: each one mails an address that nobody has proven


def admit_hold(*, network: str, idem_key: UUID, proof: str = "", replaces: Booking | None = None) -> None:
    """Count a hold for the network it is asked from, and ask for the browser's work where the municipality wants it.

    Choosing another time for what is held already is free, and so is sending the same form twice. To be called before
    the hold and outside of a transaction. Raises CrowdedNetworkError and ProofMissingError.
    """
    now = timezone.now()
    if replaces and replaces.state == State.HELD and replaces.is_alive_at(now):
        return
    limit = get_settings().holds_per_network
    refusal = (
        hit(name="appointments.hold", key=network, limit=limit, seconds=_PERIOD_SECONDS, now=now) if limit else None
    )
    is_asked = effort_needed(now) > 0
    if not (refusal or is_asked) or _is_repeated(idem_key):
        return
    if refusal:
        raise CrowdedNetworkError(refusal)
    if not accept_proof(proof=proof, idem_key=idem_key, now=now):
        raise ProofMissingError


def admit_finding(*, network: str) -> None:
    """Count somebody who asks for a lost link; raises CrowdedNetworkError for one who tries out numbers."""
    _count("appointments.find", network, FINDS_PER_NETWORK)


def admit_wish(*, network: str) -> None:
    """Count somebody who asks to wait and gets a mail; raises CrowdedNetworkError for one who mails to strangers."""
    _count("appointments.wish", network, WISHES_PER_NETWORK)


def _count(name: str, network: str, limit: int) -> None:
    refusal = hit(name=name, key=network, limit=limit, seconds=_HOUR)
    if refusal:
        raise CrowdedNetworkError(refusal)


def _is_repeated(idem_key: UUID) -> bool:
    """Return whether the form with this key holds a time already: sent twice, or once more after the back button."""
    booking = Booking.objects.filter(idem_key=idem_key).first()
    return booking is not None and booking.is_alive_at(timezone.now())
