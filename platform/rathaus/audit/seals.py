"""Seal entries in batches with a hash chain, so that a later change of the record can be shown.

Sealing waits an hour: an entry gets its number when it is written but is seen when its transaction ends.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from rathaus.audit.models import AuditEntry, AuditSeal

log = structlog.get_logger(__name__)

SETTLING_TIME = timedelta(hours=1)
BATCH = 5000


@dataclass(frozen=True)
class BrokenSeal:
    """A batch of entries that is no longer what was sealed."""

    seal_id: int
    first_id: int
    last_id: int


def seal_entries(*, now: datetime) -> int:
    """Seal what has settled and return how many entries that were; safe to run twice and at the same time.

    The newest digest also goes to the log, which lies outside the database: who rewrites the whole chain is
    found out by it.
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


def broken_seals() -> list[BrokenSeal]:
    """Return every batch whose entries were changed, removed or slipped in after sealing; empty is good."""
    broken: list[BrokenSeal] = []
    former = ""
    for seal in AuditSeal.objects.order_by("id"):
        if _digest(former, _entries_of(seal)) != seal.digest:
            broken.append(BrokenSeal(seal_id=seal.pk, first_id=seal.first_id, last_id=seal.last_id))
        former = seal.digest
    return broken


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
