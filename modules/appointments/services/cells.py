"""Cells of day rows: take, give back, lock. The only SQL that changes `used`, besides the rebuild.

Everybody locks bookings before day rows and day rows in (pool, day) order, so nobody waits in a circle. Taking is
check, lock and write in one statement: after waiting for the row Postgres tests the condition on its newest version
(READ COMMITTED), so a place is never given twice.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import connection

from modules.appointments.models import (
    PENDING_STATES,
    AppointmentSettings,
    Booking,
    BookingPlace,
    FurtherConcern,
    State,
)
from rathaus.tenancy.trips import Statement

_CHANGE: Final = """
    UPDATE appointments_poolday SET used =
        used[:%(cell_from)s - 1]
        || ARRAY(
            SELECT u + %(step)s FROM unnest(used[%(cell_from)s:%(cell_to)s - 1]) WITH ORDINALITY AS t(u, o) ORDER BY o)
        || used[%(cell_to)s:]
    WHERE pool_id = %(pool)s AND day = %(day)s
"""
_IN_DAY: Final = " AND %(cell_to)s <= tz_cells + 1"
_FREE: Final = """
    AND NOT EXISTS (
        SELECT 1 FROM unnest(used[%(cell_from)s:%(cell_to)s - 1], {cap}[%(cell_from)s:%(cell_to)s - 1]) AS t(u, c)
        WHERE u >= c)
"""


class Quota(StrEnum):
    """Whose places may be taken: the public's, those of staff, or one more than there are (overbooking)."""

    PUBLIC = "public"
    STAFF = "staff"
    FORCED = "forced"


_TAKE: Final = {
    Quota.PUBLIC: f"{_CHANGE}{_IN_DAY} AND opened_at <= %(now)s{_FREE.format(cap='cap')}",
    Quota.STAFF: f"{_CHANGE}{_IN_DAY}{_FREE.format(cap='cap_staff')}",
    Quota.FORCED: f"{_CHANGE}{_IN_DAY}",
}
_HOLD_UNTIL: Final = """
    %(now)s + make_interval(
        mins => COALESCE((SELECT hold_minutes FROM appointments_appointmentsettings), %(hold_minutes)s))
"""
_OF_TIME: Final = {
    name: f"%({name})s"
    for name in (
        "id", "token", "code", "idem_key", "concern_id", "place_id", "day", "cell_from", "cell_to", "starts_at",
        "ends_at", "origin", "forced_by", "persons", "answers", "language", "channel", "follows_id", "next_concern_id",
    )
} | {"support": "%(support)s::varchar[]", "created_at": "%(now)s"}  # fmt: skip
_OF_PERSON: Final = (
    "first_name", "last_name", "email", "phone", "for_name", "home_address", "wants_callback", "note", "contact_hash",
    "state", "confirmed_at", "expires_at",
)  # fmt: skip
_AS_HELD: Final = _OF_TIME | {"state": "'held'", "person_names": "'[]'", "expires_at": _HOLD_UNTIL}
_AS_NAMED: Final = _OF_TIME | {name: f"%({name})s" for name in (*_OF_PERSON, "person_names")}
_BOOK: Final = """
    WITH taken AS ({take} RETURNING 1),
    booked AS (
        INSERT INTO appointments_booking ({columns}) SELECT {values} FROM taken
        RETURNING id, day, expires_at),
    placed AS (
        INSERT INTO appointments_bookingplace (booking_id, pool_id, day)
        SELECT booked.id, pool, booked.day FROM booked, unnest(%(pools)s::uuid[]) AS pool){furthered}
    SELECT expires_at FROM booked
"""
_FURTHERED: Final = """,
    furthered AS (
        INSERT INTO appointments_furtherconcern (booking_id, concern_id, persons)
        SELECT booked.id, t.concern, t.persons
        FROM booked, unnest(%(further)s::uuid[], %(further_persons)s::int[]) AS t(concern, persons))
"""


