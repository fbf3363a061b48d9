"""Who belongs to a company or club: invite, join, change roles, leave, hand over."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from modules.citizen_accounts import letters
from modules.citizen_accounts.errors import (
    AlreadyMemberError,
    InvitationOverError,
    NotOwnerError,
    TooManyError,
    TooOftenError,
)
from modules.citizen_accounts.models import MemberRole, Membership, MembershipInvitation, Organisation
from modules.citizen_accounts.services.organisations import MAX_ORGANISATIONS, keep_an_owner, owned
from rathaus.accounts.models import User, clean_address
from rathaus.accounts.tokens import hash_of, new_token
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.limits.services import hit

INVITATION_LASTS: Final = timedelta(days=14)
INVITATIONS_PER_DAY: Final = 30


def invite_member(*, organisation: Organisation, actor: User, email: str, role: str) -> MembershipInvitation:
    """Send a one-time link into the organisation, valid for 14 days; a former one for this address ends.

    Raises NotOwnerError, AlreadyMemberError and TooOftenError.
    """
    if hit(name="citizen_accounts.invite", key=str(actor.pk), limit=INVITATIONS_PER_DAY, seconds=86_400):
        raise TooOftenError
    return _invite(organisation, actor, clean_address(email), role)


@transaction.atomic
def _invite(organisation: Organisation, actor: User, address: str, role: str) -> MembershipInvitation:
    owned(organisation, actor)
    if Membership.objects.filter(organisation=organisation, user__email=address).exists():
        raise AlreadyMemberError
    token = new_token()
    invitation, _is_new = MembershipInvitation.objects.update_or_create(
        organisation=organisation,
        email=address,
        defaults={
            "role": MemberRole(role),
            "token_hash": hash_of(token),
            "invited_by": actor,
            "expires_at": timezone.now() + INVITATION_LASTS,
        },
    )
    letters.send_member_invitation(invitation, token, actor)
    record(
        action="citizen_accounts.member_invited",
        actor=actor,
        actor_kind=ActorKind.CITIZEN,
        target=organisation,
        details={"role": role},
    )
    return invitation


@transaction.atomic
def withdraw_member_invitation(*, invitation: MembershipInvitation, actor: User) -> None:
    """End an invitation: its link opens nothing any more. Raises NotOwnerError."""
    owned(invitation.organisation, actor)
    invitation.delete()


@transaction.atomic
def join(*, token: str, user: User) -> Membership:
    """Use the link and return the new membership. Raises InvitationOverError, AlreadyMemberError, TooManyError."""
    invitation = (
        MembershipInvitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if invitation is None or not invitation.is_open:
        raise InvitationOverError
    if Membership.objects.filter(organisation=invitation.organisation, user=user).exists():
        raise AlreadyMemberError
    if Membership.objects.filter(user=user).count() >= MAX_ORGANISATIONS:
        raise TooManyError
    membership = Membership.objects.create(user=user, organisation=invitation.organisation, role=invitation.role)
    invitation.delete()
    record(
        action="citizen_accounts.member_joined",
        actor=user,
        actor_kind=ActorKind.CITIZEN,
        target=membership.organisation,
        details={"role": membership.role},
    )
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: str, actor: User) -> None:
    """Give a member another role. Raises NotOwnerError and LastOwnerError."""
    owned(membership.organisation, actor)
    if role != MemberRole.OWNER:
        keep_an_owner(membership.organisation, besides=membership)
    membership.role = MemberRole(role)
    membership.save(update_fields=["role"])
    record(
        action="citizen_accounts.member_role_changed",
        actor=actor,
        actor_kind=ActorKind.CITIZEN,
        target=membership.organisation,
        details={"member": str(membership.user_id), "role": role},
    )


@transaction.atomic
def remove_member(*, membership: Membership, actor: User) -> None:
    """Take a member out: owners anybody, everybody themselves. Raises NotOwnerError and LastOwnerError."""
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    if membership.user_id != actor.pk:
        owned(organisation, actor)
    membership.refresh_from_db()  # as it is behind the lock
    keep_an_owner(organisation, besides=membership)
    record(
        action="citizen_accounts.member_left",
        actor=actor,
        actor_kind=ActorKind.CITIZEN,
        target=organisation,
        details={"member": str(membership.user_id)},
    )
    membership.delete()


@transaction.atomic
def hand_over(*, membership: Membership, actor: User) -> None:
    """Make this member the owner in the actor's place, who goes on acting. Raises NotOwnerError."""
    own = owned(membership.organisation, actor)
    if membership.pk == own.pk:
        raise NotOwnerError
    membership.role, own.role = MemberRole.OWNER, MemberRole.ACTING
    membership.save(update_fields=["role"])
    own.save(update_fields=["role"])
    record(
        action="citizen_accounts.organisation_handed_over",
        actor=actor,
        actor_kind=ActorKind.CITIZEN,
        target=membership.organisation,
        details={"member": str(membership.user_id)},
    )
