"""How many people want a time at this moment."""

from datetime import datetime, timedelta
from typing import Final

from modules.appointments.models import CITIZEN_ORIGINS, AppointmentSettings, Booking, ProofOfWork, State
from modules.appointments.selectors.preferences import get_settings

BUSY_FROM: Final = 20  # holds in a minute; a small town has as many in a day
MOST_EFFORT: Final = 4


def effort_needed(now: datetime) -> int:
    """Return how many times the usual work a browser does before a time is held for it; 0: none.

    It rises with the holds of the last minute, so a rush costs programs more than people.
    """
    settings = get_settings()
    if settings.proof_of_work == ProofOfWork.OFF:
        return 0
    holds = holds_in_last_minute(now, settings)
    if settings.proof_of_work == ProofOfWork.BUSY and holds < BUSY_FROM:
        return 0
    return min(max(1, holds // BUSY_FROM), MOST_EFFORT)


def holds_in_last_minute(now: datetime, settings: AppointmentSettings) -> int:
    """Return how many times were held for citizens in the last minute, as far as they still wait for details."""
    youngest = now + timedelta(minutes=settings.hold_minutes - 1)
    return Booking.objects.filter(state=State.HELD, origin__in=CITIZEN_ORIGINS, expires_at__gt=youngest).count()
