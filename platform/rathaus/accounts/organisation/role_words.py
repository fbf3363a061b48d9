"""Roles for reading: which rights each gives, by module, and how many people hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models import Role
from rathaus.accounts.permissions import PLATFORM, PLATFORM_PERMISSIONS
from rathaus.accounts.selectors import all_roles
from rathaus.registry import Permission, active_modules
from rathaus.tenancy import current_tenant


@dataclass(frozen=True)
class PermissionGroup:
    """The rights that one module, or the portal itself, offers."""

    slug: str
    label: Any
    rights: Sequence[Permission]


@dataclass(frozen=True)
class RoleCard:
    """A role with the labels of its rights, by module; modules of which it may nothing are left out."""

    role: Role
    people: int
    rights: Sequence[tuple[Any, Sequence[Any]]]


def permission_groups(*, without: frozenset[str] = frozenset()) -> list[PermissionGroup]:
    """Return the rights that can be given here: the portal's, then those of each module that is on."""
    groups = [PermissionGroup(PLATFORM, _("Portal"), PLATFORM_PERMISSIONS)]
    groups += [PermissionGroup(spec.slug, spec.label, spec.permissions) for spec in active_modules(current_tenant())]
    kept = [
        PermissionGroup(group.slug, group.label, [right for right in group.rights if right.code not in without])
        for group in groups
    ]
    return [group for group in kept if group.rights]


def role_cards() -> list[RoleCard]:
    """Return all roles in their order: two queries."""
    working = Q(memberships__is_active=True, memberships__user__is_active=True)
    counts = dict(
        Role.objects.order_by().annotate(people=Count("memberships", filter=working)).values_list("pk", "people")
    )
    groups = permission_groups()
    return [RoleCard(role, counts.get(role.pk, 0), _rights_of(role, groups)) for role in all_roles()]


def _rights_of(role: Role, groups: Sequence[PermissionGroup]) -> list[tuple[Any, list[Any]]]:
    held = set(role.permissions)
    found = [(group.label, [right.label for right in group.rights if right.code in held]) for group in groups]
    return [(label, labels) for label, labels in found if labels]
