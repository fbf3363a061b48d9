"""What runs by the clock: the platform's own schedules and those that modules declare."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from rathaus.jobs.tenant_tasks import OPERATORS
from rathaus.registry import Schedule, all_modules

PLATFORM_SCHEDULES = (
    Schedule("mail.sweep", "mail.sweep", timedelta(minutes=5)),
    Schedule("mail.wipe", "mail.wipe", crontab(hour="2", minute="10")),
    Schedule("api.sweep", "api.sweep", timedelta(minutes=5)),
    Schedule("notifications.sweep", "notifications.sweep", timedelta(minutes=5)),
    Schedule("api.forget", "api.forget", crontab(hour="2", minute="15")),
    Schedule("jobs.clear_sessions", "jobs.clear_sessions", crontab(hour="2", minute="20")),
    Schedule("files.sweep", "files.sweep", timedelta(minutes=5)),
    Schedule("limits.clear", "limits.clear", timedelta(hours=1)),
    Schedule("privacy.apply_retention", "privacy.apply_retention", crontab(hour="2", minute="30")),
    Schedule("audit.seal", "audit.seal", timedelta(hours=1)),
    Schedule("audit.forget", "audit.forget", crontab(hour="3", minute="10")),
)
LATE_NIGHTLY = timedelta(hours=12)  # a nightly job still runs when the worker was down for half a day


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Return the scheduler's plan: the heartbeat, and one dispatcher per schedule, whoever is concerned.

    Raises ImproperlyConfigured when two schedules share a name.
    """
    plan: dict[str, dict[str, Any]] = {
        "platform.heartbeat": {
            "task": "platform.heartbeat",
            "schedule": timedelta(minutes=1),
            "options": {"expires": 60},
        }
    }
    for name, module, schedule in _all_schedules():
        if name in plan:
            raise ImproperlyConfigured(f"Two schedules are called {name!r}.")
        plan[name] = _dispatcher(schedule, module)
    return plan


def _all_schedules() -> list[tuple[str, str | None, Schedule]]:
    shared = (*PLATFORM_SCHEDULES, *import_string(settings.PORTAL_SCHEDULES))
    own: list[tuple[str, str | None, Schedule]] = [(item.name, None, item) for item in shared]
    return own + [(f"{spec.slug}:{item.name}", spec.slug, item) for spec in all_modules() for item in spec.schedules]


def _dispatcher(schedule: Schedule, module: str | None) -> dict[str, Any]:
    late = schedule.every if isinstance(schedule.every, timedelta) else LATE_NIGHTLY
    expires = int(late.total_seconds())
    job: tuple[str, dict[str, Any]] = (schedule.task, {"tenant_slug": OPERATORS})
    if not schedule.only_operators:
        job = ("platform.dispatch", {"task": schedule.task, "module": module, "expires": expires})
    return {
        "task": job[0],
        "schedule": schedule.every,
        "kwargs": job[1],
        # A burst of what was missed while no worker ran helps nobody.
        "options": {"expires": expires},
    }
