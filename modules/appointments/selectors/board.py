"""What the page of a day needs besides its bookings: closures, pools to choose from, and whether a time fits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from modules.appointments.models import Audience, Closure, ConcernPlace, Pool
from modules.appointments.selectors.day import DayView, counter_pools, day_view
from modules.appointments.selectors.places import pools_of
from modules.appointments.selectors.rows import read_rows
from modules.appointments.slots import range_mask


@dataclass(frozen=True, slots=True)
class Board:
    """A day of the pools that somebody chose, among all there are."""

    all_pools: Sequence[Pool]
    view: DayView
    closures: Sequence[Closure]

    @property
    def pools(self) -> Sequence[Pool]:
        """The pools that are shown."""
        return [entry.pool for entry in self.view.pools]

    def closures_of(self, pool: Pool) -> list[Closure]:
        """Return what closes this pool on the day, or hours of it."""
        return [closure for closure in self.closures if _concerns(closure, pool)]


def board(*, day: date, location: str = "", pool: str = "", now: datetime) -> Board:
    """Return the day of one pool, of one location's pools, or of all: six queries, whatever was booked.

    Ids of pools and locations that do not exist, or not any more, choose nothing and so show all.
    """
    every = list(counter_pools())
    chosen = [entry for entry in every if str(entry.pk) == pool]
    chosen = chosen or [entry for entry in every if str(entry.location_id) == location] or every
    return Board(all_pools=every, view=day_view(day=day, pools=chosen, now=now), closures=_closures_on(day, chosen))


def fits(*, place: ConcernPlace, day: date, cell: int, length: int, now: datetime) -> bool:
    """Return whether staff still have a place from this cell on, for so many cells, in every pool of the place."""
    pools = [pool.pk for pool in pools_of(place)]
    rows = read_rows(pools, day, day, audience=Audience.STAFF, now=now)
    wanted = range_mask(cell, cell + length)
    return all((pool, day) in rows and not wanted & ~rows[pool, day].cells.free for pool in pools)


def _closures_on(day: date, pools: Collection[Pool]) -> list[Closure]:
    locations = {pool.location_id for pool in pools}
    scope = Q(pool__in=pools) | Q(location__in=locations) | Q(pool__isnull=True, location__isnull=True)
    return list(Closure.objects.filter(scope, starts_on__lte=day, ends_on__gte=day))


def _concerns(closure: Closure, pool: Pool) -> bool:
    if closure.pool_id:
        return closure.pool_id == pool.pk
    return closure.location_id in (None, pool.location_id)
