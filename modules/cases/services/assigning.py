"""Who looks after a case: taken over, given to a colleague, handed to another department."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from modules.cases.errors import MayNotWorkError, TakenOverError
from modules.cases.models import Case, EntryKind
from modules.cases.permissions import WORK
from modules.cases.services.entries import add_entry
from modules.cases.services.locking import lock_case
from modules.cases.words import author_name
from rathaus.accounts.areas import may_open
from rathaus.accounts.models import Department, User
from rathaus.accounts.permissions import has_permission
from rathaus.audit.services import record


@transaction.atomic
def take_over(*, case: Case, actor: User, seen: uuid.UUID | None) -> None:
    """Make the actor responsible; a second time changes nothing.

    `seen` is who was responsible on the clerk's screen. Raises TakenOverError when it is somebody else by now.
    """
    locked = lock_case(case)
    if locked.responsible_id == actor.pk:
        return
    if locked.responsible and locked.responsible_id != seen:
        raise TakenOverError(author_name(locked.responsible))
    change_responsible(case=locked, responsible=actor, actor=actor)


@transaction.atomic
def assign(*, case: Case, responsible: User | None, actor: User) -> bool:
    """Give the case to a colleague, or to nobody, and return whether that changed anything. Raises MayNotWorkError."""
    locked = lock_case(case)
    if locked.responsible_id == (responsible.pk if responsible else None):
        return False
    change_responsible(case=locked, responsible=responsible, actor=actor)
    return True


@transaction.atomic
def pass_on(*, case: Case, department: Department, responsible: User | None, note: str, actor: User) -> None:
    """Hand the case to another department, and there to a person if one is named, with a note for them.

    It is new there. Who handed it on may not see it any more. Raises MayNotWorkError.
    """
    locked = lock_case(case)
    _demand_worker(locked, responsible)
    locked.department, locked.responsible, locked.is_new_for_staff = department, responsible, True
    locked.save(update_fields=["department", "responsible", "is_new_for_staff"])
    to = f"{department.name}, {author_name(responsible)}" if responsible else department.name
    words = _("Übergeben an %(name)s") % {"name": to}
    add_entry(case=locked, kind=EntryKind.ASSIGNED, title=words, text=note, actor=actor)
    record(action="cases.case_passed", actor=actor, target=locked, details={"department": str(department.pk)})


def change_responsible(*, case: Case, responsible: User | None, actor: User) -> None:
    """Write who is responsible into a case that is locked, with an entry for colleagues."""
    _demand_worker(case, responsible)
    case.responsible = responsible
    case.save(update_fields=["responsible"])
    name = author_name(responsible) if responsible else _("niemand")
    add_entry(case=case, kind=EntryKind.ASSIGNED, title=_("Zuständig: %(name)s") % {"name": name}, actor=actor)
    details = {"responsible": str(responsible.pk) if responsible else ""}
    record(action="cases.case_assigned", actor=actor, target=case, details=details)


def _demand_worker(case: Case, person: User | None) -> None:
    """Raise MayNotWorkError for somebody who could not open the case."""
    if person is None:
        return
    if not has_permission(person, WORK) or (case.area and not may_open(person, case.area)):
        raise MayNotWorkError(author_name(person))
