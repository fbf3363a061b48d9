"""Free times of concerns, as citizens and staff choose them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from modules.appointments.models import Audience, ConcernPlace
from modules.appointments.moments import today
from modules.appointments.offers import DayOffer, DayState, FreeTime
from modules.appointments.selectors.places import (
    earliest_start,
    is_released,
    pools_of,
    shortest_stay,
    window_mask,
)
from modules.appointments.selectors.rows import DayRow, Key, read_rows
from modules.appointments.slots import length_cells, neighbours, start_cells
from modules.appointments.visits import Answers, visit_of
from rathaus.calendar.localtime import first_cell_from
from rathaus.tenancy import current_tenant

_FAR_AHEAD: Final = timedelta(days=400)
_NEIGHBOUR_DAYS: Final = timedelta(days=14)

Lengths = Mapping[UUID, int]  # cells by place


def free_days(
    *,
    places: Sequence[ConcernPlace],
    first: date,
    last: date,
    persons: int = 1,
    answers: Answers | None = None,
    length: int | None = None,
    audience: str = Audience.PUBLIC,
    now: datetime | None = None,
) -> list[DayOffer]:
    """Return each day of each place from first to last, both included, with its free starts.

    Three queries, whatever the number of days and places (`offered_places` loads these with three more).
    All places belong to one concern. `length` in cells, of a booking that is to move, replaces persons and answers.
    Raises UnclearVisitError.
    """
    now = now or timezone.now()
    lengths = _lengths(places, persons, answers, length)
    offers = _offers(places, lengths, first, last, audience=audience, now=now)
    known = {(offer.place.pk, offer.day): offer for offer in offers}
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [known.get((place.pk, day)) or _unknown(place, day, now) for place in places for day in days]


def free_times(
    *,
    places: Sequence[ConcernPlace],
    day: date,
    persons: int = 1,
    answers: Answers | None = None,
    length: int | None = None,
    audience: str = Audience.PUBLIC,
    now: datetime | None = None,
) -> list[FreeTime]:
    """Return the free times of one day at all places, in order of time; raises UnclearVisitError."""
    lengths = _lengths(places, persons, answers, length)
    offers = _offers(places, lengths, day, day, audience=audience, now=now or timezone.now())
    return sorted((time for offer in offers for time in offer.times), key=_by_instant)


def next_free(
    *,
    places: Sequence[ConcernPlace],
    persons: int = 1,
    answers: Answers | None = None,
    length: int | None = None,
    audience: str = Audience.PUBLIC,
    after: date | None = None,
    count: int = 1,
    now: datetime | None = None,
) -> list[FreeTime]:
    """Return the next free times at any of the places, from now on or on the days behind `after`."""
    now = now or timezone.now()
    first = max(today(now), after + timedelta(days=1)) if after else today(now)
    lengths = _lengths(places, persons, answers, length)
    return _first_times(_offers(places, lengths, first, first + _FAR_AHEAD, audience=audience, now=now), count)


def earliest_per_place(
    *,
    places: Sequence[ConcernPlace],
    persons: int = 1,
    answers: Answers | None = None,
    length: int | None = None,
    audience: str = Audience.PUBLIC,
    now: datetime | None = None,
) -> dict[UUID, FreeTime | None]:
    """Return the earliest free time of each place by its id; None where nothing is free."""
    now = now or timezone.now()
    lengths = _lengths(places, persons, answers, length)
    earliest: dict[UUID, FreeTime | None] = {place.pk: None for place in places}
    for offer in _offers(places, lengths, today(now), today(now) + _FAR_AHEAD, audience=audience, now=now):
        if offer.starts and earliest[offer.place.pk] is None:
            earliest[offer.place.pk] = _time(offer, offer.starts[0])
    return earliest


def earliest_of_all(*, places: Sequence[ConcernPlace], now: datetime | None = None) -> FreeTime | None:
    """Return the earliest public time of any of these concerns, for one person each."""
    now = now or timezone.now()
    lengths = {place.pk: length_cells(place.concern.first_minutes) for place in places}
    offers = _offers(places, lengths, today(now), today(now) + _FAR_AHEAD, audience=Audience.PUBLIC, now=now)
    return next(iter(_first_times(offers, 1)), None)


def earliest_of_each(*, places: Sequence[ConcernPlace], now: datetime | None = None) -> dict[UUID, FreeTime | None]:
    """Return the earliest public time of each place by its id, for one person; the places may have many concerns."""
    now = now or timezone.now()
    lengths = {place.pk: length_cells(place.concern.first_minutes) for place in places}
    earliest: dict[UUID, FreeTime | None] = {place.pk: None for place in places}
    for offer in _offers(places, lengths, today(now), today(now) + _FAR_AHEAD, audience=Audience.PUBLIC, now=now):
        if offer.starts and earliest[offer.place.pk] is None:
            earliest[offer.place.pk] = _time(offer, offer.starts[0])
            if all(earliest.values()):
                break
    return earliest


def neighbours_of(
    *, place: ConcernPlace, day: date, cell: int, length: int, audience: str, now: datetime, count: int = 3
) -> list[FreeTime]:
    """Return free times near a taken one: the nearest of its day, then the first ones of the next days."""
    offers = list(_offers([place], {place.pk: length}, day, day + _NEIGHBOUR_DAYS, audience=audience, now=now))
    near = [
        _time(offer, start) for offer in offers if offer.day == day for start in neighbours(offer.starts, cell, count)
    ]
    return near + _first_times([offer for offer in offers if offer.day > day], count - len(near))


def _lengths(places: Sequence[ConcernPlace], persons: int, answers: Answers | None, length: int | None) -> Lengths:
    if not places:
        return {}
    length = length or visit_of(places[0].concern, persons=persons, answers=answers).length
    return {place.pk: length for place in places}


def _offers(
    places: Sequence[ConcernPlace], lengths: Lengths, first: date, last: date, *, audience: str, now: datetime
) -> Iterator[DayOffer]:
    """Yield the days that have day rows, in order; the days between are the caller's business."""
    pools = {pool.pk for place in places for pool in pools_of(place)}
    rows = read_rows(pools, first, last, audience=audience, now=now)
    for day in sorted({day for _pool, day in rows}):
        for place in places:
            if found := [rows[key] for key in _keys(place, day) if key in rows]:
                yield _offer(place, day, found, lengths[place.pk], audience=audience, now=now)


