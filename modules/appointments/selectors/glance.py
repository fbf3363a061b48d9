"""A glance at one time before somebody books it: one query, no lock."""

from collections.abc import Sequence
from datetime import date, datetime
from operator import lt
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

# By hand, since in a rush nearly everybody is refused and asks this. The states are those of PENDING_STATES, written
# out as the index on the ends of holds has them.
_GLANCE: Final = """
    SELECT
        EXISTS (SELECT 1 FROM appointments_booking WHERE idem_key = %(idem_key)s),
        EXISTS (
            SELECT 1 FROM appointments_booking
            WHERE day = %(day)s AND expires_at <= %(now)s AND state IN ('held', 'unconfirmed')),
        opened_at <= %(now)s AND %(cell_to)s <= tz_cells + 1,
        used[%(cell_from)s:%(cell_to)s - 1],
        cap[%(cell_from)s:%(cell_to)s - 1]
    FROM appointments_poolday WHERE pool_id = ANY(%(pools)s) AND day = %(day)s
"""


class Glance(NamedTuple):
    """What is seen of a time in one moment: somebody may be quicker."""

    is_known: bool  # the form's key was used before
    has_lapsed: bool  # a hold of that day lapsed, perhaps of another time
    lacks_rows: bool
    has_room: bool

    @property
    def is_full(self) -> bool:
        """Whether nothing can be done for somebody new."""
        return not (self.is_known or self.has_room or self.has_lapsed or self.lacks_rows)


def glance_at(
    *, pools: Sequence[UUID], day: date, cell_from: int, cell_to: int, idem_key: UUID, now: datetime
) -> Glance:
    """Return whether the public finds a place in each of the pools, and whether the key was used.

    Who is refused by what it sees would have been refused by the locked row in the same moment.
    """
    parameters: dict[str, Any] = {"pools": list(pools), "day": day, "cell_from": cell_from, "cell_to": cell_to}
    with connection.cursor() as cursor:
        cursor.execute(_GLANCE, parameters | {"idem_key": idem_key, "now": now})
        rows = cursor.fetchall()
    return Glance(
        is_known=any(row[0] for row in rows),
        has_lapsed=any(row[1] for row in rows),
        lacks_rows=len(rows) < len(pools),
        has_room=len(rows) == len(pools) and all(_has_room(*row[2:]) for row in rows),
    )


def _has_room(is_open: bool, used: Sequence[int], cap: Sequence[int]) -> bool:
    return is_open and all(map(lt, used, cap))
