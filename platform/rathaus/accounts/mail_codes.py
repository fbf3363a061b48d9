"""Codes by mail: the way in without a passkey, for signing up, and for proving once more who one is.

A code belongs to the browser that asked for it, lives fifteen minutes and opens once. Whether the address has an
account makes no difference to what happens, how long it takes and what comes back (no enumeration): the mail is the
same, and only whoever reads it learns more. The session keeps a keyed hash; tries and use are counted in a table.
"""

import secrets
import time
import uuid
from dataclasses import asdict, dataclass
from typing import Final

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from rathaus.accounts import letters, sign_in_limits
from rathaus.accounts.errors import CodeInvalidError
from rathaus.accounts.models import User, clean_address
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.limits.networks import client_network
from rathaus.limits.services import use_once
from rathaus.signing import keyed_hash

LIFETIME_SECONDS: Final = 15 * 60
DIGITS: Final = 8
SIGN_IN, SIGN_UP, CONFIRM = "sign_in", "sign_up", "confirm"
_PENDING: Final = "mail_code"
_PROVEN: Final = "proven_address"
_PURPOSE: Final = "accounts.mail-code"


@dataclass(frozen=True)
class PendingCode:
    """A code that was mailed and waits to be entered in this browser."""

    id: str
    email: str
    digest: str
    ends_at: float
    purpose: str
    next: str


def send_code(request: HttpRequest, *, email: str, purpose: str, next_url: str = "") -> None:
    """Mail a code and remember its hash in the session; the former code of this browser ends. Raises TooOftenError."""
    address = clean_address(email)
    sign_in_limits.count_mail(email=address, network=client_network(request))
    code_id, code = uuid.uuid4().hex, f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    pending = PendingCode(code_id, address, _digest(code_id, code), time.time() + LIFETIME_SECONDS, purpose, next_url)
    request.session[_PENDING] = asdict(pending)
    letters.send_code(address, code)


def pending_code(request: HttpRequest) -> PendingCode | None:
    """Return the code that this browser waits for, None where there is none or it has run out."""
    kept = request.session.get(_PENDING)
    pending = PendingCode(**kept) if kept else None
    return pending if pending and pending.ends_at > time.time() else None


def check_code(request: HttpRequest, *, code: str) -> PendingCode:
    """Return what the code was for and use it up; raises CodeInvalidError and TooOftenError."""
    pending = pending_code(request)
    if pending is None:
        raise CodeInvalidError
    sign_in_limits.count_try(code_id=pending.id, network=client_network(request))
    given = "".join(character for character in code if character.isdigit())
    if not secrets.compare_digest(_digest(pending.id, given), pending.digest):
        raise CodeInvalidError
    if not use_once(name="accounts.code_use", key=pending.id, seconds=LIFETIME_SECONDS):
        raise CodeInvalidError
    request.session.pop(_PENDING, None)
    return pending


def remember_proven(request: HttpRequest, email: str) -> None:
    """Remember for a quarter of an hour that whoever sits here reads the mails of this address."""
    request.session[_PROVEN] = {"email": email, "ends_at": time.time() + LIFETIME_SECONDS}


def proven_address(request: HttpRequest) -> str:
    """Return the address that was proven here and has no account yet, "" for none."""
    kept = request.session.get(_PROVEN)
    return kept["email"] if kept and kept["ends_at"] > time.time() else ""


@transaction.atomic
def sign_up(*, email: str) -> User:
    """Return the person of this proven address, made now unless there is one already; they have no password."""
    address = clean_address(email)
    user = User.objects.filter(email=address).first()
    if user is None:
        user, is_new = _new_person(address)
        if is_new:
            record(action="accounts.signed_up", actor=user, actor_kind=ActorKind.CITIZEN, target=user)
    note_proven(user=user)
    return user


def note_proven(*, user: User) -> None:
    """Keep that the person has read a mail at their address."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def _new_person(address: str) -> tuple[User, bool]:
    try:
        with transaction.atomic():
            return User.objects.create_user(address), True
    except IntegrityError:  # a second click was faster
        return User.objects.get(email=address), False


def _digest(code_id: str, code: str) -> str:
    return keyed_hash(purpose=_PURPOSE, value=f"{code_id}:{code}")
