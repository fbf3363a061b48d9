"""The task that a browser solves before a time is held for it, and how it is asked for."""

import uuid
from datetime import datetime

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from modules.appointments.models import ProofOfWork
from modules.appointments.proof import make_task
from modules.appointments.selectors.load import effort_needed
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.views.public.wish import uuid_in


@require_safe
def task(request: HttpRequest) -> JsonResponse:
    """Return the task for the form whose key is given, or null where none is asked for at this moment."""
    now = timezone.now()
    found = _task_for(uuid_in(request.GET, "schluessel"), now)
    response = JsonResponse({"challenge": found})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _task_for(idem_key: uuid.UUID | None, now: datetime) -> dict[str, object] | None:
    effort = effort_needed(now) if idem_key else 0
    return make_task(idem_key=idem_key, effort=effort, now=now) if idem_key and effort else None


def may_ask_for_work() -> bool:
    """Return whether pages that hold a time bring along what solves a task."""
    return get_settings().proof_of_work != ProofOfWork.OFF
