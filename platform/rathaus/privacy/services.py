"""Answer requests of people about their data, and forget in time."""

from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from rathaus.audit.services import record
from rathaus.privacy.handlers import handlers
from rathaus.privacy.protocol import Kept, Record, SaysWhatStays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rathaus.accounts.models import User

log = structlog.get_logger(__name__)


class RetentionFailedError(RuntimeError):
    """Some parts could not forget what they should have; the others have."""


@transaction.atomic
def export_person(*, email: str, actor: "User | None", actor_kind: str | None = None) -> dict[str, list[Record]]:
    """Return all that is kept about the person with this address, by part (Art. 15 DSGVO)."""
    address = email.strip().lower()
    found: dict[str, Sequence[Record]] = {name: part.export(email=address) for name, part in handlers().items()}
    counts = {name: len(records) for name, records in found.items()}
    record(action="privacy.person_exported", actor=actor, actor_kind=actor_kind, details=counts)
    return {name: list(records) for name, records in found.items() if records}


@transaction.atomic
def erase_person(*, email: str, actor: "User | None", actor_kind: str | None = None) -> dict[str, int]:
    """Erase the person with this address in every part and return how many rows each touched (Art. 17 DSGVO).

    What a law keeps stays; each part decides that for its own data. All parts or none. The modules come before the
    access that their rows hang on: they may have files to delete.
    """
    address = email.strip().lower()
    counts = {name: part.erase(email=address) for name, part in reversed(list(handlers().items()))}
    record(action="privacy.person_erased", actor=actor, actor_kind=actor_kind, details=counts)
    return counts


def kept_after_erasure(*, email: str) -> list[Kept]:
    """Return what would stay of the person with this address, and why (Art. 17 (3) DSGVO)."""
    address = email.strip().lower()
    parts = [part for part in handlers().values() if isinstance(part, SaysWhatStays)]
    return [kept for part in parts for kept in part.kept_after_erasure(email=address)]


def apply_retention(*, now: datetime) -> dict[str, int]:
    """Let every part forget what it has kept long enough and return how many rows each touched.

    A part that fails does not keep the others from forgetting; raises RetentionFailedError after the last.
    """
    counts: dict[str, int] = {}
    failed: list[str] = []
    for name, part in handlers().items():
        try:
            with transaction.atomic():
                counts[name] = part.apply_retention(now=now)
        except Exception:
            log.exception("retention_failed", part=name)
            failed.append(name)
    if any(counts.values()):
        record(action="privacy.retention_applied", details=counts)
    if failed:
        raise RetentionFailedError(", ".join(failed))
    return counts
