"""Changes which rights a role gives, and the municipality's own roles."""

import uuid
from collections.abc import Collection
from typing import Final

from django.db import transaction

from rathaus.accounts.models import Role, User
from rathaus.accounts.organisation.errors import (
    DefaultRoleError,
    LentRightsError,
    LockedPermissionError,
    NameTakenError,
    RoleInUseError,
    UnknownPermissionError,
)
from rathaus.accounts.permissions import all_permissions
from rathaus.accounts.rights import rights_of
from rathaus.accounts.roles import ADMINISTRATOR
from rathaus.audit.services import record

GIVES_RIGHTS: Final = "platform.staff"
LOCKED: Final = {ADMINISTRATOR: frozenset({GIVES_RIGHTS})}  # with it, everything else can be had back


@transaction.atomic
def change_role(*, role: Role, permissions: Collection[str], actor: User | None) -> Role:
    """Give everybody with this role exactly these rights (codes) from the next click on.

    A changed role keeps what was chosen through new versions. Raises UnknownPermissionError, LockedPermissionError
    when the administrator's role would lose the right to give rights, and LentRightsError when a substitute would
    change a role of their own.
    """
    _guard_own_role(role, actor)
    codes = _known(permissions)
    if LOCKED.get(role.slug, frozenset()) - codes:
        raise LockedPermissionError
    current = Role.objects.select_for_update().get(pk=role.pk)
    added, removed = codes - set(current.permissions), set(current.permissions) - codes
    current.permissions, current.is_customized, current.known = sorted(codes), True, _all_codes()
    current.save(update_fields=["permissions", "is_customized", "known"])
    details = {"role": role.slug, "added": sorted(added), "removed": sorted(removed)}
    record(action="accounts.role_changed", actor=actor, target=current, details=details)
    return current


@transaction.atomic
def reset_role(*, role: Role, actor: User | None) -> Role:
    """Give a role of the product the rights that this version declares for it; raises DefaultRoleError for others."""
    if not role.is_default:
        raise DefaultRoleError
    _guard_own_role(role, actor)
    role.permissions, role.is_customized, role.known = default_permissions(role.slug), False, []
    role.save(update_fields=["permissions", "is_customized", "known"])
    record(action="accounts.role_reset", actor=actor, target=role, details={"role": role.slug})
    return role


@transaction.atomic
def add_role(
    *, name: str, description: str, permissions: Collection[str], actor: User | None, key: uuid.UUID | None = None
) -> Role:
    """Add a role of the municipality's own. `key` is the hidden value of a form: a second call shows the first role.

    Raises NameTakenError and UnknownPermissionError.
    """
    codes = _known(permissions)
    if key and (first := Role.objects.filter(pk=key).first()):
        return first
    _guard_name(name, None)
    role = Role.objects.create(
        pk=key or uuid.uuid4(),
        slug=f"own-{uuid.uuid4().hex[:12]}",
        name=name.strip(),
        description=description.strip(),
        permissions=sorted(codes),
        is_customized=True,
        known=_all_codes(),
    )
    record(action="accounts.role_added", actor=actor, target=role, details={"permissions": sorted(codes)})
    return role


@transaction.atomic
def rename_role(*, role: Role, name: str, description: str, actor: User | None) -> Role:
    """Rename a role of the municipality's own; raises DefaultRoleError and NameTakenError."""
    if role.is_default:
        raise DefaultRoleError
    if (name.strip(), description.strip()) == (role.name, role.description):
        return role
    _guard_name(name, role)
    role.name, role.description = name.strip(), description.strip()
    role.save(update_fields=["name", "description"])
    record(action="accounts.role_renamed", actor=actor, target=role)
    return role


@transaction.atomic
def delete_role(*, role: Role, actor: User | None) -> None:
    """Delete a role of the municipality's own; raises DefaultRoleError, and RoleInUseError while somebody has it."""
    if role.is_default:
        raise DefaultRoleError
    if role.memberships.exists() or role.invitations.filter(accepted_at=None, withdrawn_at=None).exists():
        raise RoleInUseError
    record(action="accounts.role_deleted", actor=actor, target=role, details={"role": role.slug})
    role.delete()


def default_permissions(slug: str) -> list[str]:
    """Return the rights that this version declares for a role of the product."""
    return sorted(right.code for right in all_permissions() if slug in right.default_roles)


def brought_up(role: Role) -> Role:
    """Return the role with what this version brings: its defaults, or only what is new where somebody has chosen."""
    defaults = set(default_permissions(role.slug))
    if role.is_customized:
        new = defaults - set(role.known)
        role.permissions = sorted(set(role.permissions) | new)
        role.known = _all_codes()
    else:
        role.permissions = sorted(defaults)
    return role


def _all_codes() -> list[str]:
    return sorted(right.code for right in all_permissions())


def _known(codes: Collection[str]) -> set[str]:
    wanted = set(codes)
    if wanted - set(_all_codes()):
        raise UnknownPermissionError
    return wanted


def _guard_name(name: str, role: Role | None) -> None:
    wanted = name.strip().casefold()
    others = Role.objects.exclude(pk=role.pk) if role else Role.objects.all()
    if any(str(other.label).casefold() == wanted for other in others):
        raise NameTakenError


def guard_lent_rights(actor: User) -> None:
    """Raise LentRightsError when the person may give out rights only by standing in: then never to themself."""
    if GIVES_RIGHTS not in rights_of(actor).own_permissions:
        raise LentRightsError


def _guard_own_role(role: Role, actor: User | None) -> None:
    if actor is not None and role.slug in rights_of(actor).roles:
        guard_lent_rights(actor)
