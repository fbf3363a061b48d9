"""Drafts as they are found again, and what became of them."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone

from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.evaluating import evaluate
from modules.online_services.engine.evaluation import Evaluation, Surroundings
from modules.online_services.models import Draft, ServiceRequest
from modules.online_services.selectors.versions import definition_of
from modules.online_services.services.drafts import draft_id
from modules.online_services.surroundings import surroundings_for
from rathaus.accounts.models import User


def find_draft(token: str) -> Draft | None:
    """Return the draft with this token, whoever may open it, also one whose time is over: two queries."""
    return _drafts().prefetch_related("uploads").filter(token=token).first()


def drafts_of(person: User) -> QuerySet[Draft]:
    """Return what the person has begun and can still go on with, the latest first."""
    mine = _drafts().filter(person=person, opened_by=None, is_rehearsal=False)
    return mine.filter(expires_at__gt=timezone.now())


def drafts_opened_by(colleague: User) -> QuerySet[Draft]:
    """Return what a colleague began for somebody else or for themselves in the town hall."""
    return _drafts().filter(opened_by=colleague, is_rehearsal=False, expires_at__gt=timezone.now())


def sent_with(token: str) -> ServiceRequest | None:
    """Return what became of the draft that had this token, None where nothing was sent."""
    found = ServiceRequest.objects.select_related("form_version__form", "service")
    return found.filter(idem_key=draft_id(token)).first()


def usable_uploads(draft: Draft) -> Mapping[str, str]:
    """Return the names of the draft's files that are complete and were taken, by their ids."""
    return {str(upload.pk): upload.filename for upload in draft.uploads.all() if upload.is_usable}


def evaluate_draft(
    draft: Draft,
    definition: FormDefinition | None = None,
    surroundings: Surroundings | None = None,
    uploads: Mapping[str, str] | None = None,
) -> Evaluation:
    """Return what the draft's form looks like for its answers today."""
    return evaluate(
        definition or definition_of(draft.form_version),
        draft.answers,
        surroundings or surroundings_for(on=timezone.localdate(), facts=draft.facts),
        uploads=usable_uploads(draft) if uploads is None else uploads,
    )


def _drafts() -> QuerySet[Draft]:
    return Draft.objects.select_related("form_version__form", "service", "person", "opened_by")
