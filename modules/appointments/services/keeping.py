"""Keep places for somebody who has not asked for them yet: holds that the town hall makes itself."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from modules.appointments.models import Booking
from modules.appointments.services.cells import NoPlaceLeft, Quota, book


def keep_place(
    draft: Booking, pools: Iterable[UUID], *, quota: Quota, until: datetime, now: datetime
) -> Booking | None:
    """Hold a place in each pool until a moment, in the caller's transaction; None where they are not free after all."""
    with suppress(NoPlaceLeft, IntegrityError), transaction.atomic():
        held = book(draft, sorted(pools), quota=quota, now=now)
        held.expires_at = until
        held.save(update_fields=["expires_at"])
        return held
    return None
