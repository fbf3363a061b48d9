"""Give out what letters need: for each the code, which nobody can read again afterwards."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from modules.hearings.codes import hash_of, new_access_code
from modules.hearings.errors import AlreadyAnsweredError, HearingClosedError, LettersGivenOutError, NothingToDoError
from modules.hearings.models import Hearing, LetterRun, Role
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.files.tables import write_table
from rathaus.tenancy import current_tenant


@transaction.atomic
def give_out_letters(*, run_id: uuid.UUID, actor: User | None, now: datetime) -> bytes:
    """Give every hearing without code one, and return the letter data as CSV.

    The codes stand in this answer alone. Raises LettersGivenOutError when this was done under the same `run_id`,
    NothingToDoError when no hearing lacks a code.
    """
    if LetterRun.objects.filter(pk=run_id).exists():
        raise LettersGivenOutError
    waiting = Hearing.objects.select_for_update().filter(access_code="", closed_at=None, answered_at=None)
    hearings = list(waiting.order_by("file_reference", "recipient"))
    if not hearings:
        raise NothingToDoError
    run = LetterRun.objects.create(pk=run_id, made_at=now, made_by=actor, count=len(hearings))
    codes = [_give_code(hearing, run) for hearing in hearings]
    Hearing.objects.bulk_update(hearings, ["access_code", "letter_run"], batch_size=500)
    record(action="hearings.letters_given_out", actor=actor, target=run, details={"count": run.count})
    return letter_data(hearings, codes)


@transaction.atomic
def renew_code(*, hearing: Hearing, actor: User | None) -> str:
    """Give the hearing another code and return it, once; the former one is void.

    Raises AlreadyAnsweredError and HearingClosedError.
    """
    locked = _lock(hearing)
    code = new_access_code()
    locked.access_code = hash_of(code)
    locked.save(update_fields=["access_code"])
    record(action="hearings.code_renewed", actor=actor, target=locked)
    return code


@transaction.atomic
def prolong(*, hearing: Hearing, due_on: date, actor: User | None) -> Hearing:
    """Move the deadline. Raises AlreadyAnsweredError and HearingClosedError."""
    locked = _lock(hearing)
    details = {"from": locked.due_on.isoformat(), "to": due_on.isoformat()}
    locked.due_on = due_on
    locked.save(update_fields=["due_on"])
    record(action="hearings.prolonged", actor=actor, target=locked, details=details)
    return locked


@transaction.atomic
def close_hearing(*, hearing: Hearing, actor: User | None, now: datetime) -> None:
    """End it: the code opens nothing any more. Nothing happens when it has ended."""
    if Hearing.objects.filter(pk=hearing.pk, closed_at=None).update(closed_at=now):
        record(action="hearings.closed", actor=actor, target=hearing)


def letter_data(hearings: Sequence[Hearing], codes: Sequence[str]) -> bytes:
    """Return the CSV for the mail merge of the specialist procedure."""
    url = current_tenant().url(reverse("hearings:start"))
    rows = [
        [hearing.file_reference, hearing.recipient, str(Role(hearing.role).label), code, url, hearing.due_on]
        for hearing, code in zip(hearings, codes, strict=True)
    ]
    headings = [_("Aktenzeichen"), _("Empfänger"), _("Rolle"), _("Zugangscode"), _("Adresse"), _("Frist")]
    return write_table(headings, rows)


def _give_code(hearing: Hearing, run: LetterRun) -> str:
    code = new_access_code()
    hearing.access_code = hash_of(code)
    hearing.letter_run = run
    return code


def _lock(hearing: Hearing) -> Hearing:
    locked = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if locked.is_answered:
        raise AlreadyAnsweredError
    if locked.closed_at:
        raise HearingClosedError
    return locked
