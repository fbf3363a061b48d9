"""Give back what lapsed: each minute by a job, and at once where somebody needs the place."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from modules.appointments.models import (
    PENDING_STATES,
    Booking,
    BookingPlace,
    OfferState,
    Pool,
    State,
    WaitingOffer,
)
from modules.appointments.services.cells import Cells, NoPlaceLeft, give_back, why_full
from modules.appointments.services.days import ensure_days
from modules.appointments.services.transactions import booking_transaction

_BATCH: Final = 200
Result = TypeVar("Result")


def sweep_expired(*, pools: Collection[UUID] = (), day: date | None = None, now: datetime | None = None) -> int:
    """End the holds and unconfirmed bookings that lapsed, give their places back, and return how many.

    With pools and a day only those that take a place there. Rows that somebody else works on are skipped, so
    any number of workers may sweep. Raises BusyError.
    """
    lapsed = _lapsed(pools, day, now or timezone.now())
    swept = 0
    while batch := _sweep_batch(lapsed):
        swept += batch
    return swept


def try_twice(attempt: Callable[[], Result], *, pools: Collection[UUID], day: date, now: datetime) -> Result:
    """Run an attempt to take places in a transaction; if it fails, sweep the day and try once more.

    So an abandoned hold never keeps anybody out, and a booking that finds room pays nothing for sweeping. Where
    nothing lapsed and no day row is missing, the first answer stands. Raises NoPlaceLeft and BusyError.
    """
    try:
        with booking_transaction():
            return attempt()
    except NoPlaceLeft:
        if not _makes_room(pools, day, now):
            raise
    with booking_transaction():
        return attempt()


def _makes_room(pools: Collection[UUID], day: date, now: datetime) -> bool:
    """Sweep the day and make its missing rows; return whether there was anything to do."""
    has_lapsed, lacks_rows = why_full(pools, day, now)
    if has_lapsed:
        sweep_expired(pools=pools, day=day, now=now)
    if lacks_rows:
        ensure_days(pools=Pool.objects.filter(pk__in=pools), until=day, now=now)
    return has_lapsed or lacks_rows


def _lapsed(pools: Collection[UUID], day: date | None, now: datetime) -> QuerySet[Booking]:
    lapsed = Booking.objects.filter(state__in=PENDING_STATES, expires_at__lte=now)
    if day is None:
        return lapsed
    return lapsed.filter(Exists(BookingPlace.objects.filter(booking=OuterRef("pk"), pool__in=pools, day=day)))


def _sweep_batch(lapsed: QuerySet[Booking]) -> int:
    with booking_transaction():
        locked = lapsed.order_by("day", "pk").select_for_update(skip_locked=True)[:_BATCH]
        ids = [booking.pk for booking in locked.only("pk")]
        Booking.objects.filter(pk__in=ids).update(state=State.EXPIRED, expires_at=None)
        WaitingOffer.objects.filter(hold__in=ids, state=OfferState.OPEN).update(state=OfferState.LAPSED)
        give_back(_cells_of(ids))
    return len(ids)


def _cells_of(bookings: Iterable[UUID]) -> list[Cells]:
    places = BookingPlace.objects.filter(booking__in=bookings)
    return [Cells(*row) for row in places.values_list("pool_id", "day", "booking__cell_from", "booking__cell_to")]
