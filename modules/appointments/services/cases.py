"""The cases of an outage, seen from the booking: whoever moves or cancels it settles them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from modules.appointments.models import Booking, Origin, OutageCase, OutageCaseState, State

UNSETTLED: Final = (OutageCaseState.OPEN, OutageCaseState.OFFERED)


def leave_cases(booking: Booking, state: OutageCaseState, *, now: datetime) -> None:
    """Settle the open cases of a locked booking, in the caller's transaction; their replacements lapse at once.

    A replacement that lapsed is free for everybody: the reader counts it as free, and whoever needs it sweeps it.
    """
    cases = OutageCase.objects.filter(booking=booking, state__in=UNSETTLED)
    let_go([case.replacement_id for case in cases if case.replacement_id], now=now)
    cases.update(state=state)


def let_go(replacements: Collection[UUID], *, now: datetime) -> None:
    """Let replacements lapse that nobody needs any more."""
    if replacements:
        kept = Booking.objects.filter(pk__in=replacements, state=State.HELD, origin=Origin.REPLACEMENT)
        kept.update(expires_at=now)
