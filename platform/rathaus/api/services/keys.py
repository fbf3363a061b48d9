"""Keys: make, revoke, note their use."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.api.addresses import clean_origin
from rathaus.api.credentials import new_key
from rathaus.api.errors import AlreadyCreatedError, UnknownCodeError
from rathaus.api.models import ApiKey
from rathaus.api.models.keys import DEFAULT_RATE
from rathaus.api.scopes import all_scopes
from rathaus.audit.services import record

_NOTED_EVERY: Final = timedelta(minutes=5)


@transaction.atomic
def create_key(
    *,
    name: str,
    scopes: Sequence[str],
    actor: User | None,
    rate_limit: int = DEFAULT_RATE,
    origins: Sequence[str] = (),
    expires_at: datetime | None = None,
    idem_key: uuid.UUID | None = None,
) -> tuple[ApiKey, str]:
    """Return a new key and its text, which nobody can read again.

    Raises UnknownCodeError, UnfitOriginError, and AlreadyCreatedError for an `idem_key` that was used before.
    """
    if not scopes or set(scopes) - set(all_scopes()):
        raise UnknownCodeError
    key_id = idem_key or uuid.uuid4()
    if ApiKey.objects.filter(pk=key_id).exists():
        raise AlreadyCreatedError
    made = new_key()
    key = ApiKey.objects.create(
        pk=key_id,
        name=name.strip(),
        prefix=made.prefix,
        secret_hash=made.digest,
        scopes=sorted(set(scopes)),
        rate_limit=rate_limit,
        origins=[clean_origin(origin) for origin in origins],
        created_by=actor.pk if actor else None,
        expires_at=expires_at,
    )
    record(action="api.key_created", actor=actor, target=key, details={"scopes": key.scopes})
    return key, made.text


@transaction.atomic
def revoke_key(*, key: ApiKey, actor: User | None) -> ApiKey:
    """Make a key worthless from the next request on and return it; a second time changes nothing."""
    locked = ApiKey.objects.select_for_update().get(pk=key.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        record(action="api.key_revoked", actor=actor, target=locked)
    return locked


def note_use(*, key: ApiKey, now: datetime) -> None:
    """Remember that the key is in use; written at most every five minutes, since every request comes by here."""
    if key.last_used_at is None or now - key.last_used_at > _NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
