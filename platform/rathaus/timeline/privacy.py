"""What timelines keep about people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Model

from rathaus.privacy.protocol import Record
from rathaus.timeline.models import TimelineEntry

KEPT: Final = timedelta(days=3 * 366)


class TimelinePersonalData:
    """What people and the administration had to do with each other. Each part keeps its own truth besides."""

    models: tuple[type[Model], ...] = (TimelineEntry,)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return the person's timeline, oldest first."""
        entries = TimelineEntry.objects.filter(person__email=email).order_by("at", "id")
        return [_record(entry) for entry in entries.iterator()]

    def erase(self, *, email: str) -> int:
        """Remove the person's timeline: it only tells what the parts keep, and those decide what must stay."""
        return TimelineEntry.objects.filter(person__email=email).delete()[0]

    def apply_retention(self, *, now: datetime) -> int:
        """Forget after three years, when claims have lapsed as a rule (§ 195 BGB)."""
        return TimelineEntry.objects.filter(at__lt=now - KEPT).delete()[0]


def _record(entry: TimelineEntry) -> Record:
    return {
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "title": entry.title,
        "text": entry.text,
        "matter": entry.matter_label,
        "by": entry.by_name or entry.by,
    }


PERSONAL_DATA: Final = TimelinePersonalData()
