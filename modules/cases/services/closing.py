"""The end of a case and what may follow: open again, or keep it although its time is over."""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.models import Case, EntryKind, Outcome, Status
from modules.cases.services.entries import add_entry
from modules.cases.services.locking import lock_case
from modules.cases.services.settling import settle
from rathaus.accounts.models import User
from rathaus.audit.services import record

WITHOUT_NOTICE: Final = (Outcome.ANSWERED, Outcome.CONFIRMED, Outcome.MOOT, Outcome.HANDED_OVER, Outcome.WITHDRAWN)


@transaction.atomic
def close_case(*, case: Case, outcome: Outcome, reason: str = "", actor: User) -> None:
    """End the case with this outcome; the person reads the outcome, the reason is for colleagues.

    What was still open is settled. A case that is over stays as it is.
    """
    locked = lock_case(case)
    if not locked.is_open:
        return
    settle(case=locked)
    locked.status, locked.outcome, locked.closed_at = Status.COMPLETED, outcome, timezone.now()
    locked.resubmit_on = None
    locked.responsible = locked.responsible or actor
    locked.save(update_fields=["status", "outcome", "closed_at", "resubmit_on", "responsible"])
    with override(locked.language):
        words = _("Abgeschlossen: %(outcome)s") % {"outcome": outcome.label}
    add_entry(case=locked, kind=EntryKind.STATE, title=words, is_public=True, actor=actor)
    _note_reason(locked, reason, actor)
    record(action="cases.case_closed", actor=actor, target=locked, details={"outcome": str(outcome)})


@transaction.atomic
def reopen_case(*, case: Case, reason: str, actor: User) -> None:
    """Open a case again; the reason is for colleagues. An open case stays as it is."""
    locked = lock_case(case)
    if locked.is_open:
        return
    locked.status, locked.outcome, locked.closed_at = Status.PROCESSING, Outcome.NONE, None
    locked.save(update_fields=["status", "outcome", "closed_at"])
    with override(locked.language):
        words = _("Wieder geöffnet")
    add_entry(case=locked, kind=EntryKind.STATE, title=words, is_public=True, actor=actor)
    _note_reason(locked, reason, actor)
    record(action="cases.case_reopened", actor=actor, target=locked)


@transaction.atomic
def hold_case(*, case: Case, reason: str, actor: User) -> None:
    """Keep a case beyond its time, with a reason (a lawsuit, an audit); an empty reason lets it go again."""
    locked = lock_case(case)
    if locked.hold_reason == reason:
        return
    locked.hold_reason = reason[:300]
    locked.save(update_fields=["hold_reason"])
    title = _("Wird länger aufbewahrt") if reason else _("Wird nicht länger aufbewahrt")
    add_entry(case=locked, kind=EntryKind.NOTE, title=title, text=reason, actor=actor)
    record(action="cases.case_held" if reason else "cases.case_released", actor=actor, target=locked)


def _note_reason(case: Case, reason: str, actor: User) -> None:
    if reason:
        add_entry(case=case, kind=EntryKind.REMARK, text=reason, actor=actor)
