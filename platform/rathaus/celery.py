"""The Celery application: `celery -A rathaus.celery worker` and `celery -A rathaus.celery beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.settings")

app = Celery("rathaus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # for every thread of the web server, not only for the one that imports this
app.autodiscover_tasks()


@setup_logging.connect
def _keep_our_logging(**_: Any) -> None:
    """Leave logging as Django has set it up; Celery replaces it unless somebody listens here."""


@worker_init.connect
def _watch_the_pool(**_: Any) -> None:
    import rathaus.jobs.killed  # noqa: F401, PLC0415  only where there is a pool


@app.on_after_finalize.connect
def _plan_schedules(sender: Celery, **_: Any) -> None:
    from rathaus.jobs.schedules import beat_schedule  # noqa: PLC0415  needs the applications

    sender.conf.beat_schedule = beat_schedule()
