"""Hand a case over to where the work goes on: download, mailbox, interface, or typed over by hand."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.errors_decisions import NoMailboxError, TooLargeError
from modules.cases.exporting import case_json
from modules.cases.file_paper import case_file_pdf
from modules.cases.handlers import HandoverFile, HandoverFormat
from modules.cases.handling import handler_of
from modules.cases.models import Case, EntryKind, Handover, HandoverWay
from modules.cases.selectors.signing import decision_settings
from modules.cases.services.entries import add_entry
from modules.cases.services.locking import lock_case
from modules.cases.words import author_name
from rathaus.accounts.models import User
from rathaus.api.services.announcing import announce
from rathaus.audit.services import record, record_read
from rathaus.mail.attachments import Attachment
from rathaus.mail.services import MAX_ATTACHMENT_BYTES, enqueue_mail
from rathaus.pdf import encrypt_pdf

HANDED_OVER: Final = "cases.handed_over"
PDF: Final = "pdf"
JSON: Final = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """By whom, and the key of the form that recognises a repetition."""

    actor: User
    idem_key: uuid.UUID


def formats_of(case: Case) -> Sequence[HandoverFormat]:
    """Return the formats in which the case can be given away: PDF, JSON, and those of its handler."""
    own = [one for one in handler_of(case).handover_formats(case) if one.key not in (PDF, JSON)]
    return [HandoverFormat(PDF, _("Akte als PDF")), HandoverFormat(JSON, _("Daten als JSON")), *own]


def handover_file(case: Case, key: str) -> HandoverFile:
    """Return the case in one of its formats; raises KeyError for any other."""
    if key == PDF:
        content = case_file_pdf(case, with_remarks=False)
        return HandoverFile(f"{case.reference}.pdf", content, "application/pdf")
    if key == JSON:
        text = json.dumps(case_json(case), ensure_ascii=False, indent=2)
        return HandoverFile(f"{case.reference}.json", text.encode(), "application/json")
    if key not in {one.key for one in handler_of(case).handover_formats(case)}:
        raise KeyError(key)
    return handler_of(case).hand_over(case, key)


@transaction.atomic
def hand_over_as_download(*, case: Case, key: str, step: Step) -> HandoverFile:
    """Return the file and note that it left; raises KeyError for an unknown format."""
    locked = lock_case(case)
    file = handover_file(locked, key)
    _note(locked, HandoverWay.DOWNLOAD, key, step, content=file.content)
    return file


@transaction.atomic
def hand_over_by_mail(*, case: Case, keys: Sequence[str], password: str = "", step: Step) -> None:
    """Mail the case to the municipality's mailbox for handovers, as PDF and in the formats `keys`.

    With a password there is one PDF that opens with it alone and holds the other files. Raises NoMailboxError,
    TooLargeError, KeyError, and ValueError for a password below eight characters.
    """
    target = decision_settings().handover_email
    if not target:
        raise NoMailboxError
    locked = lock_case(case)
    if Handover.objects.filter(idem_key=step.idem_key).exists():
        return
    files = [handover_file(locked, key) for key in dict.fromkeys([PDF, *keys])]
    files = [_locked_away(files, password)] if password else files
    if sum(len(file.content) for file in files) > MAX_ATTACHMENT_BYTES:
        raise TooLargeError
    _mail(locked, target, files)
    _note(locked, HandoverWay.MAILBOX, ",".join(keys) or PDF, step, target=target, content=files[0].content)


@transaction.atomic
def hand_over_by_webhook(*, case: Case, step: Step) -> None:
    """Tell the programs that listen that the case can be fetched: its id and number travel, never its content."""
    locked = lock_case(case)
    if Handover.objects.filter(idem_key=step.idem_key).exists():
        return
    payload = {"id": str(locked.pk), "reference": locked.reference, "service_key": locked.service_key}
    announce(event=HANDED_OVER, payload=payload)
    _note(locked, HandoverWay.WEBHOOK, JSON, step)


@transaction.atomic
def note_typed_over(*, case: Case, step: Step) -> None:
    """Note that somebody typed the case into the specialist procedure."""
    _note(lock_case(case), HandoverWay.BY_HAND, "", step)


def record_fetched(*, case: Case, key_id: uuid.UUID) -> None:
    """Note that a program fetched what was handed over to it, by which key."""
    record(action="cases.handover_fetched", actor=None, target=case, details={"key": str(key_id)})


def record_export(*, case: Case, actor: User, what: str) -> None:
    """Note that somebody took the whole file along, as "pdf" or "zip"."""
    record(action="cases.file_exported", actor=actor, target=case, details={"format": what})


def record_day_list(*, actor: User) -> None:
    """Note that somebody saw names and telephone numbers of a day."""
    record_read(action="cases.day_list_read", actor=actor)


def _note(case: Case, way: HandoverWay, key: str, step: Step, *, target: str = "", content: bytes = b"") -> None:
    made, is_new = Handover.objects.get_or_create(
        idem_key=step.idem_key,
        defaults={
            "case": case,
            "way": way,
            "format": key[:40],
            "target": target,
            "sha256": hashlib.sha256(content).hexdigest() if content else "",
            "by": step.actor,
            "by_name": author_name(step.actor),
            "at": timezone.now(),
        },
    )
    if not is_new:
        return
    case.handed_over_at = case.handed_over_at or made.at
    case.save(update_fields=["handed_over_at"])
    words = _("Übergeben: %(way)s") % {"way": way.label}
    add_entry(case=case, kind=EntryKind.HANDOVER, title=words, text=key, actor=step.actor)
    record(action="cases.case_handed_over", actor=step.actor, target=case, details={"way": str(way), "format": key})


def _mail(case: Case, target: str, files: Sequence[HandoverFile]) -> None:
    with override("de"):
        words = {"reference": case.reference}
        subject = _("Übergabe: Vorgang %(reference)s") % words
        text = _("Sehr geehrte Damen und Herren,\n\nangehängt ist der Vorgang %(reference)s.") % words
    attachments = [Attachment(file.filename, file.content_type, file.content) for file in files]
    enqueue_mail(
        to=target,
        subject=subject,
        text=text,
        kind="cases.handover",
        reference=str(case.pk),
        attachments=attachments,
    )


def _locked_away(files: Sequence[HandoverFile], password: str) -> HandoverFile:
    """Return the PDF with the other files inside, encrypted."""
    import pikepdf  # noqa: PLC0415 - loaded with the first one

    first, target = files[0], BytesIO()
    with pikepdf.open(BytesIO(first.content)) as document:
        for file in files[1:]:
            kind = file.content_type.partition(";")[0]
            nothing = {"description": "", "creation_date": "", "mod_date": ""}
            spec = pikepdf.AttachedFileSpec(document, file.content, filename=file.filename, mime_type=kind, **nothing)
            document.attachments[file.filename] = spec
        document.save(target)
    return HandoverFile(first.filename, encrypt_pdf(target.getvalue(), password=password), first.content_type)
