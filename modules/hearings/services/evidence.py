"""Photographs that the person may see."""

from datetime import datetime

from django.db import transaction

from modules.hearings.models import Evidence, Hearing
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.files.attachments import CheckedFile, keep_file
from rathaus.files.services import delete_file


@transaction.atomic
def show_evidence(*, hearing: Hearing, file: CheckedFile, actor: User | None, now: datetime) -> Evidence:
    """Add a photograph or PDF; the same content again changes nothing."""
    if known := hearing.evidence.filter(sha256=file.sha256).first():
        return known
    kept = keep_file(file)
    record(action="hearings.evidence_shown", actor=actor, target=hearing)
    return Evidence.objects.create(
        hearing=hearing,
        filename=kept.filename,
        stored=kept.stored,
        content_type=kept.content_type,
        sha256=kept.sha256,
        added_at=now,
    )


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, actor: User | None) -> None:
    """Remove a photograph."""
    stored = evidence.stored
    evidence.delete()
    record(action="hearings.evidence_withdrawn", actor=actor, target=evidence.hearing)
    transaction.on_commit(lambda: delete_file(name=stored))
