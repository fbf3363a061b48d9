"""Read the record page by page, newest first.

Who of the house did something is shown to nobody without an approved search (`searching.py`): in a small town hall even
the role would name the person. Everybody sees which entries are their own.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rathaus.accounts.models import StaffMembership, User
from rathaus.audit.models import ActorKind, AuditEntry, AuditPreferences, SearchState, StaffSearch
from rathaus.audit.words import object_words, words_for
from rathaus.tenancy.context import tenant_or_none

PAGE_SIZE = 50
DECIDE: Final = "platform.audit_decide"
_ABOUT_STAFF: Final = ("accounts.", "sso.", "audit.")  # objects of these parts are colleagues, or name one
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """An entry in words: who, what, on which object, with which details, as far as the reader may know."""

    entry: AuditEntry
    action: str
    actor: str
    object_kind: str
    object_id: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """Some lines, and the id below which the next older ones lie (None at the end)."""

    lines: list[Line]
    older_than: int | None


@dataclass(frozen=True)
class Filter:
    """What to look for; empty means any. `number` is that of an object, or of a person on the citizens' side."""

    action: str = ""
    object_kind: str = ""
    actor_kind: str = ""
    number: str = ""
    first_on: date | None = None
    last_on: date | None = None


def get_preferences() -> AuditPreferences:
    """Return the municipality's choices, or the defaults where nobody has chosen yet."""
    return AuditPreferences.objects.first() or AuditPreferences()


def kept_since(now: datetime) -> datetime:
    """Return the moment before which entries may go; a month counts as 31 days, so none goes too early."""
    return now - timedelta(days=31 * get_preferences().kept_months)


def find_entries(wanted: Filter) -> QuerySet[AuditEntry]:
    """Return the entries that fit, on these local days (both included), newest first."""
    found = AuditEntry.objects.filter(_within(wanted.first_on, wanted.last_on)).order_by("-id")
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.object_kind:
        found = found.filter(target_type=wanted.object_kind)
    if wanted.actor_kind:
        found = found.filter(actor_kind=wanted.actor_kind)
    if wanted.number:
        found = found.filter(_of_number(wanted.number))
    return found


def entries_of(search: StaffSearch) -> QuerySet[AuditEntry]:
    """Return what an approved search shows: what staff did in this time, by the person or to the object."""
    found = AuditEntry.objects.filter(_within(search.first_on, search.last_on), actor_kind=ActorKind.STAFF)
    if search.about:
        found = found.filter(actor_id=search.about)
    if search.object_id:
        found = found.filter(target_id=search.object_id)
    return found.order_by("-id")


def names_staff(number: str) -> bool:
    """Return whether the number is that of a colleague: looking for it would be a search for them."""
    if not (found := _uuid(number)):
        return False
    return StaffMembership.objects.filter(Q(pk=found) | Q(user_id=found)).exists()


def deciders(search: StaffSearch) -> QuerySet[User]:
    """Return the colleagues who may decide on the search: neither who asked nor who is searched for."""
    besides = [person for person in (search.requested_by, search.about) if person]
    holders = StaffMembership.objects.filter(is_active=True, roles__permissions__contains=[DECIDE])
    return User.objects.filter(is_active=True, pk__in=holders.values("user")).exclude(pk__in=besides).order_by("pk")


def searches() -> QuerySet[StaffSearch]:
    """Return all searches, those that wait first."""
    return StaffSearch.objects.order_by("-requested_at", "id")


def count_waiting(since: datetime) -> int:
    """Return how many searches wait for a second person."""
    return StaffSearch.objects.filter(state=SearchState.OPEN, requested_at__gt=since).count()


def names_of(ids: set[uuid.UUID]) -> dict[uuid.UUID | None, str]:
    """Return the names of people who still have an account: one query."""
    return {user.pk: user.full_name for user in get_user_model().objects.filter(pk__in=ids)} if ids else {}


def page_of(
    entries: QuerySet[AuditEntry],
    *,
    before: int | None = None,
    reader: uuid.UUID | None = None,
    shows_names: bool = False,
) -> Page:
    """Return the newest lines, or those older than the entry `before`; two queries however long the record is."""
    if before:
        entries = entries.filter(id__lt=before)
    rows = list(entries[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    lines = lines_of(shown, reader=reader, shows_names=shows_names)
    return Page(lines=lines, older_than=shown[-1].pk if len(rows) > PAGE_SIZE else None)


def lines_of(rows: list[AuditEntry], *, reader: uuid.UUID | None = None, shows_names: bool = False) -> list[Line]:
    """Return the entries in words; with `shows_names` everything, else nothing by which a colleague is known."""
    names = names_of({row.actor_id for row in rows if row.actor_id}) if shows_names else {}
    return [
        Line(
            entry=row,
            action=words_for(row.action),
            actor=names.get(row.actor_id, "") if shows_names else _own(row, reader),
            object_kind=object_words(row.target_type),
            object_id=row.target_id if shows_names else _shown_id(row),
            details=_in_words(row.details, shows_ids=shows_names),
        )
        for row in rows
    ]


def _own(row: AuditEntry, reader: uuid.UUID | None) -> str:
    return _("Sie selbst") if reader and row.actor_id == reader else ""


def _shown_id(row: AuditEntry) -> str:
    return "" if row.target_type.startswith(_ABOUT_STAFF) else row.target_id


def _in_words(details: Mapping[str, Any], *, shows_ids: bool) -> dict[str, Any]:
    """Return the details; without ids, which may be those of colleagues, such as the one somebody stood in for."""
    found = {key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in details.items()}
    return found if shows_ids else {key: value for key, value in found.items() if not _ID.search(str(value))}


def _of_number(number: str) -> Q:
    """Return what was done to the object, and what the person did who is no colleague."""
    found = Q(target_id=number)
    if person := _uuid(number):
        found |= Q(actor_id=person) & ~Q(actor_kind=ActorKind.STAFF)
    return found


def _within(first_on: date | None, last_on: date | None) -> Q:
    found = Q()
    if first_on:
        found &= Q(at__gte=_start_of(first_on))
    if last_on:
        found &= Q(at__lt=_start_of(last_on + timedelta(days=1)))
    return found


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _start_of(day: date) -> datetime:
    tenant = tenant_or_none()
    local = datetime.combine(day, time.min)
    return local.replace(tzinfo=tenant.zone) if tenant else local.astimezone()
