"""Drafts begin, change hands and end."""

import secrets
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from modules.online_services.models import Draft, FormVersion, PublicService, ServiceRequest
from modules.online_services.services.files import discard_uploads
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.signing import keyed_hash

LIFETIME: Final = timedelta(days=30)
_SAME_CLICK: Final = timedelta(minutes=10)
_PURPOSE: Final = "online_services.draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """For whom and how a form is begun; `idem_key` recognises a second click on the same button."""

    person: User | None = None
    in_name_of: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    door: str = ""
    door_id: uuid.UUID | None = None
    channel: str = "online"
    opened_by: User | None = None
    language: str = "de"
    is_rehearsal: bool = False
    assurance_level: int = 0
    idem_key: uuid.UUID | None = None


def draft_id(token: str) -> uuid.UUID:
    """Return the id of the draft with this token: so what was sent is found again by a token that is kept nowhere."""
    return uuid.UUID(bytes=sha256(token.encode()).digest()[:16])


def id_of_key(idem_key: uuid.UUID) -> uuid.UUID:
    """Return the id of the draft that begins with this key, and of the request that it becomes."""
    return draft_id(_token(idem_key))


def begin_draft(*, version: FormVersion, service: PublicService | None, beginning: Beginning) -> Draft:
    """Begin to fill in this version and return the draft; the same key within ten minutes returns the first one.

    A draft in which something was typed is never given out twice: a page may have come from somebody else's cache.
    """
    token = _token(beginning.idem_key)
    if found := Draft.objects.filter(pk=draft_id(token)).first():
        if _is_same_click(found, beginning):
            return found
        token = _token(None)
    elif beginning.idem_key and ServiceRequest.objects.filter(idem_key=draft_id(token)).exists():
        token = _token(None)
    try:
        with transaction.atomic():
            return _create(token, version, service, beginning)
    except IntegrityError:  # the other half of a double click was faster
        return Draft.objects.get(pk=draft_id(token))


@transaction.atomic
def take_into_account(*, draft: Draft, person: User) -> None:
    """Put a guest's draft into the person's account; from now on only they open it. A second time changes nothing."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.person_id is None and locked.opened_by_id is None and not locked.door:
        locked.person = draft.person = person
        locked.save(update_fields=["person"])


@transaction.atomic
def drop_draft(*, draft: Draft) -> None:
    """Remove a draft with its files, as its owner wishes or because its time is over."""
    discard_uploads(draft.uploads.all())
    draft.delete()


def _create(token: str, version: FormVersion, service: PublicService | None, beginning: Beginning) -> Draft:
    draft = Draft.objects.create(
        id=draft_id(token),
        token=token,
        form_version=version,
        service=service,
        person=beginning.person,
        in_name_of=beginning.in_name_of[:250],
        contact=dict(beginning.contact),
        channel=beginning.channel,
        opened_by=beginning.opened_by,
        language=beginning.language,
        door=beginning.door,
        door_id=beginning.door_id,
        answers=dict(beginning.answers),
        origin=dict(beginning.origin),
        facts=dict(beginning.facts),
        assurance_level=beginning.assurance_level,
        is_rehearsal=beginning.is_rehearsal,
        expires_at=timezone.now() + LIFETIME,
    )
    if beginning.opened_by and not beginning.is_rehearsal:
        record(action="online_services.draft_opened", actor=beginning.opened_by, target=draft)
    return draft


def _is_same_click(found: Draft, beginning: Beginning) -> bool:
    is_untouched = found.version == 1 and found.created_at > timezone.now() - _SAME_CLICK
    return is_untouched and (found.person, found.opened_by) == (beginning.person, beginning.opened_by)


def _token(idem_key: uuid.UUID | None) -> str:
    if idem_key is None:
        return secrets.token_urlsafe(32)
    digest = bytes.fromhex(keyed_hash(purpose=_PURPOSE, value=str(idem_key)))
    return urlsafe_b64encode(digest).decode().rstrip("=")
