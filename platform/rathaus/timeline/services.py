"""Write timelines. Modules call this in the transaction of what they tell."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.timeline.models import By, TimelineEntry


@dataclass(frozen=True, slots=True)
class Matter:
    """What entries belong to together: `Matter("appointments.booking", booking.pk, "Personalausweis beantragen")`."""

    kind: str
    id: uuid.UUID
    label: str


def matter_columns(matter: Matter | None) -> dict[str, Any]:
    """Return the columns `matter_kind`, `matter_id` and `matter_label` of a row about this matter, or about none."""
    if matter is None:
        return {"matter_kind": "", "matter_id": None, "matter_label": ""}
    return {"matter_kind": matter.kind, "matter_id": matter.id, "matter_label": matter.label[:200]}


def add_entry(
    *,
    person: User,
    key: str,
    kind: str,
    title: str,
    matter: Matter | None = None,
    text: str = "",
    path: str = "",
    at: datetime | None = None,
    by: By = By.SYSTEM,
    by_name: str = "",
    area: str = "",
) -> TimelineEntry:
    """Tell the person's timeline something and return the entry; the same key again changes nothing.

    The words are kept as they come: the caller writes them in the person's language, not in that of whoever acts.
    `kind` is declared in ModuleSpec.timeline, `path` is an address of this site below which only this person sees more,
    `by_name` is who it was as citizens may read it ("Bürgerbüro", "Frau Brandt"). `area` is the code of
    a restricted area (tax or social data): only colleagues who are named for it see the entry.
    """
    entry, _is_new = TimelineEntry.objects.get_or_create(
        person=person,
        key=key,
        defaults={
            "at": at or timezone.now(),
            "kind": kind,
            "title": title[:200],
            "text": text,
            "path": path,
            **matter_columns(matter),
            "by": by,
            "by_name": by_name[:120],
            "area": area,
        },
    )
    return entry


def remove_entry(*, person: User, key: str) -> None:
    """Take back what was told by mistake, for example a note whose sharing was undone."""
    TimelineEntry.objects.filter(person=person, key=key).delete()