def _keys(place: ConcernPlace, day: date) -> list[Key]:
    return [(pool.pk, day) for pool in pools_of(place)]


def _offer(
    place: ConcernPlace, day: date, rows: Sequence[DayRow], length: int, *, audience: str, now: datetime
) -> DayOffer:
    zone = current_tenant().time_zone
    state = _state_before_counting(place, day, rows, audience, now)
    if state is not None:
        return DayOffer(place, day, state, (), zone)
    pool = pools_of(place)[0]
    starts = start_cells(
        [row.cells for row in rows],
        length=length,
        grid_minutes=pool.grid_minutes,
        shortest=shortest_stay(pool),
        window=window_mask(place, day),
        earliest=first_cell_from(earliest_start(place, now, audience), day, zone),
    )
    state = DayState.FREE if starts else _state_without_times(place, day, rows, now)
    return DayOffer(place, day, state, tuple(starts), zone)


def _state_before_counting(
    place: ConcernPlace, day: date, rows: Sequence[DayRow], audience: str, now: datetime
) -> DayState | None:
    if day < today(now):
        return DayState.PAST
    if len(rows) < len(pools_of(place)):
        return DayState.CLOSED
    is_hidden = any(row.opened_at > now for row in rows) or not is_released(place, day, now)
    return DayState.NOT_YET if audience == Audience.PUBLIC and is_hidden else None


def _state_without_times(place: ConcernPlace, day: date, rows: Sequence[DayRow], now: datetime) -> DayState:
    """Tell a full day from a closed one, and both from a day whose hours are over."""
    zone = current_tenant().time_zone
    opened = -1 if (window := window_mask(place, day)) is None else window
    for row in rows:
        opened &= row.cells.open
    if not opened:
        return DayState.CLOSED
    still_ahead = opened >> (first_cell_from(now, day, zone) - 1)
    return DayState.FULL if still_ahead else DayState.PAST


def _unknown(place: ConcernPlace, day: date, now: datetime) -> DayOffer:
    """Return a day for which there is no row: it is over, not released, or the place is shut for good."""
    state = DayState.PAST if day < today(now) else DayState.NOT_YET
    return DayOffer(place, day, state, (), current_tenant().time_zone)


def _first_times(offers: Iterable[DayOffer], count: int) -> list[FreeTime]:
    """Return the first times of offers that come in order of their days."""
    found: list[FreeTime] = []
    for offer in offers:
        if len(found) >= count and (not found or offer.day > found[-1].day):
            break
        found = sorted([*found, *offer.times], key=_by_instant)
    return found[:count]


def _by_instant(time: FreeTime) -> float:
    """Two local times of one zone compare by the clock on the wall, which runs back in an autumn night."""
    return time.starts_at.timestamp()


def _time(offer: DayOffer, cell: int) -> FreeTime:
    return FreeTime.at(offer.place, offer.day, cell, offer.zone)
