"""The queries: a fixed number, whatever the period. All count by the day of the appointment.

Retention blanks names and contact; day, state, origin, channel and the instants of a visit stay, so that figures
of last year are the same before and after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Avg, Count, Exists, F, Func, IntegerField, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate, TruncMonth, TruncWeek

from modules.appointments.models import (
    CITIZEN_ORIGINS,
    Booking,
    BookingPlace,
    Channel,
    FurtherConcern,
    LeadTimeSample,
    Origin,
    QueueTicket,
    State,
    TicketState,
)
from modules.appointments.selectors.statistics.periods import Period, Scope
from rathaus.tenancy import current_tenant

_SETTLED: Final = (State.CONFIRMED, State.ARRIVED, State.CALLED, State.DONE, State.NO_SHOW)
_FIRM: Final = Q(state__in=_SETTLED) | Q(state=State.CANCELLED, confirmed_at__isnull=False)
_BOOKED: Final = ~Q(origin=Origin.WALK_IN)
_ONLINE: Final = Q(origin__in=(*CITIZEN_ORIGINS, Origin.WAITING_LIST))
BUCKETS: Final = (0, 3, 7, 14, 30)  # days ahead: the same day, up to three, a week, two weeks, a month, more


@dataclass(frozen=True, slots=True)
class Totals:
    """What happened in a period. `marked` are those of whom somebody noted whether they came."""

    booked: int = 0
    online: int = 0
    cancelled: int = 0
    cancelled_online: int = 0
    moved_online: int = 0
    no_show: int = 0
    marked: int = 0
    remote: int = 0
    chained: int = 0
    further: int = 0
    walk_ins: int = 0
    days_ahead: float | None = None
    lead_days: float | None = None

    @property
    def saved_visits(self) -> int:
        """Ways to the town hall that nobody had to go, see the page for how they are counted."""
        return self.remote + self.chained + self.further

    @property
    def saved_calls(self) -> int:
        """What people did themselves, which would have been a call."""
        return self.online + self.moved_online + self.cancelled_online


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a breakdown: `key` names it, the numbers are appointments."""

    key: Any
    booked: int
    cancelled: int
    no_show: int
    marked: int = 0


@dataclass(frozen=True, slots=True)
class LeadLine:
    """How many days ahead the next free time of a concern lay; `empty` counts the days on which nothing was free."""

    concern: str
    mean: float | None
    most: float | None
    empty: int


def totals(period: Period, scope: Scope) -> Totals:
    """Return the sums of a period: four queries."""
    done = Q(state=State.DONE)
    sums = _bookings(period, scope).aggregate(
        booked=Count("pk", filter=_BOOKED),
        online=Count("pk", filter=_ONLINE),
        cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
        cancelled_online=Count("pk", filter=Q(state=State.CANCELLED, cancelled_online=True)),
        moved_online=Sum("moves_online", default=0),
        no_show=Count("pk", filter=_BOOKED & Q(state=State.NO_SHOW)),
        marked=Count("pk", filter=_BOOKED & Q(state__in=(State.NO_SHOW, State.DONE))),
        remote=Count("pk", filter=done & ~Q(channel=Channel.IN_PERSON)),
        chained=Count("pk", filter=done & Q(channel=Channel.IN_PERSON, follows__isnull=False)),
        walk_ins=Count("pk", filter=~_BOOKED),
        days_ahead=Avg(_days_ahead(), filter=_BOOKED),
    )
    sums["walk_ins"] += _tickets(period, scope)
    return Totals(**sums, further=_further(period, scope), lead_days=lead_days(period, scope))


def by_time(period: Period, scope: Scope) -> tuple[str, list[Line]]:
    """Return the appointments by day, week or month, whichever gives a picture that can be read, and which it is."""
    step = "day" if period.days <= 31 else "week" if period.days <= 120 else "month"
    moment = {"day": F("day"), "week": TruncWeek("day"), "month": TruncMonth("day")}[step]
    return step, _lines(_bookings(period, scope).filter(_BOOKED).annotate(key=moment))


