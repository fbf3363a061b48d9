"""Hand jobs to the queue: after the transaction has become true, and without failing the request."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from django.db import transaction

from rathaus.jobs.tenant_tasks import OPERATORS, MissingTenantError, TenantTask
from rathaus.observability.logs import current_request_id
from rathaus.tenancy.context import tenant_or_none

log = structlog.get_logger(__name__)

_PRIMITIVES = (str, int, float, bool, type(None))


def enqueue(task: TenantTask, **primitives: Any) -> None:
    """Run the task for the current municipality once the transaction is committed (at once without one).

    Arguments are what JSON knows: ids as text, no objects. Raises TypeError for others and MissingTenantError
    outside of a municipality, unless the task is for operators too. A queue that does not answer is logged and
    raises nothing: what must not be lost is found again by a schedule, as the outbox is.
    """
    for name, value in primitives.items():
        if not _is_primitive(value):
            raise TypeError(f"{task.name}: the argument {name!r} is no primitive but {type(value).__name__}.")
    transaction.on_commit(partial(_send, task, {**primitives, **_origin(task)}))


def _origin(task: TenantTask) -> dict[str, str]:
    tenant = tenant_or_none()
    if tenant is None and not task.for_operators:
        raise MissingTenantError(f"{task.name} was enqueued outside of a municipality.")
    return {"tenant_slug": tenant.slug if tenant else OPERATORS, "request_id": current_request_id()}


def _send(task: TenantTask, arguments: Mapping[str, Any]) -> None:
    """Send; the transaction is committed by now, so nothing may fail the request any more.

    The client's errors are many. Where jobs run at once, an error is the job's own.
    """
    if task.app.conf.task_always_eager:
        task.apply_async(kwargs=dict(arguments))
        return
    try:
        _hand_over(task, arguments)
    except Exception:
        log.exception("job_not_queued", job=task.name)


def _hand_over(task: TenantTask, arguments: Mapping[str, Any]) -> None:
    """Publish; a channel that another thread of the client closed is an AttributeError, and the next one is new."""
    try:
        task.apply_async(kwargs=dict(arguments))
    except AttributeError:
        task.apply_async(kwargs=dict(arguments))


def _is_primitive(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(_is_primitive(part) for part in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_primitive(part) for key, part in value.items())
    return isinstance(value, _PRIMITIVES)
