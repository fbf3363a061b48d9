"""Reads companies, clubs and their members."""

from django.db.models import QuerySet
from django.utils import timezone

from modules.citizen_accounts.models import Membership, MembershipInvitation, Organisation
from rathaus.accounts.models import User
from rathaus.accounts.tokens import hash_of


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return the person's memberships with their organisations, by name."""
    return Membership.objects.filter(user=user).select_related("organisation").order_by("organisation__name", "id")


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return the members with their names, owners first."""
    return organisation.memberships.select_related("user").order_by("-role", "user__last_name", "user__email")


def open_invitations_of(organisation: Organisation) -> QuerySet[MembershipInvitation]:
    """Return the invitations whose link still opens something."""
    return organisation.invitations.filter(expires_at__gt=timezone.now()).order_by("email")


def find_member_invitation(token: str) -> MembershipInvitation | None:
    """Return the open invitation of this link, None for all others."""
    found = MembershipInvitation.objects.select_related("organisation", "invited_by")
    invitation = found.filter(token_hash=hash_of(token)).first()
    return invitation if invitation and invitation.is_open else None