def _statements(columns: Mapping[str, str]) -> dict[tuple[Quota, bool], str]:
    """Return the statements for each quota, without and with further concerns: most have none, and planning costs."""
    names, values = ", ".join(columns), ", ".join(columns.values())
    return {
        (quota, has_further): _BOOK.format(
            take=take, columns=names, values=values, furthered=_FURTHERED if has_further else ""
        )
        for quota, take in _TAKE.items()
        for has_further in (False, True)
    }


_HOLD_AND_TAKE: Final = _statements(_AS_HELD)
_BOOK_AND_TAKE: Final = _statements(_AS_NAMED)
_WHY: Final = """
    SELECT
        EXISTS (
            SELECT 1 FROM appointments_bookingplace AS p JOIN appointments_booking AS b ON b.id = p.booking_id
            WHERE p.pool_id = ANY(%(pools)s) AND p.day = %(day)s AND b.state = ANY(%(pending)s)
            AND b.expires_at <= %(now)s),
        (SELECT count(*) FROM appointments_poolday WHERE pool_id = ANY(%(pools)s) AND day = %(day)s) < %(count)s
"""
_LOCK: Final = """
    SELECT 1 FROM appointments_poolday AS d
    JOIN unnest(%s::uuid[], %s::date[]) AS wanted(pool_id, day) ON (d.pool_id, d.day) = (wanted.pool_id, wanted.day)
    ORDER BY d.pool_id, d.day FOR UPDATE OF d
"""


@dataclass(frozen=True, slots=True, order=True)
class Cells:
    """A half-open range of cells of one pool's day, in the order in which day rows are locked."""

    pool: UUID
    day: date
    cell_from: int
    cell_to: int

    def params(self, step: int) -> dict[str, Any]:
        """Return what the statements need to add `step` bookings."""
        return {
            "pool": self.pool,
            "day": self.day,
            "cell_from": self.cell_from,
            "cell_to": self.cell_to,
            "step": step,
        }


class NoPlaceLeft(Exception):  # noqa: N818 - not an error: the caller knows what to say
    """One of the pools has no place left in these cells."""


def take(ranges: Iterable[Cells], *, quota: Quota, now: datetime) -> None:
    """Take a place in each range, in the order of locks; raises NoPlaceLeft, and the transaction must end."""
    with connection.cursor() as cursor:
        for cells in sorted(ranges):
            cursor.execute(_TAKE[quota], cells.params(1) | {"now": now})
            if not cursor.rowcount:
                raise NoPlaceLeft


def give_back(ranges: Iterable[Cells]) -> None:
    """Give back one place in each range, in the order of locks."""
    with connection.cursor() as cursor:
        for cells in sorted(ranges):
            cursor.execute(_CHANGE, cells.params(-1))


def why_full(pools: Collection[UUID], day: date, now: datetime) -> tuple[bool, bool]:
    """Return whether something lapsed in the pools that day, and whether one of them has no row for it yet.

    Written by hand, since in a rush nearly everybody is refused and asks this.
    """
    parameters: dict[str, Any] = {"pools": list(pools), "count": len(pools), "day": day, "now": now}
    parameters["pending"] = list(PENDING_STATES)
    with connection.cursor() as cursor:
        cursor.execute(_WHY, parameters)
        (has_lapsed, lacks_rows) = cursor.fetchone()
    return has_lapsed, lacks_rows