def by_origin(period: Period, scope: Scope) -> dict[tuple[str, str], int]:
    """Return the appointments by the way they were booked and the way people talk."""
    rows = _bookings(period, scope).filter(_BOOKED).values_list("origin", "channel").annotate(count=Count("pk"))
    return {(origin, channel): count for origin, channel, count in rows.order_by()}


def by_concern(period: Period, scope: Scope) -> list[Line]:
    """Return the appointments by the name of the first concern, the most frequent first."""
    lines = _lines(_bookings(period, scope).filter(_BOOKED).annotate(key=F("concern__name")))
    return sorted(lines, key=lambda line: (-line.booked, line.key))


def by_days_ahead(period: Period, scope: Scope) -> list[int]:
    """Return how many were booked so long before, by `BUCKETS` and beyond."""
    ahead = {f"upto_{index}": Count("pk", filter=Q(ahead__lte=limit)) for index, limit in enumerate((*BUCKETS, 10_000))}
    bookings = _bookings(period, scope).filter(_BOOKED).annotate(ahead=_days_ahead())
    sums = list(bookings.aggregate(**ahead).values())
    return [count - before for count, before in zip(sums, [0, *sums], strict=False)]


def lead_days(period: Period, scope: Scope) -> float | None:
    """Return how many days people waited for the next free time, on average of all looks; None without any."""
    return _in_days(_samples(period, scope).aggregate(mean=Avg("minutes"))["mean"])


def lead_by_concern(period: Period, scope: Scope) -> list[LeadLine]:
    """Return by concern how far ahead the next free time lay."""
    rows = (
        _samples(period, scope)
        .values_list("place__concern__name")
        .annotate(mean=Avg("minutes"), most=Max("minutes"), empty=Count("day", filter=Q(minutes__isnull=True)))
    )
    return [
        LeadLine(name, _in_days(mean), _in_days(most), empty)
        for name, mean, most, empty in rows.order_by("place__concern__name")
    ]


_CAPACITY: Final = """
    SELECT extract(isodow FROM d.day)::int,
           ((c.nr - 1 + CASE WHEN d.tz_cells < 288 AND c.nr > 24 THEN 12
                             WHEN d.tz_cells > 288 AND c.nr > 36 THEN -12 ELSE 0 END) / 12)::int,
           sum(c.cap)::bigint, sum(c.used)::bigint
    FROM appointments_poolday d
    JOIN appointments_pool p ON p.id = d.pool_id AND p.kind = 'counters'
    CROSS JOIN LATERAL unnest(d.cap_staff, d.used) WITH ORDINALITY AS c(cap, used, nr)
    WHERE d.day BETWEEN %(first)s AND %(last)s AND c.cap > 0
      AND (%(pool)s::uuid IS NULL OR p.id = %(pool)s) AND (%(location)s::uuid IS NULL OR p.location_id = %(location)s)
    GROUP BY 1, 2
"""


def capacity(period: Period, scope: Scope) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Return places that were open and places that were taken, in cells, by ISO weekday and hour of the wall clock.

    A concern cannot be told apart here: it shares the places of its team.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _CAPACITY,
            {"first": period.first, "last": period.last, "pool": scope.pool, "location": scope.location},
        )
        return {(weekday, hour): (int(cap), int(used)) for weekday, hour, cap, used in cursor.fetchall()}


