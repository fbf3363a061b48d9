"""Write a notice: begin from a template, change it, throw it away. Issuing is another matter, see `issuing`."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from modules.cases.errors import OvertakenError
from modules.cases.errors_decisions import NotADraftError, NotIssuedError, OpenNoticeError
from modules.cases.handlers import NoticeTemplate
from modules.cases.handling import handler_of
from modules.cases.models import Case, Notice, NoticeState
from modules.cases.placeholders import LATE, fill_in, values_of
from modules.cases.selectors.signing import decision_settings
from modules.cases.services.fees import NewFee, set_fee
from modules.cases.services.locking import demand_open, lock_case
from modules.cases.words import greeting_of
from rathaus.accounts.models import User
from rathaus.audit.services import record

_SALUTATIONS: Final = ("Guten Tag", "Sehr geehrte")  # letters are German


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """What a clerk writes; `conditions` is [{"text", "is_chosen"}]."""

    title: str
    outcome: str
    recipient: str
    subject: str
    paragraphs: Sequence[str]
    conditions: Sequence[Mapping[str, Any]]
    legal_remedy: str
    signing: str
    with_fee: bool


def start_notice(*, case: Case, template: NoticeTemplate, actor: User, idem_key: uuid.UUID) -> Notice:
    """Begin a notice with the template's text, placeholders filled in, and return it.

    The same key again returns the first one. Raises ClosedError, and OpenNoticeError while another is being written.
    """
    if found := Notice.objects.filter(case=case, idem_key=idem_key).first():
        return found
    with transaction.atomic():
        locked = lock_case(case)
        demand_open(locked)
        _plan_fee(locked, template, actor, idem_key)
        return _create(locked, template_text(locked, template), actor, idem_key, template=template)


def start_correction(*, notice: Notice, reason: str, actor: User, idem_key: uuid.UUID) -> Notice:
    """Begin a notice that replaces an issued one, with its words, and return it; the same key returns the first one.

    Also in a closed case: what is wrong is put right. Raises NotIssuedError and OpenNoticeError.
    """
    if found := Notice.objects.filter(case=notice.case, idem_key=idem_key).first():
        return found
    with transaction.atomic():
        locked = lock_case(notice.case)
        old = Notice.objects.get(pk=notice.pk)
        if old.state != NoticeState.ISSUED:
            raise NotIssuedError
        return _create(locked, text_of(old), actor, idem_key, replaces=old, reason=reason)


@transaction.atomic
def save_notice(*, notice: Notice, text: NoticeText, actor: User, seen_version: int) -> Notice:
    """Keep what was written, known placeholders filled in. Raises NotADraftError and OvertakenError."""
    locked = lock_notice(notice, seen_version=seen_version)
    if locked.state != NoticeState.DRAFT:
        raise NotADraftError
    for name, value in asdict(_resolved(locked.case, text)).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    record(action="cases.notice_written", actor=actor, target=locked)
    return locked


@transaction.atomic
def discard_notice(*, notice: Notice, actor: User) -> None:
    """Throw a draft away; a second time changes nothing. Raises NotADraftError for what waits or was issued."""
    locked = lock_notice(notice)
    if locked.state == NoticeState.DISCARDED:
        return
    if locked.state != NoticeState.DRAFT:
        raise NotADraftError
    locked.state = NoticeState.DISCARDED
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    record(action="cases.notice_discarded", actor=actor, target=locked)


def lock_notice(notice: Notice, *, seen_version: int | None = None) -> Notice:
    """Return the notice as it is now with its case, both locked. Raises OvertakenError for a stale version."""
    case = lock_case(notice.case)
    locked = Notice.objects.select_for_update(of=("self",)).select_related("writer").get(pk=notice.pk)
    if seen_version not in (None, locked.version):
        raise OvertakenError
    locked.case = case
    return locked


def template_text(case: Case, template: NoticeTemplate) -> NoticeText:
    """Return a template's text for this case, in German."""
    with override("de"):
        text = NoticeText(
            title=template.title,
            outcome=template.outcome,
            recipient="\n".join([case.applicant_name, *_address_lines(case)]).strip(),
            subject=template.subject,
            paragraphs=[*_greeting(case, template), *template.paragraphs],
            conditions=[{"text": condition, "is_chosen": True} for condition in template.conditions],
            legal_remedy=template.legal_remedy,
            signing=template.signing,
            with_fee=True,
        )
        return _resolved(case, text)


def text_of(notice: Notice) -> NoticeText:
    """Return what stands in a notice."""
    return NoticeText(**{name: getattr(notice, name) for name in NoticeText.__dataclass_fields__})


def _create(
    case: Case,
    text: NoticeText,
    actor: User,
    idem_key: uuid.UUID,
    *,
    template: NoticeTemplate | None = None,
    replaces: Notice | None = None,
    reason: str = "",
) -> Notice:
    if case.notices.filter(state__in=[NoticeState.DRAFT, NoticeState.WAITING]).exists():
        raise OpenNoticeError
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                **asdict(text),
                case=case,
                number=case.notices.count() + 1,
                template_key=template.key if template else replaces.template_key if replaces else "",
                wants_release=template.needs_release if template else bool(replaces and replaces.wants_release),
                writer=actor,
                written_at=timezone.now(),
                replaces=replaces,
                replace_reason=reason[:500],
                idem_key=idem_key,
            )
    except IntegrityError:  # the same form came twice in the same moment
        return Notice.objects.get(case=case, idem_key=idem_key)
    record(action="cases.notice_started", actor=actor, target=notice, details={"case": str(case.pk)})
    return notice


def _plan_fee(case: Case, template: NoticeTemplate, actor: User, idem_key: uuid.UUID) -> None:
    """Plan the fee that the request came to, where the letter names one and nobody has set it yet."""
    names_fee = any("{fee}" in text for text in template.paragraphs)
    if not names_fee or not case.fee_cents or case.fee_notes.exists():
        return
    due_on = timezone.localdate() + timedelta(days=decision_settings().payment_days)
    reason = case.service_name or case.title
    set_fee(
        case=case, new=NewFee(amount_cents=case.fee_cents, reason=reason, due_on=due_on, idem_key=idem_key), actor=actor
    )


def _resolved(case: Case, text: NoticeText) -> NoticeText:
    with override("de"):
        values = {"account": _account(), **values_of(case, handler_of(case))}

    def known(one: str) -> str:
        return fill_in(one, values, keep=LATE)

    return NoticeText(
        title=text.title[:120],
        outcome=text.outcome,
        recipient=text.recipient,
        subject=known(text.subject)[:200],
        paragraphs=[known(one) for one in text.paragraphs],
        conditions=[{**one, "text": known(one["text"])} for one in text.conditions],
        legal_remedy=known(text.legal_remedy),
        signing=text.signing,
        with_fee=text.with_fee,
    )


def _account() -> str:
    """Return where somebody pays, "" until the account was entered."""
    account = decision_settings().account
    return f"{account.holder}, IBAN {account.iban_in_groups}" if account else ""


def _greeting(case: Case, template: NoticeTemplate) -> list[str]:
    """Return how the letter begins, unless the template says it itself."""
    first = template.paragraphs[0] if template.paragraphs else ""
    if first.startswith(_SALUTATIONS):
        return []
    return [greeting_of(case, with_name=True)]


def _address_lines(case: Case) -> list[str]:
    """Return the address as it stands on an envelope, whether it was typed in one line or in several."""
    return [part.strip() for part in case.applicant_address.replace("\n", ",").split(",") if part.strip()]
