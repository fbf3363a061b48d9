"""Messages in both directions and remarks among colleagues. Each form has a key, so nothing is written twice."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from modules.cases.errors import ClosedError, OpenPlaceholdersError, TooOftenError
from modules.cases.models import Case, CaseEntry, EntryKind, FileOrigin, Outcome, Status
from modules.cases.services.entries import EntryFile, add_entry
from modules.cases.services.locking import lock_case
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.files.attachments import CheckedFile, KeptFile, kept
from rathaus.limits.services import hit
from rathaus.timeline.models import By

MESSAGES_AN_HOUR: Final = 30
_HOUR: Final = 3600
_PLACEHOLDER: Final = re.compile(r"\{[a-z][a-z0-9_]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody writes: the text, its files, the key of the form it came from, and for whom, if not themselves."""

    text: str
    in_name_of: str = ""
    files: Sequence[CheckedFile] = ()
    idem_key: uuid.UUID


def write_as_person(*, case: Case, draft: Draft, person: User | None) -> CaseEntry:
    """Write to the administration as the owner of the case, or as its guest without `person`.

    A case that waited for this goes on. Raises TooOftenError, and ClosedError when the case was withdrawn.
    """
    if found := _written(case, draft.idem_key):
        return found
    if refusal := hit(name="cases.messages", key=str(case.pk), limit=MESSAGES_AN_HOUR, seconds=_HOUR):
        raise TooOftenError(refusal.retry_at)
    with kept(draft.files) as stored, transaction.atomic():
        locked = lock_case(case)
        if locked.outcome == Outcome.WITHDRAWN:
            raise ClosedError
        if locked.status == Status.ACTION_REQUIRED:
            locked.status = Status.PROCESSING
            locked.save(update_fields=["status"])
        entry = _add(locked, draft, stored, actor=person, by=By.PERSON)
        kind = ActorKind.CITIZEN if person else None
        record(action="cases.message_received", actor=person, target=entry, actor_kind=kind)
    return entry


def write_as_staff(*, case: Case, draft: Draft, actor: User, seen_version: int) -> CaseEntry:
    """Write to the person; whoever writes first is responsible from now on, and a new case is in processing.

    Raises OvertakenError when the case changed since `seen_version`, and OpenPlaceholdersError for words in braces.
    """
    if found := _written(case, draft.idem_key):
        return found
    if left := sorted(set(_PLACEHOLDER.findall(draft.text))):
        raise OpenPlaceholdersError(", ".join(left))
    with kept(draft.files) as stored, transaction.atomic():
        locked = lock_case(case, seen_version=seen_version)
        _begin_work(locked, actor)
        entry = _add(locked, draft, stored, actor=actor, by=By.STAFF)
        record(action="cases.message_sent", actor=actor, target=entry)
    return entry


@transaction.atomic
def add_remark(*, case: Case, text: str, idem_key: uuid.UUID, actor: User) -> CaseEntry:
    """Write something for colleagues only, and return it; the same key again returns the first one."""
    if found := _written(case, idem_key):
        return found
    locked = lock_case(case)
    entry = add_entry(case=locked, kind=EntryKind.REMARK, text=text, actor=actor, idem_key=idem_key)
    record(action="cases.remark_added", actor=actor, target=entry)
    return entry


def _written(case: Case, idem_key: uuid.UUID) -> CaseEntry | None:
    return CaseEntry.objects.filter(case=case, idem_key=idem_key).first()


def _begin_work(case: Case, actor: User) -> None:
    if case.responsible_id is None:
        case.responsible = actor
    if case.status in {Status.SUBMITTED, Status.RECEIVED}:
        case.status = Status.PROCESSING
    case.is_new_for_staff = False
    case.save(update_fields=["responsible", "status", "is_new_for_staff"])


def _add(case: Case, draft: Draft, stored: Sequence[KeptFile], *, actor: User | None, by: By) -> CaseEntry:
    kind, origin = EntryKind.MESSAGE_IN, FileOrigin.CITIZEN
    if by == By.STAFF:
        kind, origin = EntryKind.MESSAGE_OUT, FileOrigin.STAFF
    return add_entry(
        case=case,
        kind=kind,
        text=draft.text,
        is_public=True,
        actor=actor,
        by=by,
        in_name_of=draft.in_name_of,
        files=[EntryFile(file, origin) for file in stored],
        idem_key=draft.idem_key,
    )
