"""Count what happens and refuse what is too much."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rathaus.limits.models import LimitWindow
from rathaus.signing import keyed_hash

_COUNT: Final = """
INSERT INTO limits_limitwindow AS kept (key, hits, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN kept.ends_at <= %(now)s THEN 1 ELSE LEAST(kept.hits + 1, 1000000) END,
    ends_at = CASE WHEN kept.ends_at <= %(now)s THEN excluded.ends_at ELSE kept.ends_at END
RETURNING hits, ends_at
"""  # a million is refused by every limit, and the number never overflows


@dataclass(frozen=True, slots=True)
class Refusal:
    """It was too often: when it may be tried again, and how many seconds that is from now on (at least one)."""

    retry_at: datetime
    retry_after: int


@dataclass(frozen=True, slots=True)
class Window:
    """What has been counted since `ends_at` was set: the present hit included."""

    hits: int
    ends_at: datetime


def hit(*, name: str, key: str, limit: int, seconds: int, now: datetime | None = None) -> Refusal | None:
    """Count one more; return a refusal when it is more than `limit` within `seconds`, otherwise None.

    `name` says what is limited ("appointments.hold"), `key` whom: it is hashed and not kept. A window begins with
    its first hit; refused ones neither lengthen it nor start another. One statement, safe among many processes.
    Call it outside of a transaction: the row stays locked until the end of the one it stands in, and a rollback
    takes the hit back.
    """
    now = now or timezone.now()
    window = count(name=name, key=key, seconds=seconds, now=now)
    if window.hits <= limit:
        return None
    return Refusal(window.ends_at, max(1, ceil((window.ends_at - now).total_seconds())))


def count(*, name: str, key: str, seconds: int, now: datetime) -> Window:
    """Count one more and return the window, for callers who say how much is left; otherwise as `hit`."""
    values: dict[str, Any] = {"key": _row_key(name, key), "now": now, "ends_at": now + timedelta(seconds=seconds)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        hits, ends_at = cursor.fetchone()
    return Window(hits, ends_at)


def use_once(*, name: str, key: str, seconds: int, now: datetime | None = None) -> bool:
    """Return whether this is the first use within `seconds`: what may be shown only once, such as a solved riddle."""
    return hit(name=name, key=key, limit=1, seconds=seconds, now=now) is None


def forget(*, name: str, key: str) -> None:
    """Forget what was counted: as if it had never happened."""
    LimitWindow.objects.filter(pk=_row_key(name, key)).delete()


def clear_windows(*, now: datetime) -> int:
    """Delete the windows that are over; returns how many there were."""
    deleted, _models = LimitWindow.objects.filter(ends_at__lte=now).delete()
    return deleted


def _row_key(name: str, key: str) -> UUID:
    return UUID(hex=keyed_hash(purpose=f"limits:{name}", value=key)[:32])
