"""What other modules may do with cases: open one, note something in it, and answer for their own kinds."""

import uuid
from collections.abc import Sequence

from modules.cases.handlers import (
    CaseHandler,
    CopyTo,
    HandoverFile,
    HandoverFormat,
    Line,
    NoticeTemplate,
    Section,
)
from modules.cases.models import Case, CaseEntry, Channel, EntryKind, Outcome, Status
from modules.cases.opening import Applicant, NewCase, OpeningFile
from modules.cases.placeholders import one_day
from modules.cases.selectors.access import my_cases
from modules.cases.selectors.figures import ServiceFigures, service_figures
from modules.cases.selectors.signing import decision_settings
from modules.cases.services.entries import add_entry
from modules.cases.services.opening import open_case
from modules.cases.words import greeting_of
from rathaus.accounts.models import User
from rathaus.timeline.models import By
from rathaus.web.giro_code import Account

__all__ = [
    "Applicant",
    "Case",
    "CaseHandler",
    "Channel",
    "CopyTo",
    "HandoverFile",
    "HandoverFormat",
    "Line",
    "NewCase",
    "NoticeTemplate",
    "OpeningFile",
    "Outcome",
    "Section",
    "ServiceFigures",
    "Status",
    "case_of",
    "cases_of",
    "fee_account",
    "greeting_of",
    "note_in_case",
    "one_day",
    "open_case",
    "service_figures",
]


def case_of(*, case_id: uuid.UUID) -> Case | None:
    """Return the case with this id; whoever shows it asks first whether the person may see it."""
    return Case.objects.select_related("person", "department", "responsible").filter(pk=case_id).first()


def note_in_case(*, case: Case, text: str, is_public: bool, actor: User | None = None) -> CaseEntry:
    """Note something in the course of the case and return the entry; a public note also reaches the person."""
    by = By.STAFF if actor else By.SYSTEM
    return add_entry(case=case, kind=EntryKind.NOTE, text=text, is_public=is_public, actor=actor, by=by)


def cases_of(person: User) -> Sequence[Case]:
    """Return the person's own cases, the latest first."""
    return list(my_cases(person))


def fee_account() -> Account:
    """Return the account to which fees are paid; it is false until somebody has entered it."""
    return decision_settings().account
