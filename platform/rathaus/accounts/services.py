"""Changes people and their rights. Each service is one transaction, checks the rules, and leaves an audit line."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils import timezone

from rathaus.accounts import letters
from rathaus.accounts.errors import (
    AlreadyInvitedError,
    AlreadyOperatorError,
    AlreadyStaffError,
    InvitationClosedError,
    InvitationInvalidError,
    LastAdministratorError,
    NoRoleError,
    OwnRightsError,
    TooManyCodesError,
    UnknownRoleError,
)
from rathaus.accounts.models import CodeTries, Invitation, Role, StaffMembership, User, clean_address
from rathaus.accounts.organisation.roles import brought_up, guard_lent_rights
from rathaus.accounts.roles import ADMINISTRATOR, ROLE_NAMES
from rathaus.accounts.selectors import administrators, open_invitations
from rathaus.accounts.tokens import hash_of, new_token
from rathaus.audit.services import record
from rathaus.tenancy.context import tenant_or_none

INVITATION_LIFETIME: Final = timedelta(days=7)
CODE_TRIES: Final = 5
CODE_WINDOW: Final = timedelta(minutes=5)


def ensure_roles() -> None:
    """Bring the roles of vocabulary.md and their rights to what this deployment declares; safe to repeat.

    A role that an administrator has changed keeps the choice and gets only what this version has brought.
    """
    known = {role.slug: role for role in Role.objects.filter(slug__in=ROLE_NAMES)}
    roles = [brought_up(known.get(slug) or Role(slug=slug, name=str(name))) for slug, name in ROLE_NAMES.items()]
    Role.objects.bulk_create(
        roles, update_conflicts=True, unique_fields=["slug"], update_fields=["name", "permissions", "known"]
    )


@transaction.atomic
def invite_staff(
    *,
    email: str,
    roles: Collection[str],
    actor: User | None,
    first_name: str = "",
    last_name: str = "",
    key: UUID | None = None,
) -> Invitation:
    """Invite a person to be staff with these roles (slugs) and send the link, valid for seven days.

    `key` is the hidden value of a form: a second call with it returns the first invitation. Raises NoRoleError,
    UnknownRoleError, AlreadyStaffError and AlreadyInvitedError.
    """
    address = clean_address(email)
    granted = _roles(roles)
    if StaffMembership.objects.filter(user__email=address).exists():
        raise AlreadyStaffError
    try:
        invitation, token = _new_invitation(
            address, actor, key, first_name=first_name.strip(), last_name=last_name.strip()
        )
    except AlreadyInvitedError:
        if key and (known := Invitation.objects.filter(pk=key, email=address).first()):
            return known
        raise
    invitation.roles.set(granted)
    letters.send_invitation(invitation, token)
    record(action="accounts.invited", actor=actor, target=invitation, details={"roles": _codes(granted)})
    return invitation


@transaction.atomic
def invite_operator(*, email: str, actor: User | None, first_name: str = "", last_name: str = "") -> Invitation:
    """Invite a person to the operators' console; call it in `public`.

    Raises AlreadyOperatorError and AlreadyInvitedError.
    """
    address = clean_address(email)
    if User.objects.filter(email=address, is_active=True).exists():
        raise AlreadyOperatorError
    invitation, token = _new_invitation(address, actor, None, first_name=first_name, last_name=last_name)
    letters.send_invitation(invitation, token)
    record(action="accounts.operator_invited", actor=actor, target=invitation)
    return invitation


def _new_invitation(
    address: str, actor: User | None, key: UUID | None, *, first_name: str, last_name: str
) -> tuple[Invitation, str]:
    now = timezone.now()
    open_invitations().filter(email=address, expires_at__lte=now).update(withdrawn_at=now)
    token = new_token()
    invitation = Invitation(
        email=address,
        first_name=first_name,
        last_name=last_name,
        token_hash=hash_of(token),
        invited_by=actor,
        expires_at=now + INVITATION_LIFETIME,
    )
    if key:
        invitation.pk = key
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:
        raise AlreadyInvitedError from None
    return invitation, token


@transaction.atomic
def resend_invitation(*, invitation: Invitation, actor: User | None) -> Invitation:
    """Send a new link, valid for seven days from now; the former link ends. Raises InvitationClosedError."""
    current = _lock_open(invitation)
    token = new_token()
    current.token_hash = hash_of(token)
    current.expires_at = timezone.now() + INVITATION_LIFETIME
    current.save(update_fields=["token_hash", "expires_at"])
    letters.send_invitation(current, token)
    record(action="accounts.invitation_resent", actor=actor, target=current)
    return current


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: User | None) -> Invitation:
    """End an invitation; its link shows a page that says so. Raises InvitationClosedError."""
    current = _lock_open(invitation)
    current.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    record(action="accounts.invitation_withdrawn", actor=actor, target=current)
    return current


def _lock_open(invitation: Invitation) -> Invitation:
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if current.accepted_at or current.withdrawn_at:
        raise InvitationClosedError
    return current


@transaction.atomic
def accept_invitation(*, token: str, first_name: str, last_name: str, password: str) -> User:
    """Return the person who may sign in from now on; the link is used up.

    Somebody who has an account at this address keeps it and gets the new password, as with a reset by mail: the link
    proves the same. A second factor that exists stays. Raises InvitationInvalidError.
    """
    invitation = (
        Invitation.objects.select_for_update()
        .filter(token_hash=hash_of(token), accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if invitation is None:
        raise InvitationInvalidError
    user = User.objects.filter(email=invitation.email).first() or User(email=invitation.email)
    user.first_name, user.last_name, user.is_active = first_name.strip(), last_name.strip(), True
    user.set_password(password)
    user.save()
    if tenant_or_none() is not None:
        membership, _ = StaffMembership.objects.get_or_create(user=user)
        membership.roles.set(invitation.roles.all())
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(action="accounts.invitation_accepted", actor=user, target=invitation)
    return user


@transaction.atomic
def change_roles(*, membership: StaffMembership, roles: Collection[str], actor: User | None) -> StaffMembership:
    """Give the person exactly these roles (slugs).

    Raises NoRoleError, UnknownRoleError, OwnRightsError when somebody would drop their own administration,
    LastAdministratorError, and LentRightsError when a substitute would keep what is only lent.
    """
    granted = _roles(roles)
    if actor is not None and membership.user_id == actor.pk:
        guard_lent_rights(actor)
    if ADMINISTRATOR not in {role.slug for role in granted}:
        _guard_administration(membership, actor)
    membership.roles.set(granted)
    record(action="accounts.roles_changed", actor=actor, target=membership, details={"roles": _codes(granted)})
    return membership


@transaction.atomic
def deactivate_staff(*, membership: StaffMembership, actor: User | None) -> StaffMembership:
    """Close the person's access to the dashboard at once and sign them out everywhere.

    What they did stays under their name. Raises OwnRightsError and LastAdministratorError.
    """
    if actor is not None and membership.user_id == actor.pk:
        raise OwnRightsError
    _guard_administration(membership, actor)
    membership.is_active = False
    membership.save(update_fields=["is_active"])
    end_sessions(user=membership.user)
    record(action="accounts.deactivated", actor=actor, target=membership)
    return membership


@transaction.atomic
def reactivate_staff(*, membership: StaffMembership, actor: User | None) -> StaffMembership:
    """Open the access again, with the roles, password and second factor of before."""
    membership.is_active = True
    membership.save(update_fields=["is_active"])
    record(action="accounts.reactivated", actor=actor, target=membership)
    return membership


@transaction.atomic
def reset_second_factor(*, user: User, actor: User | None) -> None:
    """Remove authenticator app and recovery codes, sign the person out and tell them by mail.

    They set up a new one at the next sign-in. Raises OwnRightsError: nobody resets their own.
    """
    if actor is not None and user.pk == actor.pk:
        raise OwnRightsError
    Authenticator.objects.filter(user=user).delete()
    CodeTries.objects.filter(user=user).delete()
    end_sessions(user=user)
    letters.send_second_factor_reset(user)
    record(action="accounts.second_factor_reset", actor=actor, target=user)


@transaction.atomic
def change_own_name(*, user: User, first_name: str, last_name: str) -> User:
    """Change how colleagues see the person."""
    user.first_name, user.last_name = first_name.strip(), last_name.strip()
    user.save(update_fields=["first_name", "last_name"])
    record(action="accounts.name_changed", actor=user, target=user)
    return user


@transaction.atomic
def end_sessions(*, user: User, keep: str | None = None) -> int:
    """Sign the person out everywhere but in the session with this key; return how many sessions ended."""
    sessions = list(UserSession.objects.filter(user_id=user.pk).exclude(session_key=keep or ""))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def count_code_try(*, user: User) -> None:
    """Count a try of the second factor before its code is looked at.

    Raises TooManyCodesError after five tries in five minutes. Only somebody who knows the password gets here, so
    this limit cannot be used to lock out others.
    """
    now = timezone.now()
    CodeTries.objects.get_or_create(user=user, defaults={"since": now})
    tries = CodeTries.objects.select_for_update().get(user=user)
    if tries.since <= now - CODE_WINDOW:
        tries.count, tries.since = 0, now
    if tries.count >= CODE_TRIES:
        raise TooManyCodesError
    tries.count += 1
    tries.save(update_fields=["count", "since"])


def forget_code_tries(*, user: User) -> None:
    """Start counting anew after a right code."""
    CodeTries.objects.filter(user=user).delete()


def _roles(slugs: Collection[str]) -> list[Role]:
    if not slugs:
        raise NoRoleError
    found = list(Role.objects.filter(slug__in=slugs).order_by("slug"))
    if len(found) != len(set(slugs)):
        raise UnknownRoleError
    return found


def _codes(roles: Collection[Role]) -> list[str]:
    return [role.slug for role in roles]


def _guard_administration(membership: StaffMembership, actor: User | None) -> None:
    """Refuse what would leave nobody to administrate, or would take the actor's own administration."""
    administration = Role.objects.select_for_update().get(slug=ADMINISTRATOR)  # two such changes take turns
    if not membership.roles.filter(pk=administration.pk).exists():
        return
    if actor is not None and membership.user_id == actor.pk:
        raise OwnRightsError
    if not administrators(besides=[membership.pk]).exists():
        raise LastAdministratorError
