"""Seal entries in batches with a hash chain, so that a later change of the record can be shown.

Sealing waits an hour: an entry gets its number when it is written but is seen when its transaction ends.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from rathaus.audit.models import AuditEntry, AuditSeal

log = structlog.get_logger(__name__)

SETTLING_TIME = timedelta(hours=1)
BATCH = 5000
DELETED: Final = "audit.entries_deleted"  # what retention writes: how far, and the digest of the last seal that went


@dataclass(frozen=True)
class BrokenSeal:
    """A batch of entries that is no longer what was sealed."""

    seal_id: int
    first_id: int
    last_id: int


@dataclass(frozen=True)
class Verification:
    """What became of the chain: `unsealed` entries are too young for a seal, `newest` is the last digest."""

    seals: int = 0
    entries: int = 0
    unsealed: int = 0
    newest: str = ""
    begins_after: int = 0
    broken: list[BrokenSeal] = field(default_factory=list)
    has_expected: bool = True

    @property
    def is_whole(self) -> bool:
        """Return whether nothing was changed, and the digest from the log is part of the chain."""
        return not self.broken and self.has_expected


def seal_entries(*, now: datetime) -> int:
    """Seal what has settled and return how many entries that were; safe to run twice and at the same time.

    The newest digest also goes to the log, which lies outside the database: who rewrites the whole chain is
    found out by it (`rathaus audit verify --digest`).
    """
    sealed = 0
    while count := _seal_batch(now - SETTLING_TIME):
        sealed += count
    return sealed


@transaction.atomic
def _seal_batch(before: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.audit.seal'))")
    last = AuditSeal.objects.order_by("-id").first()
    newest = AuditEntry.objects.filter(at__lt=before).aggregate(newest=Max("id"))["newest"] or 0
    entries = list(AuditEntry.objects.filter(id__gt=last.last_id if last else 0, id__lte=newest).order_by("id")[:BATCH])
    if not entries:
        return 0
    seal = AuditSeal.objects.create(
        first_id=entries[0].pk,
        last_id=entries[-1].pk,
        count=len(entries),
        digest=_digest(last.digest if last else "", entries),
    )
    log.info("audit_sealed", last_id=seal.last_id, audit_digest=seal.digest)
    return len(entries)


def verify_record(*, expected_digest: str = "") -> Verification:
    """Compute the whole chain again, from the first seal that is kept, and return what was found.

    The first one hangs on the digest that retention noted when it deleted what was before; without such a note the
    record must begin at its beginning. `expected_digest` is one from the log: who rewrote everything lacks it.
    """
    former, reached = _beginning()
    begins_after, entries, digests = reached, 0, set[str]()
    broken: list[BrokenSeal] = []
    for seal in AuditSeal.objects.order_by("id"):
        has_strays = AuditEntry.objects.filter(id__gt=reached, id__lt=seal.first_id).exists()
        if has_strays or _digest(former, _entries_of(seal)) != seal.digest:
            broken.append(BrokenSeal(seal_id=seal.pk, first_id=seal.first_id, last_id=seal.last_id))
        former, reached = seal.digest, seal.last_id
        entries += seal.count
        digests.add(seal.digest)
    return Verification(
        seals=len(digests),
        entries=entries,
        unsealed=AuditEntry.objects.filter(id__gt=reached).count(),
        newest=former,
        begins_after=begins_after,
        broken=broken,
        has_expected=not expected_digest or expected_digest.strip().lower() in digests,
    )


def _beginning() -> tuple[str, int]:
    """Return the digest before the first kept seal and the last number that retention deleted."""
    note = AuditEntry.objects.filter(action=DELETED).order_by("-id").first()
    return (str(note.details["digest"]), int(str(note.details["up_to"]))) if note else ("", 0)


def _entries_of(seal: AuditSeal) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(id__gte=seal.first_id, id__lte=seal.last_id).order_by("id")


def _digest(former: str, entries: "list[AuditEntry] | QuerySet[AuditEntry]") -> str:
    chain = hashlib.sha256(former.encode())
    for entry in entries:
        chain.update(_canonical(entry))
    return chain.hexdigest()


def _canonical(entry: AuditEntry) -> bytes:
    values = [
        entry.pk, entry.at.timestamp(), entry.action, entry.actor_kind, str(entry.actor_id or ""),
        entry.target_type, entry.target_id, entry.details, entry.request_id,
    ]  # fmt: skip
    return json.dumps(values, sort_keys=True, ensure_ascii=False).encode() + b"\n"
