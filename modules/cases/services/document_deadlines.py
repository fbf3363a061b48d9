"""The clock of missing documents: a reminder before the deadline, one after it, then a task for the clerk."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from modules.cases.models import DocumentRequest, EntryKind
from modules.cases.models.documents import ASK_AGAIN_FOR
from modules.cases.placeholders import plain_date
from modules.cases.services.documents import REMIND_BEFORE
from modules.cases.services.entries import add_entry
from modules.cases.services.locking import lock_case
from rathaus.audit.services import record
from rathaus.timeline.models import By

SHORT: Final = timedelta(days=5)  # for a deadline this near no reminder is sent before it


def watch_deadlines(*, today: date | None = None) -> int:
    """Do what is due for each open request and return for how many; a second time on a day changes nothing."""
    day = today or timezone.localdate()
    over = Q(deadline_on__lt=day)
    due = Q(reminded_at=None, deadline_on__lte=day + REMIND_BEFORE, deadline_on__gte=day)
    due |= over & Q(asked_again_at=None)
    due |= Q(deadline_on__lt=day - ASK_AGAIN_FOR, given_to_clerk_at=None)
    requests = DocumentRequest.objects.filter(due, ended_at=None).order_by("deadline_on").values_list("pk", flat=True)
    return sum(_watch(key, day) for key in list(requests))


@transaction.atomic
def _watch(key: uuid.UUID, day: date) -> bool:
    request = DocumentRequest.objects.select_related("case").get(pk=key)
    request.case = lock_case(request.case)
    request.refresh_from_db(fields=["ended_at", "reminded_at", "asked_again_at", "given_to_clerk_at"])
    step = None if request.ended_at else _step(request, day)
    if step is None:
        return False
    with translation.override(request.case.language):
        step(request)
    return True


def _step(request: DocumentRequest, day: date) -> Callable[[DocumentRequest], None] | None:
    if day > request.deadline_on and request.asked_again_at is None:
        return _ask_again
    if day > request.until:
        return None if request.given_to_clerk_at else _give_to_clerk
    if day > request.deadline_on:
        return None
    was_asked_lately = request.deadline_on - timezone.localdate(request.asked_at) < SHORT
    is_near = day >= request.deadline_on - REMIND_BEFORE
    return _remind if is_near and not was_asked_lately and not request.reminded_at else None


def _remind(request: DocumentRequest) -> None:
    title = _("Erinnerung: Unterlagen bis zum %(day)s") % {"day": plain_date(request.deadline_on)}
    _say(request, title)
    request.reminded_at = timezone.now()
    request.save(update_fields=["reminded_at"])


def _ask_again(request: DocumentRequest) -> None:
    request.asked_again_at = timezone.now()
    day = {"day": plain_date(request.until)}
    _say(request, _("Es fehlen noch Unterlagen. Bitte senden Sie sie bis zum %(day)s") % day)
    request.save(update_fields=["asked_again_at"])


def _give_to_clerk(request: DocumentRequest) -> None:
    """Bring the case back to the clerk's desk; what happens next is for a person to decide."""
    case = request.case
    case.resubmit_on, case.is_new_for_staff = timezone.localdate(), True
    case.save(update_fields=["resubmit_on", "is_new_for_staff"])
    with translation.override("de"):
        words = _("Unterlagen fehlen trotz zweier Erinnerungen. Bitte entscheiden Sie, wie es weitergeht.")
    add_entry(case=case, kind=EntryKind.DEADLINE, title=words, by=By.SYSTEM)
    request.given_to_clerk_at = timezone.now()
    request.save(update_fields=["given_to_clerk_at"])
    record(action="cases.documents_overdue", target=request)


def _say(request: DocumentRequest, title: str) -> None:
    text = "\n".join(f"– {item.label}" for item in request.missing)
    kind = EntryKind.DOCUMENTS_REQUESTED
    add_entry(case=request.case, kind=kind, title=title, text=text, is_public=True, by=By.SYSTEM)
    record(action="cases.documents_reminded", target=request)
