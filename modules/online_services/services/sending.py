"""A draft becomes a request and a case, exactly once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import override

from modules.cases.api import open_case
from modules.online_services.applicants import applicant_of
from modules.online_services.casework import Sent, new_case
from modules.online_services.doors import find_door
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.evaluation import Evaluation
from modules.online_services.engine.final import final_answers
from modules.online_services.errors_filling import (
    AlreadySentError,
    ChangedMeanwhileError,
    IncompleteError,
    RehearsalError,
    UndeclaredError,
)
from modules.online_services.models import Draft, ServiceRequest
from modules.online_services.selectors.drafts import evaluate_draft
from modules.online_services.selectors.versions import definition_of
from modules.online_services.services.files import discard_uploads
from modules.online_services.services.receipts import send_receipt
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How something is sent: `version` is the one of the draft that was checked, `level` what is proven just now."""

    version: int
    has_declared: bool
    email: str = ""  # for the confirmation, where the form asks for none
    level: int = 0
    actor: User | None = None


def send_draft(*, draft: Draft, sending: Sending) -> ServiceRequest:
    """Send what was filled in and return the request: the case is open, the draft gone, the receipt on its way.

    A second call, from wherever, raises AlreadySentError. Raises IncompleteError, ChangedMeanwhileError when the
    answers are not those that were checked, UndeclaredError, RehearsalError for a preview, DoorClosedError.
    """
    try:
        with transaction.atomic():
            return _send(_lock(draft), sending)
    except Draft.DoesNotExist:
        raise AlreadySentError from None


def _send(draft: Draft, sending: Sending) -> ServiceRequest:
    definition = definition_of(draft.form_version)
    evaluation = evaluate_draft(draft, definition)
    _refuse(draft, sending, evaluation)
    if sending.email and not draft.email:
        draft.email = sending.email
    with override("de"):  # what clerks read in lists
        request = _request(draft, sending, definition, evaluation)
        files = {str(upload.pk): upload for upload in draft.uploads.all() if upload.is_usable}
        sent = Sent(request, definition, evaluation, files, applicant_of(draft, definition, request.answers))
        case = open_case(new=new_case(sent, draft=draft), idem_key=draft.pk, actor=_clerk(draft, sending))
    request.case_id = case.pk
    request.save()
    _note(draft, request, sending)
    _go_through_door(draft, request)
    send_receipt(request=request, case=case, definition=definition)
    _clear(draft, request)
    return request


def _refuse(draft: Draft, sending: Sending, evaluation: Evaluation) -> None:
    if draft.is_rehearsal:
        raise RehearsalError
    if not evaluation.is_complete:
        raise IncompleteError
    if draft.version != sending.version:
        raise ChangedMeanwhileError
    if not sending.has_declared:
        raise UndeclaredError
    if draft.door:
        find_door(draft.door).refuse_closed(draft.door_id)


def _request(draft: Draft, sending: Sending, definition: FormDefinition, evaluation: Evaluation) -> ServiceRequest:
    answers = final_answers(definition, draft.answers, evaluation)
    named = _names(answers)
    return ServiceRequest(
        id=uuid.uuid4(),
        form_version=draft.form_version,
        service=draft.service,
        channel=draft.channel,
        language=draft.language,
        answers=answers,
        origin={place: origin for place, origin in draft.origin.items() if place in evaluation.shown},
        facts=draft.facts,
        fees=[_fee(line) for line in evaluation.fees],
        uploads={str(up.pk): up.filename for up in draft.uploads.all() if up.is_usable and str(up.pk) in named},
        assurance_level=max(draft.assurance_level, sending.level),
        sent_by_id=draft.opened_by_id or draft.person_id,
        began_at=draft.created_at,
        sent_at=timezone.now(),
        idem_key=draft.pk,
    )


def _fee(line: Any) -> dict[str, Any]:
    return {
        "label": line.label,
        "cents": line.cents,
        "detail": line.detail,
        "minimum_cents": line.minimum_cents,
        "maximum_cents": line.maximum_cents,
    }


def _names(answers: Any) -> set[str]:
    """Return every text in the answers: among them are the ids of files that are sent."""
    if isinstance(answers, Mapping):
        return set().union(*map(_names, answers.values()))
    if isinstance(answers, list | tuple):
        return set().union(*map(_names, answers))
    return {answers} if isinstance(answers, str) else set()


def _clerk(draft: Draft, sending: Sending) -> User | None:
    """Return the colleague who opens it for somebody; what people send for themselves has no other actor."""
    return sending.actor if draft.opened_by_id and draft.opened_by_id != draft.person_id else None


def _note(draft: Draft, request: ServiceRequest, sending: Sending) -> None:
    is_citizen = draft.opened_by_id is None and draft.person is not None
    record(
        action="online_services.request_sent",
        actor=sending.actor or draft.person,
        target=request,
        details={"channel": request.channel, "version": draft.form_version.number},
        actor_kind=ActorKind.CITIZEN if is_citizen else None,
    )


def _go_through_door(draft: Draft, request: ServiceRequest) -> None:
    if draft.door:
        on_sent = import_string(find_door(draft.door).spec.on_sent)
        on_sent(door_id=draft.door_id, request_id=request.pk, case_id=request.case_id)


def _clear(draft: Draft, request: ServiceRequest) -> None:
    """Remove the draft; files that were not sent go with it, the others belong to the case now."""
    discard_uploads([upload for upload in draft.uploads.all() if str(upload.pk) not in request.uploads])
    draft.delete()


def _lock(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update(of=("self",))
    return found.select_related("form_version__form", "service", "person", "opened_by").get(pk=draft.pk)
