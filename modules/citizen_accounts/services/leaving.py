"""Delete one's own account: at once, since the law says "without undue delay", and after a fresh proof."""

from django.db import transaction

from modules.citizen_accounts import letters
from modules.citizen_accounts.errors import LastOwnerError, StaffAccountError
from modules.citizen_accounts.languages import language_of
from modules.citizen_accounts.models import MemberRole, Membership
from rathaus.accounts.models import StaffMembership, User
from rathaus.audit.models import ActorKind
from rathaus.privacy.services import erase_person


@transaction.atomic
def delete_account(*, user: User) -> None:
    """Erase the person in every part of the municipality, except for what a law keeps (Art. 17 DSGVO).

    Raises StaffAccountError, and LastOwnerError where others need somebody who manages their organisation's account.
    An organisation without anybody else goes as well.
    """
    if StaffMembership.objects.filter(user=user, is_active=True).exists():
        raise StaffAccountError
    for membership in owned_alone(user):
        if membership.organisation.memberships.exclude(user=user).exists():
            raise LastOwnerError
    address, language = user.email, language_of(user)
    erase_person(email=address, actor=user, actor_kind=ActorKind.CITIZEN)
    letters.send_account_deleted(address, language)


def owned_alone(user: User) -> list[Membership]:
    """Return the memberships of organisations that nobody else manages."""
    owned = Membership.objects.filter(user=user, role=MemberRole.OWNER).select_related("organisation")
    return [
        membership
        for membership in owned
        if not membership.organisation.memberships.filter(role=MemberRole.OWNER).exclude(user=user).exists()
    ]
