"""Reads departments, substitutions and who is named for restricted areas; writes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from rathaus.accounts.models import Department, RestrictedAreaMember, StaffMembership, Substitution, User
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.rights import rights_of
from rathaus.accounts.selectors import staff_list

_GIVES_RIGHTS: Final = "platform.staff"


@dataclass(frozen=True)
class DepartmentLine:
    """A department in its place: how deep it lies, and what may be moved around it."""

    department: Department
    depth: int
    is_first: bool
    is_last: bool

    @property
    def indented_name(self) -> str:
        """The name behind one dash per level, for choices in a form."""
        return f"{'– ' * self.depth}{self.department.name}"


def department_tree(*, only_active: bool = False) -> list[DepartmentLine]:
    """Return all departments, each followed by those within it: one query, with `people` counted."""
    working = Q(members__is_active=True, members__user__is_active=True)
    found = Department.objects.select_related("head__user").annotate(people=Count("members", filter=working))
    if only_active:
        found = found.filter(is_active=True)
    rows = list(found.order_by("position", "name"))
    below: dict[UUID | None, list[Department]] = defaultdict(list)
    known = {row.pk for row in rows}
    for row in rows:
        below[row.parent_id if row.parent_id in known else None].append(row)
    return list(_lines(below, None, 0))


def _lines(below: Mapping[UUID | None, list[Department]], parent: UUID | None, depth: int) -> Iterable[DepartmentLine]:
    rows = below.get(parent, [])
    for number, row in enumerate(rows):
        yield DepartmentLine(row, depth, is_first=number == 0, is_last=number == len(rows) - 1)
        yield from _lines(below, row.pk, depth + 1)


def within(departments: Iterable[UUID]) -> frozenset[UUID]:
    """Return these departments and all that lie within them: one query, none for nothing."""
    found = set(departments)
    if not found:
        return frozenset()
    parents = dict(Department.objects.order_by().values_list("pk", "parent_id"))
    return frozenset(pk for pk in parents if found & set(_way_up(pk, parents)))


def _way_up(pk: UUID, parents: Mapping[UUID, UUID | None]) -> Iterable[UUID]:
    here: UUID | None = pk
    while here is not None:
        yield here
        here = parents.get(here)


def departments_of(user: User) -> frozenset[UUID]:
    """Return the departments that the person works in, those they head with all within, and what substitution lends."""
    return rights_of(user).departments | headed_departments(user)


def headed_departments(user: User) -> frozenset[UUID]:
    """Return the departments that the person heads, with all within them; remembered for the rest of the request."""
    known: frozenset[UUID] | None = getattr(user, "_headed_departments", None)
    if known is None:
        known = within(rights_of(user).headed)
        setattr(user, "_headed_departments", known)  # noqa: B010  (no field: it lives as long as the request)
    return known


def is_head_of(user: User, department: Department | UUID) -> bool:
    """Return whether the person heads this department, or one that it lies within."""
    return (department.pk if isinstance(department, Department) else department) in headed_departments(user)


def is_head_of_person(user: User, membership: StaffMembership) -> bool:
    """Return whether the person heads a department in which the other one works; nobody is their own head."""
    headed = headed_departments(user)
    if not headed or membership.user_id == user.pk:
        return False
    return membership.departments.filter(pk__in=headed).exists()


def working_staff() -> QuerySet[StaffMembership]:
    """Return the people who may sign in, by name."""
    return staff_list(only_active=True).filter(user__is_active=True)


def may_arrange_for(user: User, membership: StaffMembership) -> bool:
    """Return whether this person may set that one's absence: oneself, their head, or an administrator.

    A head does so for everybody but those who give out rights: their substitute could give rights to themself.
    """
    if membership.user_id == user.pk or has_permission(user, _GIVES_RIGHTS):
        return True
    return is_head_of_person(user, membership) and not _who_give_rights().filter(pk=membership.pk).exists()


def people_to_arrange_for(user: User) -> list[StaffMembership]:
    """Return everybody whose absence this person may set, themself first."""
    people = working_staff()
    if not has_permission(user, _GIVES_RIGHTS):
        theirs = StaffMembership.objects.filter(departments__in=headed_departments(user))
        theirs = theirs.exclude(pk__in=_who_give_rights().values("pk"))
        people = people.filter(Q(user_id=user.pk) | Q(pk__in=theirs.values("pk")))
    return sorted(people, key=lambda one: one.user_id != user.pk)


def _who_give_rights() -> QuerySet[StaffMembership]:
    return StaffMembership.objects.filter(roles__permissions__contains=[_GIVES_RIGHTS])


def coming_substitutions(today: date | None = None) -> QuerySet[Substitution]:
    """Return substitutions that run or are still to come, the next first."""
    return (
        Substitution.objects.filter(ended_at=None, last_on__gte=today or timezone.localdate())
        .select_related("absent__user", "substitute__user")
        .order_by("first_on", "last_on")
    )


def substitutions_for(user: User) -> list[Substitution]:
    """Return the running and coming substitutions that the person may change or takes part in."""
    found = coming_substitutions()
    if has_permission(user, _GIVES_RIGHTS):
        return list(found)
    mine = Q(absent__user_id=user.pk) | Q(substitute__user_id=user.pk)
    theirs = StaffMembership.objects.filter(departments__in=headed_departments(user)).values("pk")
    return list(found.filter(mine | Q(absent__in=theirs)))


def area_members(area: str) -> QuerySet[RestrictedAreaMember]:
    """Return who is named for the area, by name."""
    return (
        RestrictedAreaMember.objects.filter(area=area)
        .select_related("membership__user", "named_by")
        .order_by("membership__user__last_name", "membership__user__first_name")
    )
