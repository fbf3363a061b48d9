"""Changes departments and who works in them. Each service is one transaction and leaves an audit line."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from rathaus.accounts.models import Department, StaffMembership, User
from rathaus.accounts.organisation.errors import CircularDepartmentError, DepartmentInUseError, NameTakenError
from rathaus.accounts.organisation.roles import guard_lent_rights
from rathaus.accounts.organisation.selectors import within
from rathaus.audit.services import record


@transaction.atomic
def save_department(*, department: Department, actor: User | None) -> Department:
    """Store a new or changed department; a new one comes last among its siblings.

    Raises NameTakenError, CircularDepartmentError when it would lie within itself, and LentRightsError when a
    substitute would make themself its head.
    """
    if actor is not None and department.head is not None and department.head.user_id == actor.pk:
        guard_lent_rights(actor)
    is_new = department._state.adding  # noqa: SLF001  Django documents it
    if not is_new and department.parent_id in within([department.pk]):
        raise CircularDepartmentError
    if is_new:
        department.position = _next_position(department.parent_id)
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError:
        raise NameTakenError from None
    record(
        action="accounts.department_added" if is_new else "accounts.department_changed", actor=actor, target=department
    )
    return department


@transaction.atomic
def move_department(*, department: Department, by: int, actor: User | None) -> None:
    """Move a department up (-1) or down (1) among its siblings; at the end of the list nothing happens."""
    siblings = list(
        Department.objects.select_for_update().filter(parent=department.parent_id).order_by("position", "name")
    )
    at = siblings.index(department)
    to = at + by
    if not 0 <= to < len(siblings):
        return
    siblings[at], siblings[to] = siblings[to], siblings[at]
    for number, one in enumerate(siblings):
        one.position = number
    Department.objects.bulk_update(siblings, ["position"])
    record(action="accounts.department_moved", actor=actor, target=department)


@transaction.atomic
def delete_department(*, department: Department, actor: User | None) -> None:
    """Delete a department that nobody works in; raises DepartmentInUseError. Others are taken out of use instead."""
    if department.members.exists() or department.children.exists():
        raise DepartmentInUseError
    record(action="accounts.department_deleted", actor=actor, target=department)
    department.delete()


@transaction.atomic
def set_departments(*, membership: StaffMembership, departments: Collection[UUID], actor: User | None) -> None:
    """Let the person work in exactly these departments; unknown ids are left out.

    Raises LentRightsError when a substitute would choose their own.
    """
    wanted = set(Department.objects.filter(pk__in=departments))
    if wanted == set(membership.departments.all()):
        return
    if actor is not None and membership.user_id == actor.pk:
        guard_lent_rights(actor)
    membership.departments.set(wanted)
    ids = sorted(str(department.pk) for department in wanted)
    record(action="accounts.departments_changed", actor=actor, target=membership, details={"departments": ids})


def _next_position(parent_id: UUID | None) -> int:
    last = Department.objects.filter(parent=parent_id).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
