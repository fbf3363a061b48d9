"""What was read, on both sides, and who of the administration looked."""

from django.db import transaction
from django.utils import timezone

from modules.cases.models import Case, CaseEntry, CaseFile, EntryKind
from rathaus.accounts.models import User
from rathaus.audit.services import record_read


@transaction.atomic
def read_by_person(*, case: Case) -> None:
    """Note that the person has seen everything public of the case so far."""
    _mark(case, EntryKind.MESSAGE_OUT)
    Case.objects.filter(pk=case.pk, is_new_for_person=True).update(is_new_for_person=False)


@transaction.atomic
def read_by_staff(*, case: Case, actor: User) -> None:
    """Note that the administration has seen the case, and who looked."""
    record_read(action="cases.case_read", actor=actor, target=case)
    _mark(case, EntryKind.MESSAGE_IN)
    Case.objects.filter(pk=case.pk, is_new_for_staff=True).update(is_new_for_staff=False)


def mark_unread(*, case: Case) -> None:
    """Put the case back among the new ones, for the clerk who comes to it later."""
    Case.objects.filter(pk=case.pk).update(is_new_for_staff=True)


def record_file_read(*, file: CaseFile, actor: User) -> None:
    """Note that somebody of the administration opened a file."""
    record_read(action="cases.file_read", actor=actor, target=file)


def record_desk_search(*, actor: User) -> None:
    """Note that somebody at the front desk looked for a case; what was typed stays out of the record."""
    record_read(action="cases.desk_searched", actor=actor)


def _mark(case: Case, kind: EntryKind) -> None:
    unread = CaseEntry.objects.filter(case=case, kind=kind, read_at=None)
    unread.update(read_at=timezone.now())
