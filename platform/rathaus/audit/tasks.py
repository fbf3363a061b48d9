from django.utils import timezone

from rathaus.audit.retention import forget_entries
from rathaus.audit.seals import seal_entries
from rathaus.jobs import tenant_task


@tenant_task(name="audit.seal", for_operators=True)
def seal() -> None:
    """Seal the entries that have settled."""
    seal_entries(now=timezone.now())


@tenant_task(name="audit.forget", for_operators=True)
def forget() -> None:
    """Forget, each night, the entries that are older than the record is kept."""
    forget_entries(now=timezone.now())
