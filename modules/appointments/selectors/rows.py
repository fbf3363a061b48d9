"""Day rows as read for one audience. Holds that lapsed and were not swept yet are given back here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from modules.appointments.models import PENDING_STATES, Audience, BookingPlace, PoolDay
from modules.appointments.slots import PoolCells

Key = tuple[UUID, date]


@dataclass(frozen=True)
class DayRow:
    """What the audience may use of a pool's day, what is taken, and since when the public sees it."""

    cap: Sequence[int]
    used: Sequence[int]
    opened_at: datetime

    @cached_property
    def cells(self) -> PoolCells:
        """The free and the open cells."""
        return PoolCells.from_row(self.cap, self.used)


def read_rows(pools: Iterable[UUID], first: date, last: date, *, audience: str, now: datetime) -> dict[Key, DayRow]:
    """Return the day rows of the pools by (pool, day): two queries, one row read per pool and day.

    The reader never trusts the sweeper: what lapsed before now counts as free.
    """
    pool_ids = list(set(pools))
    cap = "cap_staff" if audience == Audience.STAFF else "cap"
    rows = PoolDay.objects.filter(pool__in=pool_ids, day__range=(first, last)).values_list(
        "pool_id", "day", cap, "used", "opened_at"
    )
    found = {(pool, day): DayRow(cap, used, opened) for pool, day, cap, used, opened in rows}
    for pool, day, start, end in _lapsed_ranges(pool_ids, first, last, now):
        if row := found.get((pool, day)):
            found[pool, day] = DayRow(row.cap, _without(row.used, start, end), row.opened_at)
    return found


def _lapsed_ranges(pools: list[UUID], first: date, last: date, now: datetime) -> Iterator[tuple[UUID, date, int, int]]:
    lapsed = BookingPlace.objects.filter(
        booking__state__in=PENDING_STATES,
        booking__expires_at__lte=now,
        pool__in=pools,
        day__range=(first, last),
    )
    yield from lapsed.values_list("pool_id", "day", "booking__cell_from", "booking__cell_to")


def _without(used: Sequence[int], start: int, end: int) -> Sequence[int]:
    return [*used[: start - 1], *(count - 1 for count in used[start - 1 : end - 1]), *used[end - 1 :]]
