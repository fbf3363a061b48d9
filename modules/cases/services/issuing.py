"""Four eyes and the last step of a notice: asked for, returned, issued, posted. After that its words never change."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.errors import OpenPlaceholdersError
from modules.cases.errors_decisions import (
    MayNotSignError,
    NeedsReleaseError,
    NoSubjectError,
    NotADraftError,
    NotIssuedError,
    NotWaitingError,
    OwnNoticeError,
    PostingDateError,
)
from modules.cases.models import Case, CaseFile, EntryKind, FileOrigin, Notice, NoticeState, Outcome, Status
from modules.cases.notice_paper import fees_in_letter, notice_pdf
from modules.cases.placeholders import unresolved
from modules.cases.selectors.notices import needs_release
from modules.cases.selectors.signing import Signer, signer_for
from modules.cases.services.closing import close_case
from modules.cases.services.entries import EntryFile, add_entry
from modules.cases.services.fees import demand_with_notice
from modules.cases.services.notices import lock_notice
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.files.attachments import CheckedFile, KeptFile, kept


@transaction.atomic
def ask_for_release(*, notice: Notice, actor: User, seen_version: int) -> None:
    """Ask a second person to release the notice; a second time changes nothing.

    Raises OvertakenError, NotADraftError, NoSubjectError and OpenPlaceholdersError.
    """
    locked = lock_notice(notice)
    if locked.state == NoticeState.WAITING:
        return
    locked = lock_notice(notice, seen_version=seen_version)
    if locked.state != NoticeState.DRAFT:
        raise NotADraftError
    demand_complete(locked)
    locked.state, locked.asked_at, locked.writer = NoticeState.WAITING, timezone.now(), actor
    locked.returned_at, locked.returned_remark = None, ""
    locked.version += 1
    locked.save()
    _note(locked, actor, _("Freigabe erbeten: %(title)s"))
    record(action="cases.release_asked", actor=actor, target=locked)


@transaction.atomic
def return_notice(*, notice: Notice, remark: str, actor: User) -> None:
    """Give a waiting notice back to its writer with a remark; the writer takes it back so too.

    Raises NotWaitingError.
    """
    locked = lock_notice(notice)
    if locked.state != NoticeState.WAITING:
        raise NotWaitingError
    locked.state, locked.returned_at, locked.returned_remark = NoticeState.DRAFT, timezone.now(), remark[:1000]
    locked.version += 1
    locked.save()
    _note(locked, actor, _("Zur Überarbeitung zurück: %(title)s"), remark)
    record(action="cases.notice_returned", actor=actor, target=locked)


def issue_notice(*, notice: Notice, actor: User, seen_version: int) -> Notice:
    """Issue the notice under the actor's name and return it; from now on it is as it is.

    A draft is issued by whoever may sign it alone; what waits is released so by a second person, never by its writer.
    A second time changes nothing. Raises NeedsReleaseError, OwnNoticeError, MayNotSignError, NotADraftError,
    OvertakenError, NoSubjectError, OpenPlaceholdersError and PdfError.
    """
    now = timezone.now()
    with transaction.atomic():
        locked = lock_notice(notice)
        if locked.is_issued:
            return locked
        locked = lock_notice(notice, seen_version=seen_version)
        signer = _demand_signer(locked, actor)
        demand_complete(locked)
        letter = notice_pdf(locked, signer=signer, on=timezone.localdate(now))
        with kept([_as_file(locked, letter)]) as files:
            return _issue(locked, signer, actor, files[0])


@transaction.atomic
def note_posting(*, notice: Notice, posted_on: date, closes: bool, actor: User) -> None:
    """Note on which day the letter went to the post; now the person sees a copy with that day.

    The day can be corrected. With `closes` the case ends with the notice's outcome. Raises NotIssuedError and
    PostingDateError.
    """
    locked = lock_notice(notice)
    if not locked.is_issued or locked.issued_at is None:
        raise NotIssuedError
    if not timezone.localdate(locked.issued_at) <= posted_on <= timezone.localdate():
        raise PostingDateError
    is_first = locked.posted_on is None
    locked.posted_on = posted_on
    locked.save(update_fields=["posted_on"])
    record(action="cases.notice_posted", actor=actor, target=locked, details={"posted_on": posted_on.isoformat()})
    if is_first:
        _show(locked, actor)
    if closes and locked.case.is_open:
        close_case(case=locked.case, outcome=Outcome(locked.outcome or Outcome.ANSWERED), actor=actor)


def demand_complete(notice: Notice) -> None:
    """Raise NoSubjectError or OpenPlaceholdersError for a letter that cannot go out like this."""
    if not (notice.recipient.strip() and notice.subject.strip() and any(notice.paragraphs)):
        raise NoSubjectError
    if names := open_names(notice):
        raise OpenPlaceholdersError(", ".join(f"{{{name}}}" for name in names))


def open_names(notice: Notice) -> list[str]:
    """Return the placeholders that are left in what the letter says; the fee too, where none is set."""
    texts = (notice.subject, *notice.paragraphs, *notice.chosen_conditions, notice.legal_remedy)
    has_no_fee = any("{fee}" in text for text in texts) and not fees_in_letter(notice)
    return [*unresolved(*texts), *(["fee"] if has_no_fee else [])]


def _demand_signer(notice: Notice, actor: User) -> Signer:
    if not notice.is_open:
        raise NotADraftError
    if notice.state == NoticeState.WAITING and notice.writer_id == actor.pk:
        raise OwnNoticeError
    signer = signer_for(actor, notice.signing)
    if signer is None:
        raise MayNotSignError
    if notice.state == NoticeState.DRAFT and needs_release(notice, actor):
        raise NeedsReleaseError
    return signer


def _issue(notice: Notice, signer: Signer, actor: User, file: KeptFile) -> Notice:
    entry = _note(notice, actor, _("Erlassen: %(title)s"), files=[EntryFile(file, FileOrigin.NOTICE, is_public=False)])
    notice.state, notice.issued_at, notice.issuer = NoticeState.ISSUED, timezone.now(), actor
    notice.signer_name, notice.signer_function = signer.name, signer.function
    notice.file, notice.sha256 = CaseFile.objects.get(entry_id=entry), file.sha256
    notice.version += 1
    notice.save()
    if notice.with_fee:
        demand_with_notice(notice=notice)
    if notice.replaces_id:
        Notice.objects.filter(pk=notice.replaces_id, state=NoticeState.ISSUED).update(state=NoticeState.REPLACED)
    _begin_work(notice.case)
    details = {"sha256": file.sha256, "writer": str(notice.writer_id or "")}
    record(action="cases.notice_issued", actor=actor, target=notice, details=details)
    return notice


def _begin_work(case: Case) -> None:
    Case.objects.filter(pk=case.pk, status__in=[Status.SUBMITTED, Status.RECEIVED]).update(status=Status.PROCESSING)


def _show(notice: Notice, actor: User) -> None:
    """Let the person see the copy; the letter itself is on its way."""
    if notice.file_id:
        CaseFile.objects.filter(pk=notice.file_id).update(is_public=True)
    with override(notice.case.language):
        title = _("Brief an Sie: %(title)s") % {"title": notice.title}
        text = _("Das Original kommt per Brief. Hier sehen Sie eine Kopie.")
    add_entry(case=notice.case, kind=EntryKind.NOTICE, title=title, text=text, is_public=True, actor=actor)


def _note(notice: Notice, actor: User, words: str, text: str = "", files: list[EntryFile] | None = None) -> uuid.UUID:
    title = words % {"title": notice.title}
    return add_entry(case=notice.case, kind=EntryKind.NOTICE, title=title, text=text, actor=actor, files=files or ()).pk


def _as_file(notice: Notice, letter: bytes) -> CheckedFile:
    name = f"{notice.case.reference}-{notice.number}.pdf"
    return CheckedFile(filename=name, content=letter, content_type="application/pdf")
