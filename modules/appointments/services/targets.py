"""Where a booking is to go: a place, a day and cells, checked against what is offered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from modules.appointments.errors import NotOfferedError, SlotTakenError
from modules.appointments.models import CITIZEN_ORIGINS, Audience, Booking, BookingPlace, ConcernPlace
from modules.appointments.selectors.free import neighbours_of
from modules.appointments.selectors.places import earliest_start, is_released, parts_of, pools_of, window_mask
from modules.appointments.services.cells import Cells, Quota, give_back, lock_days, ranges_of, take
from modules.appointments.slots import range_mask
from rathaus.calendar.localtime import CELL_MINUTES, instant_of
from rathaus.tenancy import current_tenant


@dataclass(frozen=True, slots=True)
class Target:
    """A place on a day from a cell on, for so many cells. Raises NotOfferedError for cells the day lacks."""

    place: ConcernPlace
    day: date
    cell_from: int
    length: int
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def at(cls, place: ConcernPlace, day: date, cell_from: int, length: int) -> "Target":
        """Return the target with the instants of its begin and end."""
        zone = current_tenant().time_zone
        try:
            starts_at = instant_of(day, cell_from, zone)
            ends_at = instant_of(day, cell_from + length, zone)
        except ValueError as error:
            raise NotOfferedError from error
        return cls(place, day, cell_from, length, starts_at, ends_at)

    @property
    def cell_to(self) -> int:
        """The cell behind the last one."""
        return self.cell_from + self.length

    @property
    def pools(self) -> list[UUID]:
        """The pools in which a place is needed, in the order of locks."""
        return sorted(pool.pk for pool in pools_of(self.place))

    @property
    def ranges(self) -> list[Cells]:
        """The cells in each of the pools."""
        return [Cells(pool, self.day, self.cell_from, self.cell_to) for pool in self.pools]

    @property
    def columns(self) -> dict[str, Any]:
        """The fields of a booking that is there."""
        return {
            "concern": self.place.concern,
            "place": self.place,
            "day": self.day,
            "cell_from": self.cell_from,
            "cell_to": self.cell_to,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
        }

    def is_where(self, booking: Booking) -> bool:
        """Return whether the booking is there already."""
        return (booking.place_id, booking.day, booking.cell_from, booking.cell_to) == (
            self.place.pk,
            self.day,
            self.cell_from,
            self.cell_to,
        )


def refuse_unoffered(target: Target, *, audience: str, now: datetime) -> None:
    """Raise NotOfferedError for a time outside of lead, horizon or the concern's own hours, or a closed concern.

    The grid is no rule but a way to offer times: it keeps crumbs small and is not checked again.
    """
    place = target.place
    if not pools_of(place) or not all(part.is_active and part.concern.is_active for part in parts_of(place)):
        raise NotOfferedError
    window = window_mask(place, target.day)
    if window is not None and range_mask(target.cell_from, target.cell_to) & ~window:
        raise NotOfferedError
    if audience == Audience.STAFF:
        is_possible = target.starts_at > now - timedelta(minutes=CELL_MINUTES)
    else:
        is_possible = (
            all(part.concern.audience == Audience.PUBLIC for part in parts_of(place))
            and target.starts_at >= earliest_start(place, now, audience)
            and is_released(place, target.day, now)
        )
    if not is_possible:
        raise NotOfferedError


def slot_taken(target: Target, *, audience: str, now: datetime) -> SlotTakenError:
    """Return the error that offers the neighbouring free times."""
    return SlotTakenError(
        partial(
            neighbours_of,
            place=target.place,
            day=target.day,
            cell=target.cell_from,
            length=target.length,
            audience=audience,
            now=now,
        )
    )


def relocate(
    booking: Booking, target: Target, *, quota: Quota, now: datetime, occupies: bool, locks: Iterable[Cells] = ()
) -> None:
    """Give the old places back and take the new ones, all day rows locked in order; set the booking's fields.

    The booking row is locked by the caller, who saves it; `locks` are further day rows that the caller needs later.
    Raises NoPlaceLeft: then nothing may be committed.
    """
    old = ranges_of(booking) if occupies else []
    lock_days([*old, *target.ranges, *locks])
    give_back(old)
    take(target.ranges, quota=quota, now=now)
    _replace_places(booking, target)
    for name, value in target.columns.items():
        setattr(booking, name, value)


def take_over(booking: Booking, hold: Booking) -> None:
    """Put a booking where a hold was, with the hold's places; the caller ends the hold, gives nothing back and saves.

    The booking's own places were given back by the caller.
    """
    pools = BookingPlace.objects.filter(booking=hold).values_list("pool_id", flat=True)
    _set_places(booking, list(pools), hold.day)
    for name in ("place", "day", "cell_from", "cell_to", "starts_at", "ends_at"):
        setattr(booking, name, getattr(hold, name))


def _replace_places(booking: Booking, target: Target) -> None:
    _set_places(booking, target.pools, target.day)


def _set_places(booking: Booking, pools: Iterable[UUID], day: date) -> None:
    BookingPlace.objects.filter(booking=booking).delete()
    BookingPlace.objects.bulk_create([BookingPlace(booking=booking, pool_id=pool, day=day) for pool in pools])


def audience_of(origin: str) -> str:
    """Return whose times a booking of this origin may take."""
    return Audience.PUBLIC if origin in CITIZEN_ORIGINS else Audience.STAFF


def quotas(audience: str, *, is_forced: bool) -> tuple[Quota, ...]:
    """Return whose places to try, one after the other: overbooking comes only after staff's own places."""
    if audience == Audience.PUBLIC:
        return (Quota.PUBLIC,)
    return (Quota.STAFF, Quota.FORCED) if is_forced else (Quota.STAFF,)
