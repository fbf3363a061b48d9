"""What the module keeps about people: cases with all that belongs to them, and for how long."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from modules.cases.handling import handler_of
from modules.cases.models import (
    CallRecipient,
    Case,
    CaseCopy,
    CaseEntry,
    CaseFile,
    DocumentItem,
    DocumentRequest,
    FeeNote,
    Notice,
    SavedView,
)
from modules.cases.selectors.access import with_files
from modules.cases.services.forgetting import forget_case, forget_in_time
from modules.cases.services.guests import clear_guests
from rathaus.privacy.protocol import Kept, Record


class CasesPersonalData:
    """Cases, their course, files, notices, fees; the content of requests belongs to the handlers of each kind."""

    models: tuple[type[Model], ...] = (
        Case,
        CaseEntry,
        CaseFile,
        Notice,
        DocumentRequest,
        DocumentItem,
        FeeNote,
        CaseCopy,
        CallRecipient,
        SavedView,
    )

    def export(self, *, email: str) -> Sequence[Record]:
        """Return the person's cases with what is public in them, their fees, and a clerk's own views.

        What colleagues noted among themselves is not in it: the administration gives it out by hand, where the rights
        of others allow it (Art. 15 (4) DSGVO).
        """
        records: list[Record] = []
        for case in _cases_of(email).order_by("opened_at"):
            records += [_case_record(case), *_entry_records(case), *_fee_records(case)]
        views = SavedView.objects.filter(owner__email=email)
        return records + [{"kind": "case_view", "name": view.name, "query": view.query} for view in views]

    def erase(self, *, email: str) -> int:
        """Make cases anonymous that nobody needs any more: closed, without a notice or a fee, not held."""
        views = SavedView.objects.filter(owner__email=email).delete()[0]
        return views + sum(forget_case(case=case) for case in _cases_of(email) if not _is_needed(case))

    def kept_after_erasure(self, *, email: str) -> Sequence[Kept]:
        """Return open cases, and those whose file has to be kept."""
        needed = [case for case in _cases_of(email) if _is_needed(case)]
        return [Kept(*_why(case)) for case in needed]

    def apply_retention(self, *, now: datetime) -> int:
        """Make cases anonymous whose time is over; each service has its own, and a hold goes before it."""
        return forget_in_time(now=now) + clear_guests()


def _cases_of(email: str) -> QuerySet[Case]:
    return Case.objects.filter(
        Q(person__email=email) | Q(person=None, applicant_email__iexact=email), anonymised_at=None
    )


def _is_needed(case: Case) -> bool:
    has_papers = case.notices.filter(issued_at__isnull=False).exists() or case.fee_notes.exists()
    return case.is_open or bool(case.hold_reason) or has_papers


def _why(case: Case) -> tuple[str, str]:
    words = {"reference": case.reference, "subject": case.service_name or case.title}
    what = _("Vorgang %(reference)s: %(subject)s") % words
    if case.is_open:
        return what, _("Wir bearbeiten ihn noch. Ziehen Sie ihn zurück, wenn Sie das nicht mehr möchten.")
    days = {"days": case.keep_days}
    return what, _(
        "Wir müssen unsere Entscheidung belegen können. %(days)s Tage nach dem Abschluss löschen wir."
    ) % days


def _case_record(case: Case) -> Record:
    content = "; ".join(
        f"{line.label}: {line.value}" for section in handler_of(case).sections(case) for line in section.lines
    )
    return {
        "kind": "case",
        "reference": case.reference,
        "title": case.title,
        "service": case.service_name,
        "opened": case.opened_at.isoformat(),
        "status": case.status,
        "outcome": case.outcome,
        "name": case.applicant_name,
        "email": case.applicant_email,
        "phone": case.applicant_phone,
        "address": case.applicant_address,
        "in_name_of": case.in_name_of,
        "place": case.place,
        "content": content,
    }


def _entry_records(case: Case) -> list[Record]:
    return [
        {
            "kind": "case_entry",
            "reference": case.reference,
            "at": entry.at.isoformat(),
            "from": entry.author_name,
            "title": entry.title,
            "text": entry.text,
            "files": ", ".join(file.filename for file in entry.files.all()),
        }
        for entry in with_files(CaseEntry.objects.filter(case=case, is_public=True), is_public=True)
    ]


def _fee_records(case: Case) -> list[Record]:
    demanded = case.fee_notes.filter(demanded_at__isnull=False)
    return [
        {
            "kind": "fee",
            "reference": case.reference,
            "cents": fee.amount_cents,
            "reason": fee.reason,
            "due": fee.due_on.isoformat(),
            "state": fee.state,
        }
        for fee in demanded
    ]


PERSONAL_DATA: Final = CasesPersonalData()
