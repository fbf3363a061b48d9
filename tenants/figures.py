"""Figures of the municipalities for their operators: written inside each one by a job, read from `public` alone."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from rathaus.accounts.factors import passkey_counts
from rathaus.registry import active_modules, contribution
from rathaus.tenancy import Tenant, current_tenant, enter_public
from tenants.models import DailyFigures
from tenants.passkeys import PASSKEYS

DAYS = 7
BOOKINGS = "bookings"  # what modules call appointments booked in the last 24 hours
STORAGE = "storage_bytes"


@dataclass(frozen=True)
class Trend:
    """One figure on each of the last seven days, the oldest first."""

    values: Sequence[int]

    @property
    def total(self) -> int:
        """The sum of all days."""
        return sum(self.values)

    @property
    def points(self) -> str:
        """The line in a picture of 64 by 20, as an SVG polyline wants it."""
        top = max(self.values) or 1
        return " ".join(f"{2 + 10 * x},{18 - round(15 * value / top)}" for x, value in enumerate(self.values))


@dataclass(frozen=True)
class Figures:
    """What operators see of a municipality; None where nothing was reported."""

    bookings: Trend | None = None
    storage: int | None = None
    written_at: datetime | None = None


def write_figures(*, day: date) -> DailyFigures:
    """Collect the figures of the entered municipality and keep them as those of this day; safe to repeat."""
    tenant = current_tenant()
    counts: dict[str, object] = {**_reported_by_modules(tenant), STORAGE: _size_of(tenant.schema_name)}
    if passkeys := passkey_counts():
        counts[PASSKEYS] = passkeys
    with enter_public():
        row, _created = DailyFigures.objects.update_or_create(tenant_id=tenant.id, day=day, defaults={"counts": counts})
    return row


def _reported_by_modules(tenant: Tenant) -> Mapping[str, int]:
    """Add up what the modules report: the same name means the same thing in all of them."""
    total: Counter[str] = Counter()
    for spec in active_modules(tenant):
        if count := contribution(spec, "counts"):
            total.update(count())
    return total


def _size_of(schema_name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relkind IN ('r', 'm')",
            [schema_name],
        )
        return int(cursor.fetchone()[0])


def read_figures(tenant_ids: Iterable[uuid.UUID], *, today: date) -> Mapping[uuid.UUID, Figures]:
    """Return the figures of the seven days that end today, with one query; nothing for those without any."""
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    rows: dict[uuid.UUID, list[DailyFigures]] = defaultdict(list)
    for row in DailyFigures.objects.filter(tenant__in=list(tenant_ids), day__gte=days[0]).order_by("day"):
        rows[row.tenant_id].append(row)
    return {tenant_id: _figures_of(found, days) for tenant_id, found in rows.items()}


def _figures_of(rows: Sequence[DailyFigures], days: Sequence[date]) -> Figures:
    bookings = {row.day: row.counts[BOOKINGS] for row in rows if BOOKINGS in row.counts}
    return Figures(
        bookings=Trend([bookings.get(day, 0) for day in days]) if bookings else None,
        storage=rows[-1].counts.get(STORAGE),
        written_at=rows[-1].written_at,
    )
