"""Changes to many cases at once, and back again: within ten minutes, where nobody has worked on since."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from modules.cases.errors import CaseError, UndoneTooLateError
from modules.cases.models import BulkChange, Case, CaseEntry, Status
from modules.cases.selectors.inbox import chosen_cases
from modules.cases.services.assigning import assign
from modules.cases.services.state import set_dates, set_status
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.timeline.services import remove_entry

MOST: Final = 200
_FIELDS: Final = ("status", "responsible_id", "resubmit_on", "is_new_for_staff")


class Step(StrEnum):
    """What can be done with many; the values stand in forms."""

    ASSIGN = "zuweisen"
    STATUS = "stand"
    RESUBMIT = "wiedervorlage"
    READ = "gelesen"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkWish:
    """What shall become of the cases: only what belongs to the step counts."""

    step: Step
    responsible: User | None = None
    status: Status = Status.PROCESSING
    resubmit_on: date | None = None


@transaction.atomic
def change_many(*, keys: Sequence[uuid.UUID], wish: BulkWish, actor: User, idem_key: uuid.UUID) -> BulkChange:
    """Change up to 200 cases that the actor may work on, and return what was done; the same key again changes nothing.

    A case that cannot be changed (it is closed, the colleague may not see it) is left out. Citizens get no mail.
    """
    if found := BulkChange.objects.filter(idem_key=idem_key, actor=actor).first():
        return found
    cases = list(chosen_cases(actor, keys[:MOST]).order_by("pk"))
    before = [line for line in (_change(case, wish, actor) for case in cases) if line]
    record(action="cases.cases_changed", actor=actor, details={"step": str(wish.step), "count": len(before)})
    return BulkChange.objects.create(
        actor=actor, step=wish.step, before=before, made_at=timezone.now(), idem_key=idem_key
    )


@transaction.atomic
def undo_change(*, change: BulkChange, actor: User) -> int:
    """Take a change back and return for how many cases; those that somebody changed since stay as they are.

    What it wrote into their course goes too. Raises UndoneTooLateError.
    """
    locked = BulkChange.objects.select_for_update().get(pk=change.pk)
    if locked.actor_id != actor.pk or not locked.can_undo(timezone.now()):
        raise UndoneTooLateError
    count = sum(_restore(line) for line in locked.before)
    locked.undone_at = timezone.now()
    locked.save(update_fields=["undone_at"])
    record(action="cases.cases_restored", actor=actor, details={"step": locked.step, "count": count})
    return count


def _change(case: Case, wish: BulkWish, actor: User) -> dict[str, Any] | None:
    """Change one case and return what it was; None where nothing changed."""
    was = {name: _plain(getattr(case, name)) for name in _FIELDS}
    known = set(CaseEntry.objects.filter(case=case).values_list("pk", flat=True))
    steps: dict[Step, Callable[[], object]] = {
        Step.ASSIGN: lambda: assign(case=case, responsible=wish.responsible, actor=actor),
        Step.STATUS: lambda: set_status(case=case, status=wish.status, actor=actor, tells=False),
        Step.RESUBMIT: lambda: set_dates(case=case, due_on=case.due_on, resubmit_on=wish.resubmit_on, actor=actor),
        Step.READ: lambda: Case.objects.filter(pk=case.pk).update(is_new_for_staff=False),
    }
    try:
        with transaction.atomic():
            steps[wish.step]()
    except CaseError:
        return None
    case.refresh_from_db(fields=[*_FIELDS, "version", "last_at"])
    if was == {name: _plain(getattr(case, name)) for name in _FIELDS}:
        return None
    new = CaseEntry.objects.filter(case=case).exclude(pk__in=known)
    return {
        "case": str(case.pk),
        "version": case.version,
        "was": was,
        "entries": [str(key) for key in new.values_list("pk", flat=True)],
    }


def _restore(line: dict[str, Any]) -> bool:
    found = Case.objects.select_for_update(of=("self",)).filter(pk=line["case"], version=line["version"]).first()
    if found is None:
        return False
    for name, value in line["was"].items():
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*line["was"], "version"])
    if found.person:
        for key in line["entries"]:
            remove_entry(person=found.person, key=f"cases.entry:{key}")
    CaseEntry.objects.filter(pk__in=line["entries"]).delete()
    return True


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (bool, str)) else str(value)
