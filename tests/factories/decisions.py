"""Notices, fees, missing documents and permits, made as clerks make them."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from modules.cases.handlers import NoticeTemplate
from modules.cases.models import Case, DecisionSettings, DocumentRequest, FeeNote, Notice
from modules.cases.services.documents import NewRequest, request_documents
from modules.cases.services.fees import NewFee, set_fee
from modules.cases.services.issuing import ask_for_release, issue_notice
from modules.cases.services.notices import save_notice, start_notice, text_of
from rathaus.accounts.models import User
from tests.factories.cases import make_case

TEMPLATE = NoticeTemplate(
    key="permit",
    title="Genehmigung",
    outcome="granted",
    subject="Genehmigung: {service}",
    paragraphs=("Guten Tag {applicant},", "wir genehmigen Ihr Feuer. Es brennt am {first_day}."),
    conditions=("Das Feuer wird um 23 Uhr gelöscht.", "Der Haufen wird vorher umgeschichtet."),
    legal_remedy="Gegen diesen Bescheid kann innerhalb eines Monats Widerspruch erhoben werden.",
)
IBAN = "DE02120300000000202051"


def permit_case(title: str = "Osterfeuer am Sportplatz", **more: Any) -> Case:
    """Return an open application for a fire on a day."""
    day = timezone.localdate() + timedelta(days=20)
    new = {
        "service_key": "brauchtumsfeuer",
        "service_name": "Brauchtumsfeuer",
        "place": "Sportplatz Grieben",
        "takes_place_from": day,
        "takes_place_until": day,
    }
    return make_case(title, **{**new, **more})


def make_notice(case: Case, writer: User, *, template: NoticeTemplate = TEMPLATE, **changes: Any) -> Notice:
    """Return a draft from the template, with these words changed."""
    notice = start_notice(case=case, template=template, actor=writer, idem_key=uuid.uuid4())
    return write(notice, writer, **changes) if changes else notice


def write(notice: Notice, writer: User, **changes: Any) -> Notice:
    """Return the draft with these words changed."""
    return save_notice(
        notice=notice, text=replace(text_of(notice), **changes), actor=writer, seen_version=notice.version
    )


def waiting_notice(case: Case, writer: User, **changes: Any) -> Notice:
    """Return a notice whose release was asked for."""
    notice = make_notice(case, writer, **changes)
    ask_for_release(notice=notice, actor=writer, seen_version=notice.version)
    notice.refresh_from_db()
    return notice


def issued_notice(case: Case, writer: User, **changes: Any) -> Notice:
    """Return a notice that its writer issued."""
    notice = make_notice(case, writer, **changes)
    return issue_notice(notice=notice, actor=writer, seen_version=notice.version)


def make_fee(case: Case, clerk: User, cents: int = 4600, **more: Any) -> FeeNote:
    """Return a fee that the next notice asks for, or with `at_once=True` one that is due."""
    new = {"amount_cents": cents, "reason": "Genehmigung", "due_on": date(2030, 1, 31), "idem_key": uuid.uuid4()}
    return set_fee(case=case, new=NewFee(**{**new, **more}), actor=clerk)


def make_request(case: Case, clerk: User, *labels: str, days: int = 14, **more: Any) -> DocumentRequest:
    """Return a request for documents, a plan if nothing else is named."""
    deadline = timezone.localdate() + timedelta(days=days)
    new = {"labels": labels or ("Lageplan",), "deadline_on": deadline, "idem_key": uuid.uuid4()}
    return request_documents(case=case, new=NewRequest(**{**new, **more}), actor=clerk)


def with_account(**more: Any) -> DecisionSettings:
    """Return the settings of a municipality that has entered its account."""
    values = {"account_holder": "Stadt Tangerhütte", "iban": IBAN, "handover_email": "fachverfahren@stadt.example"}
    return DecisionSettings.objects.update_or_create(pk=1, defaults={**values, **more})[0]
