"""Jobs by the clock. Each may run twice, and nothing breaks if none runs for a while."""

from django.utils import timezone

from modules.bundid.services.attempts import clear_attempts
from modules.bundid.services.setup import forget_former_keys
from rathaus.jobs import tenant_task


@tenant_task(name="bundid.tidy", module="bundid")
def tidy() -> None:
    """Delete attempts that are over, with what the BundID told in them, and keys that were replaced long ago."""
    now = timezone.now()
    clear_attempts(now=now)
    forget_former_keys(now=now)
