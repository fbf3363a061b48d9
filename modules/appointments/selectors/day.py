"""The town hall's day: who comes, who waits, who has to be called."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import (
    Case,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Abs, Extract
from django.utils import timezone

from modules.appointments.codes import normalise_code
from modules.appointments.models import (
    OCCUPYING_STATES,
    Booking,
    BookingPlace,
    Pool,
    PoolKind,
    State,
)
from modules.appointments.selectors.joining import with_concerns
from modules.appointments.selectors.rows import DayRow, read_rows
from rathaus.calendar.localtime import local_day
from rathaus.tenancy import current_tenant


@dataclass(frozen=True, slots=True)
class PoolOfDay:
    """One pool on one day: its cells as staff may use them and its bookings in order of time."""

    pool: Pool
    row: DayRow | None
    bookings: tuple[Booking, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is a place at any time of the day."""
        return self.row is not None and any(self.row.cap)


@dataclass(frozen=True, slots=True)
class DayView:
    """The day of some pools. `lapsed` asked for a code and never typed it: some of them come all the same."""

    day: date
    pools: tuple[PoolOfDay, ...]
    lapsed: tuple[Booking, ...]

    @property
    def bookings(self) -> tuple[Booking, ...]:
        """Every booking of the day once, in order of time."""
        found = {booking.pk: booking for pool in self.pools for booking in pool.bookings}
        return tuple(sorted(found.values(), key=lambda booking: (booking.starts_at, booking.created_at)))

    @property
    def counts(self) -> Counter[str]:
        """How many bookings are in which state."""
        return Counter(booking.state for booking in self.bookings)


def counter_pools(location_id: UUID | None = None) -> QuerySet[Pool]:
    """Return the active pools of counters with their location, in order."""
    pools = Pool.objects.filter(kind=PoolKind.COUNTERS, is_active=True).select_related("location")
    if location_id:
        pools = pools.filter(location=location_id)
    return pools.order_by("location__position", "location__name", "position", "name")


def day_view(*, day: date, pools: Collection[Pool], now: datetime | None = None) -> DayView:
    """Return the day of these pools with all its bookings: five queries, however many pools."""
    now = now or timezone.now()
    rows = read_rows([pool.pk for pool in pools], day, day, audience="staff", now=now)
    by_pool: dict[UUID, list[Booking]] = {}
    lapsed: dict[UUID, Booking] = {}
    for booking in _bookings_of(day, pools):
        if booking.is_alive_at(now):
            for place in booking.taken_places.all():
                by_pool.setdefault(place.pool_id, []).append(booking)
        elif booking.state != State.CANCELLED and booking.last_name:
            lapsed[booking.pk] = booking
    found = tuple(PoolOfDay(pool, rows.get((pool.pk, day)), tuple(by_pool.get(pool.pk, ()))) for pool in pools)
    return DayView(day=day, pools=found, lapsed=tuple(lapsed.values()))


def expected_bookings(*, pools: Iterable[Pool], now: datetime) -> QuerySet[Booking]:
    """Return the firm appointments of the next two hours, and of the last one, whose people are not here yet."""
    soon = (now - timedelta(hours=1), now + timedelta(hours=2))
    coming = _with_place(_of_pools(pools, _today(now))).filter(state=State.CONFIRMED, starts_at__range=soon)
    return coming.order_by("starts_at", "id")


def callbacks(*, now: datetime | None = None) -> QuerySet[Booking]:
    """Return the coming bookings whose person asked to be called, the nearest first."""
    states = (*OCCUPYING_STATES, State.EXPIRED)
    coming = Booking.objects.filter(wants_callback=True, state__in=states, starts_at__gt=now or timezone.now())
    return _with_place(coming.filter(day__gte=_today(now), erased_at__isnull=True)).order_by("starts_at")


def find_bookings(query: str, *, with_past: bool = False, now: datetime | None = None) -> QuerySet[Booking]:
    """Return the bookings that match a name, a telephone number or a code: from yesterday on, the nearest first.

    With the past those follow that were earlier, the latest first, as long as their contact data are kept.
    """
    found = Booking.objects.filter(erased_at__isnull=True).exclude(state=State.HELD)
    if not with_past:
        found = found.filter(day__gte=_yesterday(now))
    matches = Q(pk__in=[])
    if code := normalise_code(query):
        matches |= Q(code=code)
    if len(digits := "".join(filter(str.isdigit, query))) >= 4:
        matches |= Q(phone__regex=r"\D*".join(digits))
    words = query.split()
    if words and any(map(str.isalpha, query)):
        matches |= _names(words)
    return _nearest_first(_with_place(found.filter(matches)), now)


def _nearest_first(bookings: QuerySet[Booking], now: datetime | None) -> QuerySet[Booking]:
    is_past = Case(When(day__lt=_yesterday(now), then=Value(True)), default=Value(False))
    until_then = ExpressionWrapper(F("starts_at") - Value(now or timezone.now()), DurationField())
    return bookings.order_by(is_past, Abs(Extract(until_then, "epoch")), "id")


def get_booking(booking_id: UUID) -> Booking:
    """Return a booking with concern, place and location; raises Booking.DoesNotExist."""
    return _with_place(Booking.objects.all()).get(pk=booking_id)


def _names(words: Iterable[str]) -> Q:
    """Every word has to stand somewhere in the names of who booked or for whom."""
    found = Q()
    for word in words:
        found &= Q(last_name__icontains=word) | Q(first_name__icontains=word) | Q(for_name__icontains=word)
    return found


def _bookings_of(day: date, pools: Collection[Pool]) -> QuerySet[Booking]:
    places = BookingPlace.objects.filter(pool__in=pools, day=day)
    states = (*OCCUPYING_STATES, State.EXPIRED)
    bookings = _of_pools(pools, day).filter(state__in=states).prefetch_related(Prefetch("taken_places", places))
    return _with_place(bookings).order_by("starts_at", "created_at", "id")


def _of_pools(pools: Iterable[Pool], day: date) -> QuerySet[Booking]:
    there = BookingPlace.objects.filter(booking=OuterRef("pk"), pool__in=list(pools), day=day)
    return Booking.objects.filter(Exists(there), day=day)


def _with_place(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    return with_concerns(bookings)


def _today(now: datetime | None) -> date:
    return local_day(now or timezone.now(), current_tenant().time_zone)


def _yesterday(now: datetime | None) -> date:
    return _today(now) - timedelta(days=1)
