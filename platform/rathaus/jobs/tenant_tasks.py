"""Tasks that work for one municipality: whether they may is decided again when they run."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

import sentry_sdk
import structlog
from celery import Task, shared_task
from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError, connection

from rathaus.tenancy import Tenant, enter, enter_public, find_tenant

log = structlog.get_logger(__name__)

OPERATORS = "@operators"  # can be no slug: the schema `public`, for tasks that say they work there too
MAX_RETRIES = 5


class MissingTenantError(RuntimeError):
    """A task of a municipality was started without naming one."""


def tenant_task(
    *,
    name: str,
    module: str | None = None,
    for_operators: bool = False,
    retry_for: tuple[type[Exception], ...] = (OperationalError,),
) -> Callable[[Callable[..., None]], Task[Any, Any]]:
    """Return a decorator that makes a function with primitive arguments a job of one municipality.

    The job enters the municipality it was enqueued for. It does nothing when, at the time it runs, the
    municipality is gone, suspended or archived, its schema is missing, or `module` is switched off.
    `for_operators` lets it run in `public` as well. Errors in `retry_for` are retried five times, later and
    later; the function must be safe to run twice in any case, since a killed worker's jobs run again.
    """

    def decorate(function: Callable[..., None]) -> Task[Any, Any]:
        @wraps(function)
        def run(*, tenant_slug: str = "", request_id: str = "", **primitives: Any) -> None:
            _refuse_missing(name, tenant_slug, for_operators=for_operators)
            with structlog.contextvars.bound_contextvars(job=name, tenant=tenant_slug, request_id=request_id):
                sentry_sdk.set_tag("tenant", tenant_slug)
                _run_inside(tenant_slug, module, function, primitives)

        task = shared_task(
            name=name,
            autoretry_for=retry_for,
            max_retries=MAX_RETRIES,
            retry_backoff=10,
            for_operators=for_operators,
        )(run)
        return cast("Task[Any, Any]", task)

    return decorate


def _refuse_missing(name: str, slug: str, *, for_operators: bool) -> None:
    if not slug or (slug == OPERATORS and not for_operators):
        raise MissingTenantError(f"The task {name!r} must name a municipality.")


def _run_inside(slug: str, module: str | None, function: Callable[..., None], primitives: Mapping[str, Any]) -> None:
    if slug == OPERATORS:
        with enter_public():
            function(**primitives)
        return
    tenant = _find_to_work_for(slug, module)
    if tenant is not None:
        with enter(tenant):
            function(**primitives)


def _find_to_work_for(slug: str, module: str | None) -> Tenant | None:
    try:
        tenant = find_tenant(slug)
    except ObjectDoesNotExist:
        return _skip("unknown_tenant")
    if not tenant.is_working:
        return _skip("tenant_not_working")
    if module is not None and not tenant.has_module(module):
        return _skip("module_off")
    if not _has_schema(tenant):
        return _skip("schema_missing")
    return tenant


def _has_schema(tenant: Tenant) -> bool:
    """A missing schema in the search path is silently skipped by Postgres, so the job would run in `public`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [tenant.schema_name])
        return bool(cursor.fetchone()[0])


def _skip(reason: str) -> None:
    log.info("job_skipped", reason=reason)
