"""What the front desk sees of a case: service, state, deadline, who is responsible. Nothing of its content is read."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q

from modules.cases.handling import kind_label
from modules.cases.models import Case, Status
from modules.cases.permissions import OVERVIEW
from modules.cases.selectors.access import open_codes
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission

MOST: Final = 50
_COLUMNS: Final = (
    "id",
    "reference",
    "kind",
    "service_name",
    "status",
    "due_on",
    "closed_at",
    "department__name",
    "responsible__first_name",
    "responsible__last_name",
)


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A case as the front desk reads it."""

    id: uuid.UUID
    reference: str
    service: str
    status: Status
    is_open: bool
    due_on: date | None
    department: str
    responsible: str


def desk_lines(user: User, query: str = "") -> Sequence[DeskLine]:
    """Return the latest open cases, or those with this number or exactly this name: one query over plain columns.

    Cases of restricted areas are there for whoever is named for the area alone.
    """
    if not has_permission(user, OVERVIEW):
        return []
    rows = Case.objects.filter(area__in=open_codes(user))
    if query:
        rows = rows.filter(Q(reference__iexact=query) | Q(applicant_name__iexact=query))
    else:
        rows = rows.filter(closed_at=None)
    found = rows.order_by("-last_at", "-id").values(*_COLUMNS)[:MOST]
    return [_line(row) for row in found]


def _line(row: dict[str, Any]) -> DeskLine:
    return DeskLine(
        id=row["id"],
        reference=row["reference"],
        service=row["service_name"] or kind_label(row["kind"]),
        status=Status(row["status"]),
        is_open=row["closed_at"] is None,
        due_on=row["due_on"],
        department=row["department__name"] or "",
        responsible=f"{row['responsible__first_name'] or ''} {row['responsible__last_name'] or ''}".strip(),
    )
