"""Read the record page by page, newest first."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from rathaus.audit.models import AuditEntry, AuditPreferences
from rathaus.audit.words import words_for
from rathaus.tenancy.context import tenant_or_none

PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    """An entry in words, with the name of who did it as far as that person still has an account."""

    entry: AuditEntry
    action: str
    actor: str


@dataclass(frozen=True)
class Page:
    """Some lines, and the id below which the next older ones lie (None at the end)."""

    lines: list[Line]
    older_than: int | None


def get_preferences() -> AuditPreferences:
    """Return the municipality's choices, or the defaults where nobody has chosen yet."""
    return AuditPreferences.objects.first() or AuditPreferences()


def kept_since(now: datetime) -> datetime:
    """Return the moment before which entries may go; a month counts as 31 days, so none goes too early."""
    return now - timedelta(days=31 * get_preferences().kept_months)


def find_entries(
    *,
    action: str = "",
    actor_id: uuid.UUID | None = None,
    first_on: date | None = None,
    last_on: date | None = None,
) -> QuerySet[AuditEntry]:
    """Return the entries with this code, by this person, on these local days (both included), newest first."""
    found = AuditEntry.objects.order_by("-id")
    if action:
        found = found.filter(action=action)
    if actor_id:
        found = found.filter(actor_id=actor_id)
    if first_on:
        found = found.filter(at__gte=_start_of(first_on))
    if last_on:
        found = found.filter(at__lt=_start_of(last_on + timedelta(days=1)))
    return found


def _start_of(day: date) -> datetime:
    tenant = tenant_or_none()
    local = datetime.combine(day, time.min)
    return local.replace(tzinfo=tenant.zone) if tenant else local.astimezone()


def page_of(entries: QuerySet[AuditEntry], *, before: int | None = None) -> Page:
    """Return the newest lines, or those older than the entry `before`; two queries however long the record is."""
    if before:
        entries = entries.filter(id__lt=before)
    rows = list(entries[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    names = _names({row.actor_id for row in shown if row.actor_id})
    lines = [Line(entry=row, action=words_for(row.action), actor=names.get(row.actor_id, "")) for row in shown]
    return Page(lines=lines, older_than=shown[-1].pk if len(rows) > PAGE_SIZE else None)


def _names(ids: set[uuid.UUID]) -> dict[uuid.UUID | None, str]:
    return {user.pk: user.full_name for user in get_user_model().objects.filter(pk__in=ids)}
