"""What a member of staff may do now: by their own membership, and by those for whom they stand in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from rathaus.accounts.models import (
    Department,
    RestrictedAreaMember,
    StaffMembership,
    Substitution,
    SupportGrant,
    User,
)


@dataclass(frozen=True)
class StandIn:
    """For whom the person stands in, and on which day that ends."""

    user_id: UUID
    name: str
    last_on: date


@dataclass(frozen=True)
class StaffRights:
    """What a person may do in the current municipality.

    `permissions` and `departments` count what a substitution lends, `own_permissions`, `roles` and `areas` never do.
    """

    is_staff: bool
    roles: frozenset[str]
    permissions: frozenset[str]
    own_permissions: frozenset[str] = frozenset()
    role_names: Mapping[str, str] = field(default_factory=dict)
    areas: frozenset[str] = frozenset()
    departments: frozenset[UUID] = frozenset()
    headed: frozenset[UUID] = frozenset()
    stands_in_for: tuple[StandIn, ...] = ()
    lent: Mapping[str, UUID] = field(default_factory=dict)  # permission code -> the absent person it comes from
    support_open_until: datetime | None = None  # an operator may come in until then; staff see a note
    is_support: bool = False  # this is an operator in support access


NO_RIGHTS: Final = StaffRights(is_staff=False, roles=frozenset(), permissions=frozenset())
_FIELDS: Final = (
    "user_id",
    "user__first_name",
    "user__last_name",
    "user__email",
    "roles__slug",
    "roles__name",
    "roles__permissions",
    "area_codes",
    "department_ids",
    "headed_ids",
    "absent_until",
    "support_until",
)


def rights_of(user: User | AnonymousUser) -> StaffRights:
    """Return the rights by active membership: one query, remembered on the object for the rest of the request."""
    if not isinstance(user, User) and not user.is_authenticated:
        return NO_RIGHTS
    known: StaffRights | None = getattr(user, "_staff_rights", None)
    if known is None:
        known = _read_rights(user)
        remember_rights(user, known)
    return known


def remember_rights(user: User, rights: StaffRights) -> None:
    """Let `rights_of` answer this for the object, for the rest of the request."""
    setattr(user, "_staff_rights", rights)  # noqa: B010  (no field: it lives as long as the request)


def running_substitutions(today: date | None = None) -> QuerySet[Substitution]:
    """Return the substitutions of this day, in the municipality's time zone."""
    day = today or timezone.localdate()
    return Substitution.objects.filter(ended_at=None, first_on__lte=day, last_on__gte=day)


def open_grants(now: datetime | None = None) -> QuerySet[SupportGrant]:
    """Return the permissions for operators that are neither over nor revoked."""
    return SupportGrant.objects.filter(revoked_at=None, expires_at__gt=now or timezone.now())


def _read_rights(user: User) -> StaffRights:
    rows = list(_memberships(user).values(*_FIELDS))
    own = [row for row in rows if row["user_id"] == user.pk]
    if not own:
        return NO_RIGHTS
    lent = [row for row in rows if row["user_id"] != user.pk]
    own_codes = _codes(own)
    return StaffRights(
        is_staff=True,
        roles=frozenset(row["roles__slug"] for row in own if row["roles__slug"]),
        permissions=own_codes | _codes(lent),
        own_permissions=own_codes,
        role_names={row["roles__slug"]: row["roles__name"] for row in own if row["roles__slug"]},
        areas=frozenset(own[0]["area_codes"]),
        departments=frozenset(key for row in rows for key in row["department_ids"]),
        headed=frozenset(key for row in rows for key in row["headed_ids"]),
        stands_in_for=_stand_ins(lent),
        lent={
            code: row["user_id"] for row in lent for code in row["roles__permissions"] or () if code not in own_codes
        },
        support_open_until=own[0]["support_until"],
    )


def _memberships(user: User) -> QuerySet[StaffMembership]:
    """Return the person's active membership and those for whom they stand in today, with what hangs on each."""
    mine = running_substitutions().filter(substitute__user_id=user.pk)
    here = OuterRef("pk")
    in_departments = StaffMembership.departments.through.objects.filter(
        staffmembership_id=here, department__is_active=True
    )
    return StaffMembership.objects.filter(
        Q(user_id=user.pk) | Q(pk__in=mine.values("absent")), is_active=True, user__is_active=True
    ).annotate(
        area_codes=ArraySubquery(RestrictedAreaMember.objects.filter(membership=here).values("area")),
        department_ids=ArraySubquery(in_departments.values("department_id")),
        headed_ids=ArraySubquery(Department.objects.filter(head=here, is_active=True).order_by().values("pk")),
        absent_until=Subquery(mine.filter(absent=here).order_by("-last_on").values("last_on")[:1]),
        support_until=Subquery(open_grants().order_by("-expires_at").values("expires_at")[:1]),
    )


def _codes(rows: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(code for row in rows for code in row["roles__permissions"] or ())


def _stand_ins(rows: list[dict[str, Any]]) -> tuple[StandIn, ...]:
    """Return each absent person once, whoever comes back first on top."""
    found = {row["user_id"]: StandIn(row["user_id"], _name(row), row["absent_until"]) for row in rows}
    return tuple(sorted(found.values(), key=lambda one: (one.last_on, one.name)))


def _name(row: dict[str, Any]) -> str:
    return f"{row['user__first_name']} {row['user__last_name']}".strip() or row["user__email"]
