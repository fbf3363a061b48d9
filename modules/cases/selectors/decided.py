"""What the applicant sees on top of their case: what is missing, what was decided, what is to be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from modules.cases.models import Case, DocumentItem, DocumentRequest, FeeNote, FeeState, Notice
from modules.cases.selectors.signing import decision_settings
from rathaus.web.giro_code import giro_code_inline


@dataclass(frozen=True, slots=True)
class FeeView:
    """A fee to pay: the account, and the code for a banking app where the municipality has entered its account."""

    fee: FeeNote
    holder: str
    iban: str
    code: SafeString


@dataclass(frozen=True, slots=True)
class Decided:
    """What the part `cases/public/parts/decided.html` reads as `decided`."""

    papers: DocumentRequest | None
    items: Sequence[DocumentItem]
    notices: Sequence[Notice]
    fees: Sequence[FeeView]
    settled: Sequence[FeeNote]

    @property
    def until(self) -> date | None:
        """Until when the documents are wanted."""
        return self.papers.until if self.papers else None


def decided_for_person(case: Case) -> Decided:
    """Return it for the person or guest: letters only once they went to the post, fees once they are due."""
    papers = case.document_requests.filter(ended_at=None).prefetch_related("items").first()
    notices = case.notices.filter(posted_on__isnull=False).select_related("file").order_by("-number")
    seen = list(case.fee_notes.filter(demanded_at__isnull=False).select_related("notice"))
    fees = [fee for fee in seen if _is_known(fee)]
    return Decided(
        papers=papers,
        items=list(papers.items.all()) if papers else [],
        notices=list(notices),
        fees=_views([fee for fee in fees if fee.state == FeeState.DUE]),
        settled=[fee for fee in fees if fee.state != FeeState.DUE],
    )


def _is_known(fee: FeeNote) -> bool:
    """Whether the letter that sets it is on its way: before that the person knows nothing of it."""
    return fee.notice is None or fee.notice.posted_on is not None


def _views(fees: Sequence[FeeNote]) -> list[FeeView]:
    if not fees:
        return []
    account = decision_settings().account
    return [
        FeeView(
            fee,
            account.holder,
            account.iban_in_groups,
            giro_code_inline(account=account, cents=fee.amount_cents, text=fee.kassenzeichen),
        )
        for fee in fees
    ]
