"""What /readyz asks about the queue."""

from django.utils import timezone

from rathaus.jobs.heartbeat import is_silent


def queue_is_moving() -> bool:
    """Return whether jobs are being worked on, as far as anything is known about them."""
    return not is_silent(now=timezone.now())
