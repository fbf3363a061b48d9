"""The one place that writes the course of a case, and what hangs on it: order, unread marks, timeline, who is told."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.cases.models import Case, CaseEntry, CaseFile, EntryKind, FileOrigin
from modules.cases.services.telling import tell_person, tell_timeline
from modules.cases.words import author_name
from rathaus.accounts.models import User
from rathaus.files.attachments import KeptFile
from rathaus.timeline.models import By

_MARKS: Final = ("version", "last_at", "is_new_for_person", "is_new_for_staff")


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file that comes with an entry, already in the storage; without `is_public` citizens never get it."""

    file: KeptFile
    origin: FileOrigin
    label: str = ""
    is_public: bool = True


@transaction.atomic
def add_entry(
    *,
    case: Case,
    kind: EntryKind,
    title: str = "",
    text: str = "",
    is_public: bool = False,
    actor: User | None = None,
    by: By = By.STAFF,
    by_name: str = "",
    in_name_of: str = "",
    files: Sequence[EntryFile] = (),
    tells: bool = True,
    idem_key: uuid.UUID | None = None,
) -> CaseEntry:
    """Write a line into the course of a case and return it; the same key again returns the first one.

    Counts the case's version up, marks it as new for the other side, and writes what is public into the person's
    timeline. With `tells` the person hears by their chosen way that something is there, a guest by mail; never what.
    `by` says who did it: the person, a clerk, a program. Nothing that is not public ever reaches the person.
    """
    if idem_key and (found := CaseEntry.objects.filter(case=case, idem_key=idem_key).first()):
        return found
    entry = CaseEntry.objects.create(
        case=case,
        kind=kind,
        title=title[:200],
        text=text,
        is_public=is_public,
        author=actor,
        author_name=(by_name or _name_of(case, actor, by))[:120],
        in_name_of=in_name_of[:250],
        at=timezone.now(),
        idem_key=idem_key or uuid.uuid4(),
    )
    keep_files(case=case, entry=entry, files=files)
    was_new = case.is_new_for_person
    _advance(case, entry, by)
    if is_public:
        tell_timeline(case=case, entry=entry, by=by)
        if tells and by != By.PERSON:
            tell_person(case=case, entry=entry, is_told_already=was_new)
    return entry


def keep_files(*, case: Case, entry: CaseEntry | None, files: Sequence[EntryFile]) -> list[CaseFile]:
    """Note files that lie in the storage already as files of the case and return them."""
    return CaseFile.objects.bulk_create(
        CaseFile(
            case=case,
            entry=entry,
            origin=one.origin,
            label=one.label[:200],
            filename=one.file.filename,
            stored=one.file.stored,
            content_type=one.file.content_type,
            size=one.file.size,
            sha256=one.file.sha256,
            is_public=one.is_public,
            added_at=timezone.now(),
        )
        for one in files
    )


def _name_of(case: Case, actor: User | None, by: By) -> str:
    if by == By.PERSON:
        return actor.full_name if actor else case.applicant_name or _("Antragstellende Person")
    return author_name(actor)


def _advance(case: Case, entry: CaseEntry, by: By) -> None:
    """Note on the case that something happened, also on the object in the caller's hands."""
    changes: dict[str, Any] = {"version": F("version") + 1, "last_at": entry.at}
    if by == By.PERSON:
        changes["is_new_for_staff"] = True
    elif entry.is_public and entry.kind != EntryKind.OPENED:
        changes["is_new_for_person"] = True
    Case.objects.filter(pk=case.pk).update(**changes)
    case.refresh_from_db(fields=_MARKS)
