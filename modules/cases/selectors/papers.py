"""Fees and missing documents of cases that a member of staff may see."""

import uuid

from modules.cases.models import Call, CallRecipient, Case, DocumentItem, DocumentRequest, FeeNote
from modules.cases.selectors.access import cases_for
from rathaus.accounts.models import User


def fee_for(user: User, key: uuid.UUID) -> FeeNote | None:
    """Return a fee."""
    return FeeNote.objects.filter(case__in=cases_for(user), pk=key).select_related("case", "notice").first()


def document_request_for(user: User, key: uuid.UUID) -> DocumentRequest | None:
    """Return a request for documents."""
    return DocumentRequest.objects.filter(case__in=cases_for(user), pk=key).select_related("case").first()


def document_item_for(user: User, key: uuid.UUID) -> DocumentItem | None:
    """Return one of the documents that were asked for."""
    found = DocumentItem.objects.filter(request__case__in=cases_for(user), pk=key)
    return found.select_related("request__case").first()


def item_of(case: Case, key: uuid.UUID) -> DocumentItem | None:
    """Return a document that is still wanted in this case, for its applicant."""
    wanted = DocumentItem.objects.filter(request__case=case, request__ended_at=None, pk=key)
    return wanted.select_related("request__case").first()


def call_for(user: User, key: uuid.UUID) -> Call | None:  # noqa: ARG001 - as the other finders
    """Return a Rundruf; whom it told is another question, see `recipients_of`."""
    return Call.objects.select_related("sent_by").filter(pk=key).first()


def recipients_of(call: Call, user: User) -> list[CallRecipient]:
    """Return who was told, as far as this person may see their cases."""
    seen = call.recipients.filter(case__in=cases_for(user))
    return list(seen.select_related("case__locality", "reached_by").order_by("name", "pk"))


def recipient_for(user: User, key: uuid.UUID) -> CallRecipient | None:
    """Return somebody who is told by a Rundruf."""
    found = CallRecipient.objects.filter(case__in=cases_for(user), pk=key)
    return found.select_related("call", "case").first()
