"""What a person proves themselves with besides a password: passkeys, an authenticator app, printed codes.

A passkey (also one on a FIDO2 stick) lives in allauth's table; its `data` keeps besides allauth's own keys the relying
party it was made for (`rp_id`, a host name), its public id and the key of its address. See ADR 0014.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.fields.json import KT

from rathaus.accounts import letters
from rathaus.accounts.errors import LastFactorError, PasskeyTakenError
from rathaus.accounts.models import User
from rathaus.accounts.rights import rights_of
from rathaus.accounts.selectors import SECOND_FACTORS
from rathaus.accounts.sign_ins import actor_kind
from rathaus.audit.services import record
from rathaus.tenancy.context import tenant_or_none

_PASSKEY: Final = Authenticator.Type.WEBAUTHN
NAME_LENGTH: Final = 60
_HOSTS_KEY: Final = "accounts.passkey_hosts"  # the cache keeps it per municipality
_HOSTS_SECONDS: Final = 600


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner recognises it; `is_here` says whether it works under this address of the portal."""

    key: str
    name: str
    made_at: datetime
    used_at: datetime | None
    rp_id: str
    is_here: bool


def passkeys_of(user: User) -> QuerySet[Authenticator]:
    """Return the person's passkeys, oldest first."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user.pk, type=_PASSKEY)
    return rows.order_by("created_at", "pk")


def passkey_list(user: User, *, host: str) -> list[Passkey]:
    """Return the person's passkeys for reading: one query."""
    return [as_passkey(row, host=host) for row in passkeys_of(user)]


def as_passkey(row: Authenticator, *, host: str) -> Passkey:
    """Return what its owner may know of a passkey."""
    data: Mapping[str, Any] = row.data
    rp_id = str(data.get("rp_id", ""))
    return Passkey(str(data["key"]), str(data["name"]), row.created_at, row.last_used_at, rp_id, rp_id == host)


def passkey_counts() -> dict[str, int]:
    """Return how many passkeys belong to each relying party (host name) in the entered municipality: one query."""
    rows = (
        Authenticator.objects.filter(type=_PASSKEY)
        .annotate(rp_id=KT("data__rp_id"))
        .values("rp_id")
        .annotate(number=Count("pk"))
    )
    return {str(row["rp_id"]): int(row["number"]) for row in rows.order_by()}


def factor_types(user: User) -> frozenset[str]:
    """Return which kinds of factor the person has set up: one query."""
    return frozenset(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))


def must_show_second_factor(user: User) -> bool:
    """Return whether a session of this person is worth nothing until it has shown the second factor.

    It holds for staff and operators who have set one up, and for whoever chose an app. A citizen's passkey is no second
    factor but a way to sign in: whoever lost it comes in by a code from the mail.
    """
    types = factor_types(user)
    if Authenticator.Type.TOTP in types:
        return True
    return _PASSKEY in types and (tenant_or_none() is None or rights_of(user).is_staff)


@transaction.atomic
def add_passkey(
    *, user: User, name: str, credential: Mapping[str, Any], credential_id: str, rp_id: str
) -> Authenticator:
    """Keep a passkey whose registration was verified, tell its owner by mail; raises PasskeyTakenError."""
    if Authenticator.objects.filter(type=_PASSKEY, data__credential_id=credential_id).exists():
        raise PasskeyTakenError
    passkey = Authenticator.objects.create(
        user=user,
        type=_PASSKEY,
        data={
            "name": name.strip()[:NAME_LENGTH],
            "credential": dict(credential),
            "credential_id": credential_id,
            "rp_id": rp_id,
            "key": str(uuid.uuid4()),
        },
    )
    if rp_id not in cache.get(_HOSTS_KEY, [rp_id]):
        cache.delete(_HOSTS_KEY)
    letters.send_notice("accounts/passkey_added", user)
    record(action="accounts.passkey_added", actor=user, actor_kind=actor_kind(user), target=passkey)
    return passkey


@transaction.atomic
def rename_passkey(*, passkey: Authenticator, name: str) -> Authenticator:
    """Give the passkey another name, by which its owner knows the device."""
    passkey.data["name"] = name.strip()[:NAME_LENGTH]
    passkey.save(update_fields=["data"])
    return passkey


@transaction.atomic
def remove_passkey(*, passkey: Authenticator, user: User) -> None:
    """Forget a passkey and tell its owner by mail; raises LastFactorError for the last second factor of staff."""
    User.objects.select_for_update().get(pk=user.pk)  # two removals take turns
    others = Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exclude(pk=passkey.pk)
    if not others.exists():
        if must_show_second_factor(user):
            raise LastFactorError
        Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    record(action="accounts.passkey_removed", actor=user, actor_kind=actor_kind(user), target=passkey)
    passkey.delete()
    letters.send_notice("accounts/passkey_removed", user)


def has_passkey_here(user: User, host: str) -> bool:
    """Return whether the person can use one of their passkeys under this address of the portal."""
    return passkeys_of(user).filter(data__rp_id=host).exists()


def ensure_recovery_codes(*, user: User) -> bool:
    """Make printed codes for somebody who has none yet; return whether there are new ones to print."""
    if Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).exists():
        return False
    RecoveryCodes.activate(user)
    return True


def former_hosts(host: str) -> list[str]:
    """Return other host names of this municipality that people have passkeys for; remembered for ten minutes."""
    known: list[str] = cache.get_or_set(_HOSTS_KEY, lambda: sorted(passkey_counts()), _HOSTS_SECONDS) or []
    return [name for name in known if name and name != host]
