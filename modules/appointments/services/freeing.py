"""What becomes of the places of an appointment that is off: offered to who waits, kept for a while, or given back.

All of it happens in the transaction of the cancellation or the move, under the locks of the days concerned, so nobody
sees the place in between and day rows equal bookings at every moment. The offers and the places kept for a while are
bookings in state HELD like any hold: the reader, the hold that finds no room and the sweeper free them when they lapse,
even if nothing else of this file ever runs again.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from modules.appointments.models import Booking, ConcernPlace, Origin, Pool, PoolDay, PoolKind
from modules.appointments.selectors.wishes import Gap, pools_of_wishes
from modules.appointments.services.cells import Cells, Quota, give_back, lock_days, ranges_of
from modules.appointments.services.keeping import keep_place
from modules.appointments.services.offering import make_offers
from modules.appointments.slots import range_mask
from modules.appointments.slots.masks import free_cells

_A_WHOLE_ROW: Final = (1, 2)  # locking a day row takes all of it, whatever cells one names


@dataclass(frozen=True, slots=True)
class Freed:
    """The places that a booking gives up, and the pools that the people who may get them need besides."""

    booking: UUID
    place: ConcernPlace
    starts_at: datetime
    ends_at: datetime
    ranges: tuple[Cells, ...]
    reach: frozenset[UUID]

    @classmethod
    def of(cls, booking: Booking, *, now: datetime) -> "Freed":
        """Return what the booking gives up, where it is now; to be asked before it moves."""
        ranges = tuple(ranges_of(booking))
        gap = _gap(booking.pk, ranges, frozenset())
        reach = pools_of_wishes(gap, now) if gap else frozenset()
        return cls(booking.pk, booking.place, booking.starts_at, booking.ends_at, ranges, reach)

    @property
    def locks(self) -> list[Cells]:
        """The day rows to lock before anything is given back or taken."""
        return [*self.ranges, *(Cells(pool, self.day, *_A_WHOLE_ROW) for pool in self.reach if self.ranges)]

    @property
    def day(self) -> date:
        """The day of the places."""
        return self.ranges[0].day

    @property
    def gap(self) -> Gap | None:
        """The cells as the waiting list sees them."""
        return _gap(self.booking, self.ranges, self.reach)


def release_places(booking: Booking, *, now: datetime) -> None:
    """Give up the places of a booking that does not occupy them any more; belongs into the caller's transaction.

    The caller has locked the booking and no day row yet. Who waits gets an offer; else the pool's `return_minutes`
    keep the places out of sight for a random while; else they are free at once.
    """
    freed = Freed.of(booking, now=now)
    lock_days(freed.locks)
    give_back(freed.ranges)
    pass_on(freed, now=now)


def pass_on(freed: Freed, *, now: datetime) -> None:
    """Decide who gets places that were just given back, their day rows still locked by `freed.locks`."""
    if freed.gap is None or freed.starts_at <= now:
        return
    if not make_offers(freed.gap, now=now):
        _keep_for_a_while(freed, now)


def _keep_for_a_while(freed: Freed, now: datetime) -> None:
    """Keep what the public would see now until a moment that nobody can guess: against trade with appointments."""
    pools = [cells.pool for cells in freed.ranges]
    counters = Pool.objects.filter(pk__in=pools, kind=PoolKind.COUNTERS)
    minutes = max(counters.values_list("return_minutes", flat=True), default=0)
    if not minutes or not _is_visible(freed, now):
        return
    cells = freed.ranges[0]
    draft = Booking(
        concern=freed.place.concern,
        place=freed.place,
        day=freed.day,
        cell_from=cells.cell_from,
        cell_to=cells.cell_to,
        starts_at=freed.starts_at,
        ends_at=freed.ends_at,
        origin=Origin.EMBARGO,
    )
    until = now + timedelta(seconds=1 + secrets.randbelow(minutes * 60))
    keep_place(draft, pools, quota=Quota.FORCED, until=until, now=now)


def _is_visible(freed: Freed, now: datetime) -> bool:
    """Return whether the public would see any part of it: not on a closed or overbooked day, nor before its release."""
    pools = [cells.pool for cells in freed.ranges]
    rows = list(PoolDay.objects.filter(pool__in=pools, day=freed.day, opened_at__lte=now))
    free = range_mask(freed.ranges[0].cell_from, freed.ranges[0].cell_to)
    for row in rows:
        free &= free_cells(row.cap, row.used)
    return len(rows) == len(pools) and bool(free)


def _gap(booking: UUID, ranges: tuple[Cells, ...], reach: frozenset[UUID]) -> Gap | None:
    if not ranges:
        return None
    pools = frozenset(cells.pool for cells in ranges)
    return Gap(booking, pools, pools | reach, ranges[0].day, ranges[0].cell_from, ranges[0].cell_to)
