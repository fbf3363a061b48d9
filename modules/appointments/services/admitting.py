"""Let somebody hold a time, or say what has to happen before."""

from typing import Final
from uuid import UUID

from django.utils import timezone

from modules.appointments.errors import CrowdedNetworkError, ProofMissingError
from modules.appointments.models import Booking, State
from modules.appointments.proof import accept_proof
from modules.appointments.selectors.load import effort_needed
from modules.appointments.selectors.preferences import get_settings
from rathaus.limits.services import Refusal, hit

_PERIOD_SECONDS: Final = 10 * 60
_FINDING_SECONDS: Final = 60 * 60
FINDS_PER_NETWORK: Final = 20  # an hour: enough for a library, too few to try out numbers


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


def _count_hold(network: str) -> Refusal | None:
    limit = get_settings().holds_per_network
    return hit(name="appointments.hold", key=network, limit=limit, seconds=_PERIOD_SECONDS) if limit else None


def admit_finding(*, network: str) -> None:
    """Count somebody who asks for a lost link; raises CrowdedNetworkError for one who tries out numbers."""
    refusal = hit(name="appointments.find", key=network, limit=FINDS_PER_NETWORK, seconds=_FINDING_SECONDS)
    if refusal:
        raise CrowdedNetworkError(refusal)


def _is_repeated(idem_key: UUID) -> bool:
    """Return whether the form with this key holds a time already: sent twice, or once more after the back button."""
    booking = Booking.objects.filter(idem_key=idem_key).first()
    return booking is not None and booking.is_alive_at(timezone.now())
