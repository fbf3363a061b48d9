"""A sign of life that travels through the queue each minute: scheduler, broker and worker all had to work."""

from datetime import datetime, timedelta

from django.core.cache import cache

from rathaus.tenancy import enter_public

KEY = "jobs.heartbeat"
SILENCE = timedelta(minutes=5)


def beat(*, now: datetime) -> None:
    """Remember that the queue moved at this moment."""
    with enter_public():
        cache.set(KEY, now.timestamp(), timeout=None)


def is_silent(*, now: datetime) -> bool:
    """Return whether a heart that has been heard once has been silent for more than five minutes.

    A system on which no worker has ever run is not silent: the first start of the web server waits for none.
    """
    with enter_public():
        last: float | None = cache.get(KEY)
    return last is not None and now.timestamp() - last > SILENCE.total_seconds()
