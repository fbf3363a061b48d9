"""What the case page shows at its right: what can be decided, what is on its way, what has been decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from modules.cases.handlers import NoticeTemplate
from modules.cases.models import Case, DocumentRequest, FeeNote, Handover, Notice
from modules.cases.permissions import DECIDE, EXPORT, RELEASE
from modules.cases.selectors.notices import FEE_ONLY, FREE, notices_of, templates_for
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPanel:
    """What the part `cases/parts/decision_panel.html` reads as `panel`."""

    case: Case
    notices: Sequence[Notice]
    templates: Sequence[NoticeTemplate]
    papers: DocumentRequest | None
    fees: Sequence[FeeNote]
    handover: Handover | None
    may_decide: bool
    may_release: bool
    may_export: bool

    @property
    def unfinished(self) -> Notice | None:
        """The notice that somebody writes, or that waits for release."""
        return next((notice for notice in self.notices if notice.is_open), None)

    @property
    def issued(self) -> list[Notice]:
        """What was decided, the latest first."""
        return [notice for notice in reversed(self.notices) if notice.is_issued]

    @property
    def primary(self) -> NoticeTemplate | None:
        """The letter that ends such a case as a rule."""
        return next(iter(self.templates), None)

    @property
    def others(self) -> list[NoticeTemplate]:
        """Two more letters; the others wait behind "alle Schreiben"."""
        return list(islice(self.templates, 1, 3))


def decision_panel(case: Case, user: User) -> DecisionPanel:
    """Return what this person may do about the case's end, for the case page: five queries."""
    own = [one for one in templates_for(case) if one.key not in (FREE, FEE_ONLY)] if case.is_open else []
    return DecisionPanel(
        case=case,
        notices=notices_of(case),
        templates=own,
        papers=case.document_requests.prefetch_related("items").filter(ended_at=None).first(),
        fees=list(case.fee_notes.all()),
        handover=case.handovers.first() if case.handed_over_at else None,
        may_decide=has_permission(user, DECIDE),
        may_release=has_permission(user, RELEASE),
        may_export=has_permission(user, EXPORT),
    )
