"""Notices: which templates there are, which one is meant, what waits for a second person."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.handlers import NoticeTemplate
from modules.cases.handling import handler_of
from modules.cases.models import Case, FeeState, Notice, NoticeState, Outcome
from modules.cases.permissions import WORK
from modules.cases.selectors.access import cases_for, open_codes
from modules.cases.selectors.signing import decision_settings, signer_for
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission

FREE: Final = "free"
FEE_ONLY: Final = "fee_only"
STANDARD_REMEDY: Final = (  # §§ 58, 70 VwGO: which remedy, where with its seat, until when; in letters, so German
    "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden. "
    "Der Widerspruch ist schriftlich, in elektronischer Form nach § 3a Abs. 2 VwVfG oder zur Niederschrift "
    "einzulegen bei: {authority}, {authority_address}."
)
_DECISIONS: Final = (Outcome.GRANTED, Outcome.GRANTED_IN_PART, Outcome.REFUSED)


def templates_for(case: Case) -> list[NoticeTemplate]:
    """Return what can be chosen for this case: the service's own documents, then a free letter and a fee notice.

    In German, as letters are. A colleague's own request ends with no decision against which somebody could object.
    """
    with override("de"):
        own = [_with_remedy(case, one) for one in handler_of(case).notice_templates(case)]
        is_application = case.request_kind == "application"
        free = NoticeTemplate(FREE, _("Schreiben"), "", _("Ihr Anliegen: {service}"))
        if case.is_internal:
            return [*own, free]
        return [*own, replace(free, legal_remedy=STANDARD_REMEDY if is_application else ""), _fee_notice()]


def _with_remedy(case: Case, template: NoticeTemplate) -> NoticeTemplate:
    if case.is_internal:
        return replace(template, legal_remedy="")
    is_silent = template.outcome in _DECISIONS and not template.legal_remedy
    return replace(template, legal_remedy=STANDARD_REMEDY) if is_silent else template


def _fee_notice() -> NoticeTemplate:
    return NoticeTemplate(
        FEE_ONLY,
        _("Gebührenbescheid"),
        "",
        _("Gebührenbescheid: {service}"),
        (_("für unsere Leistung zu Ihrem Anliegen vom {received} fällt eine Gebühr an."),),
        legal_remedy=STANDARD_REMEDY,
    )


def template_of(case: Case, key: str) -> NoticeTemplate | None:
    """Return the template with this key."""
    return next((one for one in templates_for(case) if one.key == key), None)


def notices_of(case: Case) -> Sequence[Notice]:
    """Return the case's notices that were not thrown away, the oldest first, with their files."""
    related = case.notices.select_related("writer", "issuer", "file").exclude(state=NoticeState.DISCARDED)
    return list(related.order_by("number"))


def notice_for(user: User, key: uuid.UUID) -> Notice | None:
    """Return a notice of a case that the member of staff may see."""
    related = Notice.objects.select_related(
        "case__person", "case__department", "case__responsible", "case__locality", "writer", "issuer", "file"
    )
    return related.filter(case__in=cases_for(user), pk=key).exclude(state=NoticeState.DISCARDED).first()


def waiting_notices(user: User) -> QuerySet[Notice]:
    """Return what waits for somebody else's release and this person may read, the longest waiting first.

    Who works with cases sees those of their own; who only releases sees all, restricted areas only if named for them.
    """
    waiting = Notice.objects.filter(state=NoticeState.WAITING).exclude(writer=user)
    if has_permission(user, WORK):
        seen = waiting.filter(case__in=cases_for(user))
    else:
        seen = waiting.filter(case__area__in=open_codes(user))
    return seen.select_related("case", "writer").order_by("asked_at")


def notice_to_release(user: User, key: uuid.UUID) -> Notice | None:
    """Return a notice that waits for this person's release."""
    related = waiting_notices(user).select_related("case__person", "case__responsible", "case__locality", "writer")
    return related.filter(pk=key).first()


def fee_in(notice: Notice) -> int:
    """Return the cents that the notice asks for: its own fees once issued, before that what is planned."""
    if not notice.with_fee:
        return 0
    fees = notice.fee_notes.all() if notice.is_issued else notice.case.fee_notes.filter(state=FeeState.PLANNED)
    return fees.aggregate(sum=Sum("amount_cents"))["sum"] or 0


def needs_release(notice: Notice, user: User) -> bool:
    """Return whether a second person has to look: the template or the fee wants it, or this one may not sign."""
    limit = decision_settings().release_from_cents
    is_high = limit is not None and fee_in(notice) >= limit > 0
    return notice.wants_release or is_high or signer_for(user, notice.signing) is None
