"""Change the e-mail address: a code proves the new one, a notice goes to the old one."""

import secrets
from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from modules.citizen_accounts import letters
from modules.citizen_accounts.errors import CodeOverError, SameAddressError, TooOftenError, WrongCodeError
from modules.citizen_accounts.models import EmailChange, Representation
from rathaus.accounts.models import User, clean_address
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.limits.services import hit
from rathaus.signing import keyed_hash

CODE_LASTS: Final = timedelta(minutes=30)
MAX_TRIES: Final = 5
MAILS_PER_HOUR: Final = 5


def ask_for_email(*, user: User, email: str) -> EmailChange:
    """Send a code to the new address and return what waits for it; the former wish ends.

    An address that has an account gets another mail, and nobody sees the difference here. Raises SameAddressError and
    TooOftenError.
    """
    address = clean_address(email)
    if address == user.email:
        raise SameAddressError
    if hit(name="citizen_accounts.email_change", key=str(user.pk), limit=MAILS_PER_HOUR, seconds=3600):
        raise TooOftenError
    return _ask(user, address)


@transaction.atomic
def _ask(user: User, address: str) -> EmailChange:
    code = f"{secrets.randbelow(1_000_000):06}"
    change, _is_new = EmailChange.objects.update_or_create(
        user=user,
        defaults={
            "email": address,
            "code_hash": _hash(user, address, code),
            "tries": 0,
            "expires_at": timezone.now() + CODE_LASTS,
        },
    )
    if User.objects.filter(email=address).exists():
        letters.send_address_is_known(user, address)
    else:
        letters.send_email_code(user, address, code)
    return change


def confirm_email(*, user: User, code: str) -> str:
    """Take the address whose code this is and return it. Raises WrongCodeError and CodeOverError.

    A wrong code counts, and after the fifth the wish is gone.
    """
    change = _count_try(user)
    if change is None:
        raise CodeOverError
    if not secrets.compare_digest(change.code_hash, _hash(user, change.email, code)):
        raise WrongCodeError
    _take(user, change)
    return change.email


@transaction.atomic
def _count_try(user: User) -> EmailChange | None:
    """Count one more try and return the wish; None where none is open. Its own transaction, so no error undoes it."""
    change = EmailChange.objects.select_for_update().filter(user=user).first()
    if change is None or change.expires_at <= timezone.now() or change.tries >= MAX_TRIES:
        return None
    change.tries += 1
    change.save(update_fields=["tries"])
    return change


@transaction.atomic
def _take(user: User, change: EmailChange) -> None:
    if User.objects.filter(email=change.email).exclude(pk=user.pk).exists():
        raise CodeOverError
    former, user.email = user.email, change.email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).update(email=change.email, verified=True)
    Representation.objects.filter(email=former, ended_at=None).update(email=change.email)
    change.delete()
    letters.send_email_changed(user, former)
    record(action="citizen_accounts.email_changed", actor=user, actor_kind=ActorKind.CITIZEN, target=user)


def _hash(user: User, email: str, code: str) -> str:
    return keyed_hash(purpose="citizen_accounts.email", value=f"{user.pk}:{email}:{code}")
