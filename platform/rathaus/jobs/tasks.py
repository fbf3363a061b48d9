"""The platform's own jobs about jobs."""

from importlib import import_module
from typing import Any

import structlog
from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from rathaus.jobs import OPERATORS, tenant_task
from rathaus.jobs.heartbeat import beat
from rathaus.jobs.selectors import slugs_to_serve

log = structlog.get_logger(__name__)


@shared_task(name="platform.heartbeat")
def heartbeat() -> None:
    """Tell readiness checks that scheduler, queue and worker are alive."""
    beat(now=timezone.now())


@shared_task(name="platform.dispatch")
def dispatch(*, task: str, module: str | None = None, expires: int | None = None) -> None:
    """Start the task for every working municipality that has the module, and for operators where it says so."""
    job = current_app.tasks[task]
    slugs = slugs_to_serve(module)
    if getattr(job, "for_operators", False):
        slugs.append(OPERATORS)
    options: dict[str, Any] = {"expires": expires} if expires else {}
    for slug in slugs:
        job.apply_async(kwargs={"tenant_slug": slug}, **options)
    log.info("dispatched", job=task, count=len(slugs))


@tenant_task(name="jobs.clear_sessions", for_operators=True)
def clear_sessions() -> None:
    """Remove sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
