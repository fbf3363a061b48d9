"""Reads the municipality's identity provider, its groups and who is linked; writes nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from rathaus.accounts.models import User
from rathaus.accounts.rights import rights_of
from rathaus.accounts.roles import ADMINISTRATOR
from rathaus.sso.credentials import digest_of
from rathaus.sso.models import GroupMapping, IdentityProvider, LinkedIdentity
from rathaus.tenancy.context import tenant_or_none


@dataclass(frozen=True, slots=True)
class Granted:
    """What somebody's groups lead to here: slugs of roles, and ids of departments as text."""

    roles: frozenset[str]
    departments: frozenset[str]


def identity_provider() -> IdentityProvider | None:
    """Return the municipality's identity provider, on or off; None where there is none, as on the operators' side."""
    return IdentityProvider.objects.first() if tenant_or_none() else None


def active_provider() -> IdentityProvider | None:
    """Return the identity provider if people can sign in by it now."""
    return IdentityProvider.objects.filter(is_active=True).first() if tenant_or_none() else None


def is_tested(provider: IdentityProvider) -> bool:
    """Return whether a test has succeeded with exactly these technical details."""
    return bool(provider.tested_digest) and provider.tested_digest == digest_of(provider)


def mappings() -> QuerySet[GroupMapping]:
    """Return what each group means, by group and role."""
    return GroupMapping.objects.select_related("role", "department").order_by("group", "role__name", "pk")


def granted_by(groups: Collection[str]) -> Granted:
    """Return what these groups lead to."""
    return _sum(list(mappings().filter(group__in=groups)))


def governed() -> Granted:
    """Return what groups lead to at all: roles and departments that the identity provider decides about."""
    return _sum(list(mappings()))


def linked_people(provider: IdentityProvider) -> QuerySet[LinkedIdentity]:
    """Return who signs in by this provider, by name."""
    people = LinkedIdentity.objects.filter(issuer=provider.issuer).select_related("user")
    return people.order_by("user__last_name", "user__first_name", "user__email")


def demanded_provider(user: User) -> IdentityProvider | None:
    """Return the provider by which alone this person may sign in, or None.

    Whoever is linked comes by it, so that leaving there is leaving here. Administrators may always come by password
    and second factor: somebody must be able to repair the set-up.
    """
    provider = linked_provider(user)
    return None if provider is None or ADMINISTRATOR in rights_of(user).roles else provider


def linked_provider(user: User) -> IdentityProvider | None:
    """Return the provider by which this person can sign in now, or None."""
    provider = active_provider()
    if provider is None or not LinkedIdentity.objects.filter(user=user, issuer=provider.issuer).exists():
        return None
    return provider


def _sum(found: list[GroupMapping]) -> Granted:
    departments = frozenset(str(mapping.department_id) for mapping in found if mapping.department_id)
    return Granted(frozenset(mapping.role.slug for mapping in found), departments)
