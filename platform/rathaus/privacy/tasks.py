from django.utils import timezone

from rathaus.jobs import tenant_task
from rathaus.privacy import services


@tenant_task(name="privacy.apply_retention")
def apply_retention() -> None:
    """Forget, each night, what has been kept long enough."""
    services.apply_retention(now=timezone.now())
