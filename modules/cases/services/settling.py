"""What is still open when a case ends: nobody waits for documents any more, no draft goes out."""

from django.utils import timezone

from modules.cases.models import Case, DocumentRequest, FeeNote, FeeState, Notice, NoticeState


def settle(*, case: Case) -> None:
    """End open requests for documents, throw unfinished notices and planned fees away; part of the caller's step."""
    DocumentRequest.objects.filter(case=case, ended_at=None).update(ended_at=timezone.now())
    unfinished = Notice.objects.filter(case=case, state__in=[NoticeState.DRAFT, NoticeState.WAITING])
    unfinished.update(state=NoticeState.DISCARDED)
    FeeNote.objects.filter(case=case, state=FeeState.PLANNED).update(state=FeeState.WAIVED)
