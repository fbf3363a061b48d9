"""Forget cases in time: content and persons go, the figures stay for statistics."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, DurationField, ExpressionWrapper, F, QuerySet, Value
from django.utils import timezone

from modules.cases.handling import handler_of
from modules.cases.models import Case, RetentionNote
from rathaus.audit.services import record
from rathaus.files.services import delete_file

_DAY: Final = Value(timedelta(days=1), output_field=DurationField())
_BLANK: Final[dict[str, Any]] = {
    "person": None,
    "in_name_of": "",
    "applicant_name": "",
    "applicant_email": "",
    "applicant_phone": "",
    "applicant_address": "",
    "place": "",
    "search_text": "",
    "source_id": None,
    "is_new_for_staff": False,
    "is_new_for_person": False,
    "resubmit_on": None,
}


def over_time(now: datetime) -> QuerySet[Case]:
    """Return the closed cases whose time is over, held ones too."""
    keep = ExpressionWrapper(F("keep_days") * _DAY, output_field=DurationField())
    closed = Case.objects.filter(closed_at__isnull=False, anonymised_at=None)
    return closed.annotate(keep=keep).filter(closed_at__lt=Value(now) - F("keep"))


def forget_in_time(*, now: datetime) -> int:
    """Make every case anonymous whose time is over and that nobody holds; return how many.

    The protocol gets one line for each service and night: how many were forgotten, how many were held.
    """
    due = over_time(now)
    held = _count(due.exclude(hold_reason=""))
    forgotten = _count(due.filter(hold_reason=""))
    for case in list(due.filter(hold_reason="")):
        forget_case(case=case)
    for key, name in {**held, **forgotten}:
        _note(now, key, name, forgotten.get((key, name), 0), held.get((key, name), 0))
    return sum(forgotten.values())


@transaction.atomic
def forget_case(*, case: Case) -> bool:
    """Remove content, course, files and names of a case; service, ways, days and outcome stay as a figure."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.anonymised_at or locked.hold_reason:
        return False
    handler_of(locked).erase(locked)
    for name in locked.files.values_list("stored", flat=True):
        transaction.on_commit(partial(delete_file, name=name))
    for rows in (locked.calls, locked.fee_notes, locked.copies, locked.notices, locked.document_requests):
        rows.all().delete()
    locked.handovers.update(by_name="", target="")
    locked.files.all().delete()
    locked.entries.all().delete()
    title = locked.service_name or locked.kind
    Case.objects.filter(pk=locked.pk).update(**_BLANK, title=title[:200], anonymised_at=timezone.now())
    record(action="cases.case_forgotten", target=locked)
    return True


def _count(cases: QuerySet[Case]) -> dict[tuple[str, str], int]:
    rows = cases.order_by().values_list("service_key", "service_name").annotate(count=Count("pk"))
    return {(key, name): count for key, name, count in rows}


def _note(now: datetime, key: str, name: str, forgotten: int, held: int) -> None:
    day = timezone.localdate(now)
    note, is_new = RetentionNote.objects.get_or_create(
        day=day, service_key=key, defaults={"service_name": name, "forgotten": forgotten, "held": held}
    )
    if not is_new:
        note.forgotten, note.held = note.forgotten + forgotten, held
        note.save(update_fields=["forgotten", "held"])