_TIMES: Final = """
    WITH visits AS (
        SELECT b.day,
               COALESCE(t.pool_id, (
                   SELECT bp.pool_id FROM appointments_bookingplace bp
                   JOIN appointments_pool p ON p.id = bp.pool_id AND p.kind = 'counters'
                   WHERE bp.booking_id = b.id ORDER BY p.position, p.name, p.id LIMIT 1)) AS pool,
               CASE WHEN b.origin = 'walk_in' THEN COALESCE(t.arrived_at, b.arrived_at)
                    ELSE GREATEST(COALESCE(t.arrived_at, b.arrived_at), b.starts_at) END AS waits_from,
               COALESCE(t.arrived_at, b.arrived_at) IS NOT NULL AS is_seen,
               COALESCE(t.called_at, b.called_at) AS called_at,
               COALESCE(t.finished_at, b.finished_at) AS finished_at
        FROM appointments_booking b LEFT JOIN appointments_queueticket t ON t.booking_id = b.id
        WHERE b.day BETWEEN %(first)s AND %(last)s AND b.state = 'done'
        UNION ALL
        SELECT t.day, t.pool_id, t.arrived_at, true, t.called_at, t.finished_at
        FROM appointments_queueticket t
        WHERE t.day BETWEEN %(first)s AND %(last)s AND t.booking_id IS NULL AND t.state = 'done'),
    minutes AS (
        SELECT date_trunc('month', day)::date AS month, pool,
               CASE WHEN is_seen THEN GREATEST(extract(epoch FROM called_at - waits_from) / 60, 0) END AS waiting,
               extract(epoch FROM finished_at - called_at) / 60 AS handling
        FROM visits WHERE pool IS NOT NULL)
    SELECT month, pool,
           count(*) FILTER (WHERE waiting <= 240), COALESCE(sum(waiting) FILTER (WHERE waiting <= 240), 0),
           count(*) FILTER (WHERE handling BETWEEN 0 AND 240),
           COALESCE(sum(handling) FILTER (WHERE handling BETWEEN 0 AND 240), 0)
    FROM minutes GROUP BY month, pool
"""


@dataclass(frozen=True, slots=True)
class TeamMonth:
    """Waiting and handling of one team in one month, in minutes; what took over four hours was a forgotten click."""

    month: date
    pool: UUID
    waits: int
    waiting: float
    handlings: int
    handling: float


def team_months(months: Period) -> list[TeamMonth]:
    """Return the times of all teams by month, unprotected: nobody may see them before `protecting`."""
    with connection.cursor() as cursor:
        cursor.execute(_TIMES, {"first": months.first, "last": months.last})
        return [
            TeamMonth(month, pool, waits, float(waiting), handlings, float(handling))
            for month, pool, waits, waiting, handlings, handling in cursor.fetchall()
        ]


def _bookings(period: Period, scope: Scope) -> QuerySet[Booking]:
    found = Booking.objects.filter(_FIRM, day__range=(period.first, period.last)).order_by()
    if scope.concern:
        found = found.filter(concern=scope.concern)
    if scope.location:
        found = found.filter(place__location=scope.location)
    if scope.pool:
        found = found.filter(Exists(BookingPlace.objects.filter(booking=OuterRef("pk"), pool=scope.pool)))
    return found


def _samples(period: Period, scope: Scope) -> QuerySet[LeadTimeSample]:
    found = LeadTimeSample.objects.filter(day__range=(period.first, period.last))
    if scope.concern:
        found = found.filter(place__concern=scope.concern)
    if scope.location:
        found = found.filter(place__location=scope.location)
    if scope.pool:
        found = found.filter(place__pools=scope.pool)
    return found


def _tickets(period: Period, scope: Scope) -> int:
    """Count those who were served with a drawn number."""
    found = QueueTicket.objects.filter(
        day__range=(period.first, period.last), booking__isnull=True, state=TicketState.DONE
    )
    wanted = {"location": scope.location, "pool": scope.pool, "concern": scope.concern}
    return found.filter(**{name: value for name, value in wanted.items() if value}).count()


def _further(period: Period, scope: Scope) -> int:
    done = _bookings(period, scope).filter(state=State.DONE, channel=Channel.IN_PERSON)
    return FurtherConcern.objects.filter(booking__in=done).count()


def _lines(grouped: QuerySet[Any, Any]) -> list[Line]:
    rows = (
        grouped.values_list("key")
        .annotate(
            booked=Count("pk"),
            cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
            no_show=Count("pk", filter=Q(state=State.NO_SHOW)),
            marked=Count("pk", filter=Q(state__in=(State.NO_SHOW, State.DONE))),
        )
        .order_by("key")
    )
    return [Line(*row) for row in rows]


def _days_ahead() -> Func:
    """Return the days between the click and the appointment; none for what was entered afterwards."""
    booked_on = TruncDate("created_at", tzinfo=current_tenant().zone)
    days = Func(F("day"), booked_on, arg_joiner=" - ", template="(%(expressions)s)", output_field=IntegerField())
    return Func(days, 0, function="GREATEST", output_field=IntegerField())


def _in_days(minutes: float | None) -> float | None:
    return None if minutes is None else float(minutes) / (24 * 60)
