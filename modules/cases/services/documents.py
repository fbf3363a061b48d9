"""Missing documents: asked for with a deadline, handed in, asked for again by the clock, then a task for the clerk."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from modules.cases.errors import TooOftenError
from modules.cases.errors_decisions import OpenRequestError, RequestEndedError
from modules.cases.models import Case, CaseFile, DocumentItem, DocumentRequest, EntryKind, FileOrigin, Status
from modules.cases.placeholders import plain_date
from modules.cases.services.entries import EntryFile, add_entry
from modules.cases.services.locking import demand_open, lock_case
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.files.attachments import CheckedFile, kept
from rathaus.limits.services import hit
from rathaus.timeline.models import By

REMIND_BEFORE: Final = timedelta(days=3)
FILES_AN_HOUR: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What is missing, until when, and some words about it."""

    labels: Sequence[str]
    deadline_on: date
    text: str = ""
    idem_key: uuid.UUID


def request_documents(*, case: Case, new: NewRequest, actor: User) -> DocumentRequest:
    """Ask the applicant for documents and return the request; the case waits for them from now on.

    The same key again returns the first one. Raises ClosedError, and OpenRequestError while another one is open.
    """
    if found := DocumentRequest.objects.filter(case=case, idem_key=new.idem_key).first():
        return found
    try:
        with transaction.atomic():
            return _request(lock_case(case), new, actor)
    except IntegrityError:
        return DocumentRequest.objects.get(case=case, idem_key=new.idem_key)


def hand_in(*, item: DocumentItem, files: Sequence[CheckedFile], person: User | None, in_name_of: str = "") -> None:
    """Hand in files for one document, as the owner of the case or without `person` as its guest.

    Once all are there, the case goes on. Raises RequestEndedError and TooOftenError.
    """
    case = item.request.case
    limit = hit(name="cases.documents", key=str(case.pk), limit=FILES_AN_HOUR, seconds=3600)
    if limit:
        raise TooOftenError(limit.retry_at)
    with kept(files) as stored, transaction.atomic():
        locked = lock_case(case)
        request = DocumentRequest.objects.select_for_update(of=("self",)).get(pk=item.request_id)
        if request.ended_at:
            raise RequestEndedError
        with translation.override(locked.language):
            title = _("Nachgereicht: %(label)s") % {"label": item.label}
        entry = add_entry(
            case=locked,
            kind=EntryKind.MESSAGE_IN,
            title=title,
            is_public=True,
            actor=person,
            by=By.PERSON,
            in_name_of=in_name_of,
            files=[EntryFile(one, FileOrigin.CITIZEN, item.label) for one in stored],
        )
        _receive(item.pk, list(CaseFile.objects.filter(entry=entry).values_list("pk", flat=True)))
        _go_on_when_complete(request, locked)
        kind = ActorKind.CITIZEN if person else None
        record(action="cases.documents_received", actor=person, target=request, actor_kind=kind)


@transaction.atomic
def tick_item(*, item: DocumentItem, actor: User) -> None:
    """Note that a document came by another way (letter, counter); a second time changes nothing."""
    case = lock_case(item.request.case)
    request = DocumentRequest.objects.select_for_update(of=("self",)).get(pk=item.request_id)
    if DocumentItem.objects.filter(pk=item.pk, received_at=None).update(received_at=timezone.now()):
        title = _("Liegt vor: %(label)s") % {"label": item.label}
        add_entry(case=case, kind=EntryKind.DOCUMENTS_REQUESTED, title=title, actor=actor)
        _go_on_when_complete(request, case)
        record(action="cases.documents_ticked", actor=actor, target=request)


@transaction.atomic
def end_request(*, request: DocumentRequest, actor: User) -> None:
    """End a request although something is missing; the case goes on. A second time changes nothing."""
    case = lock_case(request.case)
    locked = DocumentRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if locked.ended_at:
        return
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    _continue(case)
    with translation.override(case.language):
        words = _("Weitere Unterlagen werden nicht mehr gebraucht")
    add_entry(case=case, kind=EntryKind.DOCUMENTS_REQUESTED, title=words, is_public=True, actor=actor)
    record(action="cases.documents_ended", actor=actor, target=locked)


def _request(case: Case, new: NewRequest, actor: User) -> DocumentRequest:
    demand_open(case)
    if case.document_requests.filter(ended_at=None).exists():
        raise OpenRequestError
    request = DocumentRequest.objects.create(
        case=case,
        text=new.text,
        deadline_on=new.deadline_on,
        asked_by=actor,
        asked_at=timezone.now(),
        idem_key=new.idem_key,
    )
    DocumentItem.objects.bulk_create(
        DocumentItem(request=request, position=at, label=label[:200]) for at, label in enumerate(new.labels)
    )
    case.status, case.resubmit_on = Status.ACTION_REQUIRED, None
    case.responsible = case.responsible or actor
    case.save(update_fields=["status", "resubmit_on", "responsible"])
    with translation.override(case.language):
        title, text = request_words(request, list(new.labels))
    add_entry(case=case, kind=EntryKind.DOCUMENTS_REQUESTED, title=title, text=text, is_public=True, actor=actor)
    record(action="cases.documents_requested", actor=actor, target=request, details={"documents": len(new.labels)})
    return request


def request_words(request: DocumentRequest, labels: Sequence[str]) -> tuple[str, str]:
    """Return heading and text of what the applicant reads, in the active language."""
    title = _("Bitte reichen Sie bis zum %(day)s Unterlagen nach") % {"day": plain_date(request.deadline_on)}
    return title, "\n".join([*([request.text, ""] if request.text else []), *(f"– {label}" for label in labels)])


def _receive(item_id: uuid.UUID, file_ids: list[uuid.UUID]) -> None:
    item = DocumentItem.objects.select_for_update().get(pk=item_id)
    item.file_ids = [*item.file_ids, *file_ids]
    item.received_at = item.received_at or timezone.now()
    item.save(update_fields=["file_ids", "received_at"])


def _go_on_when_complete(request: DocumentRequest, case: Case) -> None:
    if request.ended_at or request.items.filter(received_at=None).exists():
        return
    request.ended_at, request.is_complete = timezone.now(), True
    request.save(update_fields=["ended_at", "is_complete"])
    _continue(case)


def _continue(case: Case) -> None:
    if case.status == Status.ACTION_REQUIRED:
        case.status = Status.PROCESSING
        case.save(update_fields=["status"])
