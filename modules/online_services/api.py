"""What other modules may do with forms: open a draft of one, find its way, and read what was sent."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from modules.online_services.case_handler import HANDLER as REQUEST_HANDLER
from modules.online_services.errors_filling import DoorClosedError
from modules.online_services.models import Draft, FormVersion, PublicService, ServiceRequest
from modules.online_services.prefilling import PROFILE
from modules.online_services.printing import request_pdf
from modules.online_services.review import ReviewLine, review_request
from modules.online_services.selectors.requests import request_of
from modules.online_services.selectors.versions import current_version, definition_of
from modules.online_services.services.drafts import Beginning, begin_draft, drop_draft
from rathaus.accounts.models import User

__all__ = [
    "REQUEST_HANDLER",
    "DoorClosedError",
    "Draft",
    "ReviewLine",
    "ServiceRequest",
    "answer_lines",
    "current_version",
    "definition_of",
    "draft_path",
    "drop_draft",
    "open_draft",
    "request_of",
    "request_pdf",
]


def open_draft(
    *,
    version: FormVersion,
    service: PublicService | None = None,
    person: User | None = None,
    facts: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    door: str = "",
    door_id: uuid.UUID | None = None,
    channel: str = "online",
    opened_by: User | None = None,
    language: str = "de",
    is_rehearsal: bool = False,
) -> Draft:
    """Begin a draft of this version with what is known beforehand, and return it.

    A rehearsal looks as citizens see it, opens only for `opened_by` and is never sent. `door` is a FormDoor's code.
    """
    given = answers or {}
    beginning = Beginning(
        person=person,
        facts=facts or {},
        answers=given,
        origin=dict.fromkeys(given, PROFILE) if person else {},
        door=door,
        door_id=door_id,
        channel=channel,
        opened_by=opened_by,
        language=language,
        is_rehearsal=is_rehearsal,
    )
    return begin_draft(version=version, service=service, beginning=beginning)


def draft_path(draft: Draft) -> str:
    """Return the address of the draft's task list, in the dashboard for what colleagues fill in there."""
    is_staff = draft.opened_by_id is not None and not draft.is_rehearsal
    name = "online_services_staff:fill" if is_staff else "online_services:fill"
    return reverse(name, args=[draft.token], urlconf="rathaus.urls_tenant")


def answer_lines(request: ServiceRequest) -> list[ReviewLine]:
    """Return every answer of what was sent, with its place, question and text, in the order of the form."""
    parts = review_request(request, definition_of(request.form_version))
    return [line for part in parts for line in part.lines]
