"""Connect BundIDs with accounts. An account is never found by e-mail address or name, only by the bPK2."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from modules.bundid.errors import AddressTakenError, ForeignIdentityError, OtherIdentityError
from modules.bundid.models import Identity
from modules.bundid.saml.answers import Answer
from modules.bundid.selectors.identities import find_by_bpk2, identity_of
from rathaus.accounts.mail_codes import note_proven
from rathaus.accounts.models import User, clean_address
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record


@transaction.atomic
def link(*, user: User, answer: Answer) -> Identity:
    """Connect the account with the BundID, as its owner agreed. Safe to repeat.

    Raises ForeignIdentityError when the BundID opens another account, OtherIdentityError when the account is opened
    by another BundID.
    """
    known = find_by_bpk2(answer.bpk2)
    if known is not None:
        if known.user_id != user.pk:
            raise ForeignIdentityError
        return known
    if identity_of(user) is not None:
        raise OtherIdentityError
    now = timezone.now()
    try:
        with transaction.atomic():
            identity = Identity.objects.create(user=user, bpk2=answer.bpk2, linked_at=now, used_at=now)
    except IntegrityError:  # another window was faster
        raise ForeignIdentityError from None
    _record("bundid.linked", user, identity)
    return identity


@transaction.atomic
def open_account(*, email: str, answer: Answer) -> User:
    """Make an account for a BundID that opens none yet, with an address whose mailbox the person has shown to read.

    Raises AddressTakenError: an account with that address may be somebody else's, couples share one.
    """
    address = clean_address(email)
    if User.objects.filter(email=address).exists():
        raise AddressTakenError
    names = {"first_name": _name(answer, "given_name"), "last_name": _name(answer, "surname")}
    try:
        with transaction.atomic():
            user = User.objects.create_user(address, **names)
    except IntegrityError:
        raise AddressTakenError from None
    note_proven(user=user)
    _record("bundid.account_opened", user, user)
    link(user=user, answer=answer)
    return user


def _name(answer: Answer, key: str) -> str:
    detail = answer.details.get(key)
    return detail.value[:100] if detail else ""


def note_use(*, identity: Identity) -> None:
    """Keep that the BundID was used just now."""
    Identity.objects.filter(pk=identity.pk).update(used_at=timezone.now())


@transaction.atomic
def unlink(*, user: User) -> bool:
    """Take the connection away; the account stays, with its other ways to sign in. Return whether there was one."""
    identity = identity_of(user)
    if identity is None:
        return False
    _record("bundid.unlinked", user, identity)
    identity.delete()
    return True


def _record(action: str, user: User, target: Identity | User) -> None:
    record(action=action, actor=user, actor_kind=ActorKind.CITIZEN, target=target)
