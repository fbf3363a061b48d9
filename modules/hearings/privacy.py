"""What the module keeps about people: letters without names, known by their file reference alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from modules.hearings.models import Evidence, Hearing
from modules.hearings.selectors.hearings import hearing_settings
from rathaus.files.services import delete_file
from rathaus.privacy.protocol import Kept, Record


class HearingPersonalData:
    """Files with evidence. No address stands in them: who was written to is known in the specialist procedure."""

    models: tuple[type[Model], ...] = (Hearing, Evidence)

    def export(self, *, email: str) -> Sequence[Record]:  # noqa: ARG002 - nothing here hangs on an address
        """Return nothing: answers are exported with their cases and requests."""
        return []

    def erase(self, *, email: str) -> int:  # noqa: ARG002
        """Remove nothing: see export."""
        return 0

    def kept_after_erasure(self, *, email: str) -> Sequence[Kept]:  # noqa: ARG002
        """Return nothing."""
        return []

    def apply_retention(self, *, now: datetime) -> int:
        """Remove letters so many days after their deadline, once their answer was fetched or none came."""
        before = timezone.localdate(now) - timedelta(days=hearing_settings().keep_days)
        over = Hearing.objects.filter(due_on__lt=before)
        return remove_hearings(over.exclude(answered_at__isnull=False, fetched_at=None, closed_at=None))


def remove_hearings(hearings: QuerySet[Hearing]) -> int:
    """Remove letters with their photographs and return how many rows went."""
    with transaction.atomic():
        stored = list(Evidence.objects.filter(hearing__in=hearings).values_list("stored", flat=True))
        count = hearings.delete()[0]
        transaction.on_commit(partial(_delete_files, stored))
    return count


def _delete_files(stored: Sequence[str]) -> None:
    for name in stored:
        delete_file(name=name)


PERSONAL_DATA = HearingPersonalData()
