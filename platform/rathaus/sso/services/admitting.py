"""Decide who comes in: find or make the person that an identity provider vouches for, and renew their roles.

A person is known by issuer and subject. An address leads to somebody only on the first sign-in, only if its domain is
on the administrator's list, only to a colleague who is staff already, and only for whom the groups give a role: a guest
in the directory could carry any address. Nobody's citizen account is ever taken over.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import Role, StaffMembership, User
from rathaus.accounts.models_organisation import Department
from rathaus.accounts.roles import ADMINISTRATOR
from rathaus.accounts.selectors import administrators
from rathaus.accounts.services import end_sessions
from rathaus.audit.services import record
from rathaus.sso.errors import (
    AddressTakenError,
    ForeignDomainError,
    LockedError,
    NoAccountError,
    NoAddressError,
    NoRoleError,
    OtherIdentityError,
    SignInError,
)
from rathaus.sso.identity import Identity
from rathaus.sso.models import IdentityProvider, LinkedIdentity
from rathaus.sso.selectors import Granted, governed, granted_by


def admit(*, provider: IdentityProvider, identity: Identity) -> User:
    """Return the person who may be signed in now, with the roles of today.

    Raises a SignInError, which is recorded. Roles are renewed even for whoever is refused: leaving all groups there is
    losing the roles here.
    """
    try:
        return _admit(provider, identity)
    except SignInError as error:
        record(action="sso.refused", details={"code": error.code})
        raise


def rehearse(*, provider: IdentityProvider, identity: Identity) -> SignInError | None:
    """Return what would keep the person out, or None; nothing is changed."""
    with transaction.atomic():
        try:
            _admit(provider, identity)
        except SignInError as error:
            return error
        finally:
            transaction.set_rollback(True)
    return None


def _admit(provider: IdentityProvider, identity: Identity) -> User:
    granted = granted_by(identity.groups)
    membership = _find(provider, identity, granted)
    renew_roles(membership=membership, granted=granted)
    if not granted.roles:
        raise NoRoleError
    return membership.user


@transaction.atomic
def _find(provider: IdentityProvider, identity: Identity, granted: Granted) -> StaffMembership:
    """Return the colleague, linked from now on; first sign-ins take turns at the provider's row."""
    IdentityProvider.objects.select_for_update().get(pk=provider.pk)
    link = LinkedIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject).first()
    if link is None:
        membership = _recognise(provider, identity, granted)
        link = LinkedIdentity(user=membership.user, issuer=identity.issuer, subject=identity.subject)
    else:
        membership = _membership_of(link.user)
    link.signed_in_at = timezone.now()
    link.save()
    return membership


def _recognise(provider: IdentityProvider, identity: Identity, granted: Granted) -> StaffMembership:
    """Return the colleague with this address, or a new one; nobody without a role is linked with anybody."""
    if not granted.roles:
        raise NoRoleError
    if not identity.email:
        raise NoAddressError
    if identity.domain not in provider.domains:
        raise ForeignDomainError
    user = User.objects.filter(email=identity.email).first()
    if user is None:
        return _welcome(provider, identity)
    if not StaffMembership.objects.filter(user=user).exists():
        raise AddressTakenError
    if LinkedIdentity.objects.filter(user=user, issuer=identity.issuer).exists():
        raise OtherIdentityError
    membership = _membership_of(user)
    record(action="sso.linked", actor=user, target=user)
    return membership


def _membership_of(user: User) -> StaffMembership:
    membership = StaffMembership.objects.filter(user=user, is_active=True, user__is_active=True).first()
    if membership is None:
        raise LockedError
    return membership


def _welcome(provider: IdentityProvider, identity: Identity) -> StaffMembership:
    """Make an account without a password."""
    if not provider.creates_accounts:
        raise NoAccountError
    user = User.objects.create_user(identity.email, None, first_name=identity.first_name, last_name=identity.last_name)
    membership = StaffMembership.objects.create(user=user)
    record(action="sso.account_made", actor=user, target=membership)
    return membership


@transaction.atomic
def renew_roles(*, membership: StaffMembership, granted: Granted) -> None:
    """Give the roles and departments of today's groups and take those of former ones.

    Roles that no group leads to are the administrator's and stay. The last administrator keeps that role.
    """
    known = governed()
    Role.objects.select_for_update().get(slug=ADMINISTRATOR)  # two such changes take turns
    former = {role.slug for role in membership.roles.all()}
    roles = (former - known.roles) | granted.roles
    if ADMINISTRATOR in former - roles and not administrators(besides=[membership.pk]).exists():
        roles |= {ADMINISTRATOR}
        record(action="sso.last_administrator_kept", target=membership)
    if roles != former:
        membership.roles.set(Role.objects.filter(slug__in=roles))
        details = {"added": sorted(roles - former), "removed": sorted(former - roles)}
        record(action="sso.roles_renewed", target=membership, details=details)
        if former - roles:
            end_sessions(user=membership.user)
    _renew_departments(membership, known, granted)


def _renew_departments(membership: StaffMembership, known: Granted, granted: Granted) -> None:
    former = {str(pk) for pk in membership.departments.values_list("pk", flat=True)}
    departments = (former - known.departments) | granted.departments
    if departments != former:
        membership.departments.set(Department.objects.filter(pk__in=[UUID(pk) for pk in departments]))
        record(action="sso.departments_renewed", target=membership, details={"departments": sorted(departments)})
