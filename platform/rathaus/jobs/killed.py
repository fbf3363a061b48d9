"""A worker whose child was killed from outside ends itself, so that its supervisor starts a whole one.

An idle child of Celery's pool waits for its next job while it holds the lock of the pool's queue (billiard.queues,
`_SimpleQueue.get_payload`). Killed then, for example by the kernel for memory, it takes the lock along: a new child
comes up and none ever gets a job again. Nobody can tell whether the lock was taken, so the worker stops in any case.
"""

import os
import signal
import threading
from typing import Any, Final

import structlog
from celery.signals import worker_ready

PATIENCE_SECONDS: Final = 20  # for jobs that other children are doing; killed jobs come back from the queue
EXIT_CODE: Final = 75  # EX_TEMPFAIL of sysexits.h: try again

log = structlog.get_logger(__name__)


@worker_ready.connect
def watch_children(sender: Any, **_: Any) -> None:
    """Ask the pool of the worker to say when a child is gone."""
    pool = getattr(sender.controller.pool, "_pool", None)
    if pool is not None:
        pool.on_process_down = lambda child: stop_after_kill(pool, child.exitcode)


def stop_after_kill(pool: Any, exit_code: int | None) -> None:
    """End the worker if its child died of a signal; one that was renewed after its thousand jobs did not."""
    if exit_code is None or exit_code >= 0:
        return
    log.error("worker_child_killed", signal=-exit_code)
    threading.Thread(target=_end_for_good, args=(pool,), daemon=True).start()
    os.kill(os.getpid(), signal.SIGTERM)


def _end_for_good(pool: Any) -> None:
    """End at the latest after some seconds: children that wait for the lost lock would never let the worker stop."""
    threading.Event().wait(PATIENCE_SECONDS)
    for child in list(pool._pool):  # noqa: SLF001 - billiard has no other way to name them
        os.kill(child.pid, signal.SIGKILL)
    os._exit(EXIT_CODE)
