"""Rundruf: tell all holders at once, once, and tick off whom somebody called."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.cases.errors_decisions import HoldersChangedError, NoRecipientError
from modules.cases.models import Call, CallRecipient, Case, EntryKind, Reach
from modules.cases.selectors.holders import Holders, HolderWish, holders, reach_of
from modules.cases.services.entries import add_entry
from modules.cases.services.telling import case_path
from modules.cases.words import TELLS_CALL, greeting_of
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.mail.services import BulkMail, enqueue_many
from rathaus.notifications.services import notify


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """What is told and to whom; `expected` is how many the clerk saw when they said yes."""

    wish: HolderWish
    subject: str
    text: str
    expected: int
    idem_key: uuid.UUID


def send_call(*, new: NewCall, actor: User) -> Call:
    """Tell everybody who is meant, note it in each case, and return the call with the list of whom to telephone.

    The same key again returns the first one. Raises NoRecipientError, and HoldersChangedError when the choice fits
    other people than the clerk saw.
    """
    if found := Call.objects.filter(idem_key=new.idem_key).first():
        return found
    try:
        with transaction.atomic():
            return _send(new, holders(actor, new.wish), actor)
    except IntegrityError:
        return Call.objects.get(idem_key=new.idem_key)


@transaction.atomic
def note_reached(*, recipient: CallRecipient, is_reached: bool, remark: str, actor: User) -> None:
    """Note that somebody was called, or take it back; a remark such as "Anrufbeantworter" stays beside the name."""
    locked = CallRecipient.objects.select_for_update(of=("self",)).select_related("case").get(pk=recipient.pk)
    was_reached = locked.reached_at is not None
    locked.remark = remark[:200]
    if is_reached != was_reached:
        locked.reached_at, locked.reached_by = (timezone.now(), actor) if is_reached else (None, None)
        words = _("Rundruf: am Telefon erreicht") if is_reached else _("Rundruf: doch nicht erreicht")
        add_entry(case=locked.case, kind=EntryKind.NOTE, title=words, actor=actor)
        record(action="cases.call_ticked", actor=actor, target=locked.call, details={"reached": is_reached})
    locked.save(update_fields=["remark", "reached_at", "reached_by"])


def _send(new: NewCall, found: Holders, actor: User) -> Call:
    if not found.cases:
        raise NoRecipientError
    if len(found.cases) != new.expected:
        raise HoldersChangedError(len(found.cases))
    call = Call.objects.create(
        subject=new.subject,
        text=new.text,
        first_on=new.wish.first_on,
        last_on=new.wish.last_on,
        service_keys=list(new.wish.service_keys),
        locality_ids=list(new.wish.locality_ids),
        place=new.wish.place,
        sent_by=actor,
        sent_at=timezone.now(),
        idem_key=new.idem_key,
    )
    CallRecipient.objects.bulk_create(_recipient(call, case) for case in found.cases)
    for case in found.cases:
        _note(call, case, actor)
    enqueue_many(kind="cases.call", mails=[_mail(call, case) for case in found.by(Reach.EMAIL)])
    record(action="cases.call_sent", actor=actor, target=call, details={"cases": len(found.cases)})
    return call


def _recipient(call: Call, case: Case) -> CallRecipient:
    return CallRecipient(
        call=call, case=case, reach=reach_of(case), name=case.applicant_name, phone=case.applicant_phone
    )


def _note(call: Call, case: Case, actor: User) -> None:
    """Write it into the case; the person's own way of being told follows, with the words themselves."""
    add_entry(
        case=case,
        kind=EntryKind.MESSAGE_OUT,
        title=call.subject,
        text=call.text,
        is_public=True,
        actor=actor,
        tells=False,
    )
    if case.person:
        notify(
            person=case.person,
            kind=TELLS_CALL,
            key=f"cases.call:{call.pk}:{case.pk}",
            subject=call.subject,
            text=call.text,
            path=case_path(case),
        )


def _mail(call: Call, case: Case) -> BulkMail:
    words = {"greeting": greeting_of(case), "reference": case.reference, "text": call.text}
    text = _("%(greeting)s\n\n%(text)s\n\nDas betrifft Ihren Vorgang %(reference)s.") % words
    return BulkMail(to=case.applicant_email, subject=call.subject, text=text, html="", reference=str(case.pk))