def is_known(idem_key: UUID) -> bool:
    """Return whether a booking has this key already; by hand for the same reason."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM appointments_booking WHERE idem_key = %s", [idem_key])
        return cursor.fetchone() is not None


def lock_days(ranges: Iterable[Cells]) -> None:
    """Lock all day rows of the ranges in (pool, day) order, before some are given back and others taken."""
    days = sorted({(cells.pool, cells.day) for cells in ranges})
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [[pool for pool, _day in days], [day for _pool, day in days]])


def book(
    booking: Booking, pools: Sequence[UUID], *, quota: Quota, now: datetime, further: Sequence[FurtherConcern] = ()
) -> Booking:
    """Take a place in each pool and insert the booking as held; the last pool and the insert are one statement.

    The same object comes back; it is not read again, since only the end of the hold was Postgres' own to say.
    Raises NoPlaceLeft, and IntegrityError when the key or the code exists already.
    """
    *others, last = ranges_in(booking, pools)
    take(others, quota=quota, now=now)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_AND_TAKE[quota, bool(further)], _parameters(booking, last, pools, further, now))
        inserted = cursor.fetchone()
    if inserted is None:
        raise NoPlaceLeft
    booking.state = State.HELD
    (booking.expires_at,) = inserted
    return as_saved(booking, now)


def booking_statements(
    booking: Booking, pools: Sequence[UUID], *, now: datetime, further: Sequence[FurtherConcern] = ()
) -> list[Statement]:
    """Return what takes a place of the public in each pool and inserts the booking, in the state that it says itself.

    One of them that answers without a row found no place: then nothing may be committed. They raise IntegrityError
    when the key or the code exists already.
    """
    *others, last = ranges_in(booking, pools)
    take_other = f"{_TAKE[Quota.PUBLIC]} RETURNING 1"
    takes = [Statement(take_other, cells.params(1) | {"now": now}) for cells in others]
    named = _parameters(booking, last, pools, further, now) | _columns_of_person(booking)
    return [*takes, Statement(_BOOK_AND_TAKE[Quota.PUBLIC, bool(further)], named)]


def as_saved(booking: Booking, now: datetime) -> Booking:
    """Return the booking as save() would leave it, after its statement has inserted it."""
    booking.created_at = now
    booking._state.adding, booking._state.db = False, connection.alias  # noqa: SLF001
    return booking


def booking_statement(
    booking: Booking, pools: Sequence[UUID], *, quota: Quota, now: datetime
) -> tuple[str, dict[str, Any]]:
    """Return the statement that takes a place in the last pool and inserts the hold, and its parameters."""
    *_others, last = ranges_in(booking, pools)
    return _HOLD_AND_TAKE[quota, False], _parameters(booking, last, pools, (), now)


def _parameters(
    booking: Booking, last: Cells, pools: Sequence[UUID], further: Sequence[FurtherConcern], now: datetime
) -> dict[str, Any]:
    rows = {
        "pools": list(pools),
        "further": [entry.concern_id for entry in further],
        "further_persons": [entry.persons for entry in further],
    }
    return last.params(1) | _columns_of_time(booking) | rows | {"now": now}


def _columns_of_time(booking: Booking) -> dict[str, Any]:
    return {
        "id": booking.pk,
        "token": booking.token,
        "code": booking.code,
        "idem_key": booking.idem_key,
        "concern_id": booking.concern_id,
        "place_id": booking.place_id,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "origin": booking.origin,
        "forced_by": booking.forced_by,
        "persons": booking.persons,
        "answers": json.dumps(booking.answers),
        "language": booking.language,
        "support": list(booking.support),
        "channel": booking.channel,
        "follows_id": booking.follows_id,
        "next_concern_id": booking.next_concern_id,
        "hold_minutes": AppointmentSettings().hold_minutes,  # where nobody has chosen yet
    }


def _columns_of_person(booking: Booking) -> dict[str, Any]:
    return {name: getattr(booking, name) for name in _OF_PERSON} | {"person_names": json.dumps(booking.person_names)}


def ranges_in(booking: Booking, pools: Iterable[UUID]) -> list[Cells]:
    """Return the booking's cells in each of the pools, in the order of locks."""
    return sorted(Cells(pool, booking.day, booking.cell_from, booking.cell_to) for pool in pools)


def ranges_of(booking: Booking) -> list[Cells]:
    """Return the cells that the booking takes, or took, in its pools."""
    places = BookingPlace.objects.filter(booking=booking)
    return ranges_in(booking, places.values_list("pool_id", flat=True))
