"""Write the record. Inserts are plain and belong to the caller's transaction: no deed without its entry."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils import timezone

from rathaus.audit.models import ActorKind, AuditEntry
from rathaus.observability.logs import current_request_id
from rathaus.tenancy.context import tenant_or_none

if TYPE_CHECKING:
    from rathaus.accounts.models import User

Detail = str | int | bool | None
Details = Mapping[str, Detail | Sequence[Detail]]

_common: ContextVar[Details] = ContextVar("common_audit_details", default={})  # noqa: B039 - replaced, never changed
_ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
_MAX_DETAIL_LENGTH = 200
READ_ONCE_WITHIN: Final = timedelta(minutes=15)


class UnfitAuditDetailError(ValueError):
    """An entry would carry something else than ids and codes: a mistake in the calling code."""


def record(
    *,
    action: str,
    actor: "User | None" = None,
    target: models.Model | None = None,
    details: Details | None = None,
    actor_kind: str | None = None,
) -> AuditEntry:
    """Add an entry, for example `record(action="appointments.booking_cancelled", actor=user, target=booking)`.

    Raises as `entry` does.
    """
    written = entry(action=action, actor=actor, target=target, details=details, actor_kind=actor_kind)
    written.save(force_insert=True)
    return written


def entry(
    *,
    action: str,
    actor: "User | None" = None,
    target: models.Model | None = None,
    details: Details | None = None,
    actor_kind: str | None = None,
) -> AuditEntry:
    """Return what `record` adds, not saved yet, for who inserts it together with the deed itself.

    Without `actor_kind` an actor counts as staff inside a municipality and as operator outside, and nobody as
    the system. Raises UnfitAuditDetailError for details that are no ids or codes (the record must not hold
    personal data, Art. 5 (1) c DSGVO) and ValueError for a malformed action code.
    """
    if not _ACTION.fullmatch(action):
        raise ValueError(f"The audit action {action!r} must look like part.verb_in_past.")
    return AuditEntry(
        action=action,
        actor_kind=ActorKind(actor_kind) if actor_kind else _kind_of(actor),
        actor_id=actor.pk if actor else None,
        target_type=target._meta.label_lower if target else "",  # noqa: SLF001  Django documents it
        target_id=str(target.pk) if target else "",
        details=_checked({**_common.get(), **(details or {})}),
        request_id=current_request_id(),
    )


def record_read(
    *, action: str, actor: "User", target: models.Model | None = None, details: Details | None = None
) -> None:
    """Note that somebody of the administration saw sensitive data, for example `action="inbox.person_read"`.

    One line within a quarter of an hour for the same deed, so that reloading a page does not flood the record: one
    query, or two. `details` tell deeds without a target apart (a day, a list). Raises as `record` does.
    """
    since = timezone.now() - READ_ONCE_WITHIN
    lately = AuditEntry.objects.filter(
        at__gt=since, action=action, actor_id=actor.pk, target_id=str(target.pk) if target else ""
    )
    if details:
        lately = lately.filter(details__contains=dict(details))
    if not lately.exists():
        record(action=action, actor=actor, target=target, details=details)


@contextmanager
def recorded_with(**details: Detail) -> Iterator[None]:
    """Add these details to every entry that the block writes, for example the key by which a program came in."""
    token = _common.set({**_common.get(), **details})
    try:
        yield
    finally:
        _common.reset(token)


def _kind_of(actor: "User | None") -> ActorKind:
    if actor is None:
        return ActorKind.SYSTEM
    is_theirs = tenant_or_none() is not None and not actor.is_operator  # an operator in support access stays one
    return ActorKind.STAFF if is_theirs else ActorKind.OPERATOR


def _checked(details: Details) -> dict[str, object]:
    for key, value in details.items():
        parts = value if isinstance(value, (list, tuple)) else [value]
        if not all(_is_fit(part) for part in parts):
            raise UnfitAuditDetailError(f"The audit detail {key!r} is neither an id nor a code.")
    return dict(details)


def _is_fit(value: object) -> bool:
    if isinstance(value, str):
        return "@" not in value and len(value) <= _MAX_DETAIL_LENGTH
    return value is None or isinstance(value, int)
