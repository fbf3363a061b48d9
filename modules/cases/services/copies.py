"""Copies of issued notices for others, by mail: fire brigade, control centre, head of the locality."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.errors_decisions import NoRecipientError, NotIssuedError
from modules.cases.models import CaseCopy, EntryKind, Notice
from modules.cases.services.entries import add_entry
from modules.cases.services.notices import lock_notice
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.files.attachments import read_kept
from rathaus.mail.attachments import Attachment
from rathaus.mail.services import enqueue_mail


@dataclass(frozen=True, slots=True)
class CopyRecipient:
    """Who gets a copy."""

    label: str
    email: str


@transaction.atomic
def send_copies(
    *, notice: Notice, recipients: Sequence[CopyRecipient], text: str, actor: User, idem_key: uuid.UUID
) -> list[CaseCopy]:
    """Mail the notice as PDF to each of them and return the copies; the same key again sends to nobody twice.

    Raises NoRecipientError, NotIssuedError and DamagedFileError.
    """
    if not recipients:
        raise NoRecipientError
    locked = lock_notice(notice)
    if not locked.is_issued or locked.file is None:
        raise NotIssuedError
    known = set(CaseCopy.objects.filter(notice=locked).values_list("idem_key", flat=True))
    pdf = Attachment(locked.file.filename, "application/pdf", read_kept(locked.file.stored, sha256=locked.sha256))
    wanted = {uuid.uuid5(idem_key, one.email.lower()): one for one in recipients}
    made = [_send(locked, one, key, text, pdf, actor) for key, one in wanted.items() if key not in known]
    if made:
        names = ", ".join(copy.label or copy.email for copy in made)
        add_entry(case=locked.case, kind=EntryKind.COPY, title=_("Kopie an: %(names)s") % {"names": names}, actor=actor)
        record(action="cases.copies_sent", actor=actor, target=locked, details={"count": len(made)})
    return made


def _send(  # noqa: PLR0917 - a mail has that many parts
    notice: Notice, to: CopyRecipient, key: uuid.UUID, text: str, pdf: Attachment, actor: User
) -> CaseCopy:
    with override("de"):
        subject = _("Kopie: %(title)s, %(reference)s") % {"title": notice.title, "reference": notice.case.reference}
        body = _("Sehr geehrte Damen und Herren,\n\nSie erhalten das angehängte Schreiben zur Kenntnis.")
        body += f"\n\n{text}" if text else ""
    message = enqueue_mail(
        to=to.email, subject=subject, text=body, kind="cases.copy", reference=str(notice.pk), attachments=[pdf]
    )
    return CaseCopy.objects.create(
        case=notice.case,
        notice=notice,
        label=to.label[:200],
        email=to.email,
        message_id=message.pk,
        sent_by=actor,
        sent_at=timezone.now(),
        idem_key=key,
    )
