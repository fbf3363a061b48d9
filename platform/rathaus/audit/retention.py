"""Forget entries that are older than the municipality keeps its record (Art. 5 (1) e DSGVO).

Only the owner of the tables may delete, and only whole sealed batches go: each deletion notes, in the same transaction,
how far it went and the digest there. The chain can so be verified from the first seal that is kept.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from rathaus.audit.models import ActorKind, AuditEntry, AuditSeal
from rathaus.audit.seals import DELETED
from rathaus.audit.selectors import kept_since
from rathaus.tenancy.context import tenant_or_none
from rathaus.tenancy.owner import OWNER, owner_connection

SEALS_AT_ONCE: Final = 20  # up to 100,000 entries in a transaction


def forget_entries(*, now: datetime) -> int:
    """Delete the batches whose entries are all too old and return how many entries went; safe to run twice.

    The newest seal always stays: the next one hangs on it.
    """
    before, forgotten = kept_since(now), 0
    tenant = tenant_or_none()
    with owner_connection(tenant.schema_name if tenant else "public"):
        while count := _forget_some(before):
            forgotten += count
    return forgotten


@transaction.atomic(using=OWNER)
def _forget_some(before: datetime) -> int:
    """Delete the oldest batches; a batch was sealed after all its entries, so its own date is enough."""
    with transaction.get_connection(OWNER).cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.audit.seal'))")
    seals = AuditSeal.objects.using(OWNER)
    newest = seals.aggregate(newest=Max("id"))["newest"] or 0
    old = list(seals.filter(at__lt=before, id__lt=newest).order_by("id")[:SEALS_AT_ONCE])
    if not old:
        return 0
    last = old[-1]
    AuditEntry.objects.using(OWNER).filter(id__lte=last.last_id).delete()
    seals.filter(id__lte=last.pk).delete()
    count = sum(seal.count for seal in old)
    AuditEntry.objects.using(OWNER).create(
        action=DELETED,
        actor_kind=ActorKind.SYSTEM,
        details={"up_to": last.last_id, "digest": last.digest, "count": count},
    )
    return count
