from django.utils import timezone

from rathaus.jobs import tenant_task
from rathaus.limits.services import clear_windows


@tenant_task(name="limits.clear")
def clear() -> None:
    """Delete the windows that are over."""
    clear_windows(now=timezone.now())
