"""Where a case stands, and by when: status, deadline, resubmission."""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from modules.cases.models import Case, CaseEntry, EntryKind, Status
from modules.cases.services.entries import add_entry
from modules.cases.services.locking import demand_open, lock_case
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.web.wording import short_date

WORKABLE = (Status.RECEIVED, Status.PROCESSING, Status.ACTION_REQUIRED)
_WORDS: Final = {
    Status.RECEIVED: gettext_lazy("Eingegangen"),
    Status.PROCESSING: gettext_lazy("In Bearbeitung"),
    Status.ACTION_REQUIRED: gettext_lazy("Wir brauchen etwas von Ihnen"),
}


@transaction.atomic
def set_status(
    *, case: Case, status: Status, actor: User, seen_version: int | None = None, text: str = "", tells: bool = True
) -> CaseEntry | None:
    """Say how far an open case is; the citizen reads it in plain words, with `text` as what it is about.

    Returns the entry, None when nothing changed. Cases end by decisions, not here. Raises OvertakenError, ClosedError.
    """
    locked = lock_case(case, seen_version=seen_version)
    demand_open(locked)
    if locked.status == status or status not in WORKABLE:
        return None
    locked.status = status
    locked.save(update_fields=["status"])
    with override(locked.language):
        title = str(_WORDS[status])
    entry = add_entry(
        case=locked, kind=EntryKind.STATE, title=title, text=text, is_public=True, actor=actor, tells=tells
    )
    record(action="cases.status_changed", actor=actor, target=locked, details={"status": str(status)})
    return entry


@transaction.atomic
def set_dates(*, case: Case, due_on: date | None, resubmit_on: date | None, actor: User) -> list[CaseEntry]:
    """Set until when the case is to be done, and when it comes up again; returns an entry for each that changed."""
    locked = lock_case(case)
    changed = [
        (_("Frist"), due_on) if locked.due_on != due_on else None,
        (_("Wiedervorlage"), resubmit_on) if locked.resubmit_on != resubmit_on else None,
    ]
    locked.due_on, locked.resubmit_on = due_on, resubmit_on
    locked.save(update_fields=["due_on", "resubmit_on"])
    entries = [_note(locked, *one, actor) for one in changed if one]
    if entries:
        record(action="cases.dates_changed", actor=actor, target=locked)
    return entries


def _note(case: Case, label: str, day: date | None, actor: User) -> CaseEntry:
    words = f"{label}: {short_date(day)}" if day else _("%(label)s aufgehoben") % {"label": label}
    return add_entry(case=case, kind=EntryKind.DEADLINE, title=words, actor=actor)
