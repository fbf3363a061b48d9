"""Turn an invitation into an account: the link proves the address, the birth date that it is the right person."""

import secrets
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from modules.citizen_accounts.errors import HasAccountError, InvitationOverError, TooOftenError, WrongBirthDateError
from modules.citizen_accounts.models import CitizenInvitation, CitizenProfile
from rathaus.accounts.models import User
from rathaus.accounts.tokens import hash_of
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record

MAX_TRIES: Final = 5


def find_citizen_invitation(token: str) -> CitizenInvitation:
    """Return the open invitation of this link; raises InvitationOverError."""
    invitation = CitizenInvitation.objects.filter(token_hash=hash_of(token)).first()
    if invitation is None or not invitation.is_open:
        raise InvitationOverError
    return invitation


def accept_citizen_invitation(*, token: str, birth_date: date | None = None) -> User:
    """Make the account with what the municipality knows and return its person; the link opens nothing any more.

    Raises InvitationOverError, HasAccountError, WrongBirthDateError, and TooOftenError after the fifth wrong one.
    """
    if not _is_right_person(token, birth_date):
        raise WrongBirthDateError
    return _accept(token)


@transaction.atomic
def _is_right_person(token: str, birth_date: date | None) -> bool:
    """Count the try where a birth date is known; its own transaction, so no error undoes it."""
    invitation = _locked(token)
    if invitation.birth_date is None:
        return True
    if invitation.tries >= MAX_TRIES:
        raise TooOftenError
    invitation.tries += 1
    invitation.save(update_fields=["tries"])
    return secrets.compare_digest(str(invitation.birth_date), str(birth_date))


@transaction.atomic
def _accept(token: str) -> User:
    invitation = _locked(token)
    if User.objects.filter(email=invitation.email).exists():
        raise HasAccountError
    user = User.objects.create_user(
        email=invitation.email, first_name=invitation.first_name, last_name=invitation.last_name
    )
    CitizenProfile.objects.create(
        user=user,
        street=invitation.street,
        postal_code=invitation.postal_code,
        city=invitation.city,
        locality_id=invitation.locality_id,
        birth_date=invitation.birth_date,
        phone=invitation.phone,
        language=invitation.language,
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(action="citizen_accounts.invitation_accepted", actor=user, actor_kind=ActorKind.CITIZEN, target=user)
    return user


def _locked(token: str) -> CitizenInvitation:
    invitation = CitizenInvitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if invitation is None or not invitation.is_open:
        raise InvitationOverError
    return invitation
