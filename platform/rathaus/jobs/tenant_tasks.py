"""Tasks that work for one municipality: whether they may is decided again when they run."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

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


class TenantTask(Task[Any, Any]):
    """What `tenant_task` makes; `for_operators` says whether it also runs in `public`."""

    for_operators = False


def tenant_task(
    *,
    name: str,
    module: str | None = None,
    for_operators: bool = False,
    retry_for: tuple[type[Exception], ...] = (OperationalError,),
) -> Callable[[Callable[..., None]], TenantTask]:
    """Return a decorator that makes a function with primitive arguments a job of one municipality.

    The job enters the municipality it was enqueued for. It does nothing when, at the time it runs, the
    municipality is gone, suspended or archived, its schema is missing, or `module` is switched off.
    `for_operators` lets it run in `public` as well. Errors in `retry_for` are retried five times, later and
    later; the function must be safe to run twice in any case, since a killed worker's jobs run again.
    """

    def decorate(function: Callable[..., None]) -> TenantTask:
        @wraps(function)
        def run(*, tenant_slug: str = "", request_id: str = "", **primitives: Any) -> None:
            _refuse_missing(name, tenant_slug, for_operators=for_operators)
            with structlog.contextvars.bound_contextvars(job=name, tenant=tenant_slug, request_id=request_id):
                sentry_sdk.set_tag("tenant", tenant_slug)
                _run_inside(tenant_slug, module, function, primitives)

        return shared_task(
            base=TenantTask,
            name=name,
            autoretry_for=retry_for,
            max_retries=MAX_RETRIES,
            retry_backoff=10,
            for_operators=for_operators,
        )(run)

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
    tenant: Tenant | None
    try:
        tenant = find_tenant(slug)
    except ObjectDoesNotExist:
        tenant = None
    if obstacle := _obstacle(tenant, module):
        log.info("job_skipped", reason=obstacle)
        return None
    return tenant


def _obstacle(tenant: Tenant | None, module: str | None) -> str:
    """Return why no work is done for this municipality now, or an empty text."""
    if tenant is None:
        return "unknown_tenant"
    if not tenant.is_working:
        return "tenant_not_working"
    if module is not None and not tenant.has_module(module):
        return "module_off"
    return "" if _has_schema(tenant) else "schema_missing"


def _has_schema(tenant: Tenant) -> bool:
    """A missing schema in the search path is silently skipped by Postgres, so the job would run in `public`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [tenant.schema_name])
        return bool(cursor.fetchone()[0])
