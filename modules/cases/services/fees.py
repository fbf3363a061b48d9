"""Fees: set, demanded with a notice or at once, paid, waived."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.errors_decisions import FeeStateError
from modules.cases.models import Case, EntryKind, FeeNote, FeeState, Notice
from modules.cases.selectors.signing import decision_settings
from modules.cases.services.entries import add_entry
from modules.cases.services.locking import lock_case
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.web.wording import money


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFee:
    """A fee as a clerk sets it; without `kassenzeichen` the next one of the case is made."""

    amount_cents: int
    reason: str
    due_on: date
    kassenzeichen: str = ""
    at_once: bool = False
    idem_key: uuid.UUID


def set_fee(*, case: Case, new: NewFee, actor: User) -> FeeNote:
    """Set a fee and return it; the next notice asks for it, or with `at_once` the person sees it now.

    The same key again returns the first one.
    """
    if found := FeeNote.objects.filter(case=case, idem_key=new.idem_key).first():
        return found
    try:
        with transaction.atomic():
            return _set(lock_case(case), new, actor)
    except IntegrityError:
        return FeeNote.objects.get(case=case, idem_key=new.idem_key)


def demand_with_notice(*, notice: Notice) -> None:
    """Make what was planned due, as part of an issued notice; belongs to the caller's transaction."""
    planned = FeeNote.objects.filter(case=notice.case_id, state=FeeState.PLANNED)
    planned.update(state=FeeState.DUE, notice=notice, demanded_at=timezone.now())


@transaction.atomic
def note_payment(*, fee: FeeNote, paid_on: date, actor: User) -> None:
    """Note by hand that the fee was paid; a second time changes nothing. Raises FeeStateError for a waived one."""
    locked = _lock(fee)
    if locked.state == FeeState.PAID:
        return
    if locked.state == FeeState.WAIVED:
        raise FeeStateError
    locked.state, locked.paid_on = FeeState.PAID, paid_on
    locked.save(update_fields=["state", "paid_on"])
    with override(locked.case.language):
        title = _("Bezahlt: %(amount)s") % {"amount": money(locked.amount_cents)}
    add_entry(case=locked.case, kind=EntryKind.FEE, title=title, is_public=True, actor=actor)
    record(action="cases.fee_paid", actor=actor, target=locked)


@transaction.atomic
def waive_fee(*, fee: FeeNote, reason: str, actor: User) -> None:
    """Waive a fee with a reason (§ 227 AO, § 13a KAG LSA); a second time changes nothing.

    What a notice sets stays set and is not collected. Raises FeeStateError for a paid one.
    """
    locked = _lock(fee)
    if locked.state == FeeState.WAIVED:
        return
    if locked.state == FeeState.PAID:
        raise FeeStateError
    was_seen = locked.state == FeeState.DUE
    locked.state, locked.waived_reason = FeeState.WAIVED, reason[:300]
    locked.save(update_fields=["state", "waived_reason"])
    with override(locked.case.language):
        title = _("Gebühr erlassen: %(amount)s") % {"amount": money(locked.amount_cents)}
    add_entry(case=locked.case, kind=EntryKind.FEE, title=title, is_public=was_seen, actor=actor)
    record(action="cases.fee_waived", actor=actor, target=locked)


def _set(case: Case, new: NewFee, actor: User) -> FeeNote:
    now = timezone.now()
    fee = FeeNote.objects.create(
        case=case,
        state=FeeState.DUE if new.at_once else FeeState.PLANNED,
        amount_cents=new.amount_cents,
        reason=new.reason[:200],
        due_on=new.due_on,
        kassenzeichen=new.kassenzeichen or _next_kassenzeichen(case),
        set_by=actor,
        set_at=now,
        demanded_at=now if new.at_once else None,
        idem_key=new.idem_key,
    )
    with override(case.language):
        title = _("Gebühr: %(amount)s") % {"amount": money(fee.amount_cents)}
    add_entry(case=case, kind=EntryKind.FEE, title=title, text=fee.reason, is_public=new.at_once, actor=actor)
    record(action="cases.fee_set", actor=actor, target=fee, details={"cents": fee.amount_cents})
    return fee


def _next_kassenzeichen(case: Case) -> str:
    """Return the municipality's prefix, the case's number and the number of the fee in the case."""
    prefix = decision_settings().kassenzeichen_prefix
    return f"{prefix}{case.reference}-{case.fee_notes.count() + 1}"[:30]


def _lock(fee: FeeNote) -> FeeNote:
    case = lock_case(fee.case)
    locked = FeeNote.objects.select_for_update(of=("self",)).select_related("notice").get(pk=fee.pk)
    locked.case = case
    return locked
