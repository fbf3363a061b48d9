from django.utils import timezone

from rathaus.audit.seals import seal_entries
from rathaus.jobs import tenant_task


@tenant_task(name="audit.seal", for_operators=True)
def seal() -> None:
    """Seal the entries that have settled."""
    seal_entries(now=timezone.now())
