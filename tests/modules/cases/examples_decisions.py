"""One object for each address of decisions; every text of it carries the marker."""

import uuid
from datetime import date
from typing import Any

from django.utils import timezone

from modules.cases.models import Call, CallRecipient, Case, NoticeState, Reach, Signing, SigningAuthority
from modules.cases.opening import Applicant
from modules.cases.services.issuing import note_posting
from rathaus.accounts.models import User
from tests.factories.accounts import StaffFactory
from tests.factories.cases import make_case
from tests.factories.decisions import issued_notice, make_fee, make_notice, make_request, waiting_notice
from tests.modules.cases.examples_work import first_administrator, marked_case, opened_token

ADDRESSES_OF_CASES = (
    "notice_start",
    "request_papers",
    "fee_add",
    "close",
    "reopen",
    "hold",
    "handover",
    "file_pdf",
    "file_zip",
)


def decision_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of decisions' addresses by their name."""
    viewer = first_administrator() or StaffFactory(roles=["administrator"]).user
    clerk = StaffFactory(roles=["case_worker"]).user
    return staff_examples(marker, viewer, clerk) | paper_examples(marker, viewer, clerk)


def staff_examples(marker: str, viewer: User, clerk: User) -> dict[str, dict[str, Any]]:
    """Return the arguments of the dashboard's pages."""
    case = decided_case(marker)
    draft = make_notice(decided_case(marker), viewer, subject=marker)
    waiting = waiting_notice(decided_case(marker), clerk, subject=marker)
    issued = issued_notice(decided_case(marker), viewer, subject=marker)
    note_posting(notice=issued, posted_on=timezone.localdate(), closes=False, actor=viewer)
    request = make_request(case, viewer, marker, text=marker)
    item = request.items.first()
    assert item is not None
    authority = SigningAuthority.objects.create(user=viewer, kind=Signing.MAYOR, name=marker)
    keys = {
        **dict.fromkeys(ADDRESSES_OF_CASES, case.pk),
        **dict.fromkeys(("notice", "notice_pdf", "notice_step"), draft.pk),
        **dict.fromkeys(("notice_posting", "notice_correct", "copies"), issued.pk),
        **dict.fromkeys(("release", "release_pdf"), waiting.pk),
        "paper_tick": item.pk,
        "papers_end": request.pk,
        "fee": make_fee(case, viewer, reason=marker, at_once=True).pk,
        "authority_remove": authority.pk,
        **call_examples(marker, case, viewer),
    }
    assert issued.state == NoticeState.ISSUED
    return {f"cases_staff:{name}": {"key": key} for name, key in keys.items()}


def call_examples(marker: str, case: Case, viewer: User) -> dict[str, uuid.UUID]:
    """Return a Rundruf with somebody to call."""
    day = date(2030, 4, 20)
    call = Call.objects.create(
        subject=marker,
        text=marker,
        first_on=day,
        last_on=day,
        sent_by=viewer,
        sent_at=timezone.now(),
        idem_key=uuid.uuid4(),
    )
    person = CallRecipient.objects.create(call=call, case=case, reach=Reach.PHONE, name=marker, phone="03935 000000")
    return {"call": call.pk, "call_pdf": call.pk, "call_tick": person.pk}


def paper_examples(marker: str, viewer: User, clerk: User) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages on which documents are handed in."""
    own = make_case(f"{marker} Anliegen", applicant=Applicant(name=marker, email=viewer.email, person=viewer))
    mine = make_request(own, clerk, marker).items.get()
    guests = marked_case(marker)
    theirs = make_request(guests, clerk, marker).items.get()
    return {
        "cases:paper": {"key": own.pk, "item": mine.pk},
        "cases:guest_paper": {"token": opened_token(guests), "item": theirs.pk},
    }


def decided_case(marker: str) -> Case:
    """Return a case for a day, of which every text carries the marker."""
    day = date(2030, 4, 20)
    return marked_case(
        marker,
        service_key="brauchtumsfeuer",
        service_name=marker,
        place=marker,
        takes_place_from=day,
        takes_place_until=day,
    )
