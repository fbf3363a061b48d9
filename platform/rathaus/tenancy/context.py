"""Enter and leave a municipality: the only file that points the database connection at a schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, cast

from django.db import connection
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from rathaus.tenancy.protocol import Tenant

if TYPE_CHECKING:
    from django_tenants.postgresql_backend.base import DatabaseWrapper

_current: ContextVar[Tenant | None] = ContextVar("current_tenant", default=None)


class NoTenantError(RuntimeError):
    """Code that belongs to one municipality ran outside of any."""


def current_tenant() -> Tenant:
    """Return the municipality that this code works for; raises NoTenantError on the operators' side."""
    tenant = _current.get()
    if tenant is None:
        raise NoTenantError("No municipality has been entered.")
    return tenant


def tenant_or_none() -> Tenant | None:
    """Return the current municipality, or None on the operators' side."""
    return _current.get()


def activate(tenant: Tenant) -> None:
    """Work for this municipality until the next call; for the request middleware, others use `enter`."""
    _connection().set_tenant(tenant)
    _current.set(tenant)
    timezone.activate(tenant.zone)  # what days and hours mean in templates, forms and `timezone.localdate()`


def activate_public() -> None:
    """Work in the schema `public` until the next call; for the request middleware."""
    _connection().set_schema_to_public()
    _current.set(None)
    timezone.deactivate()


@contextmanager
def enter(tenant: Tenant) -> Iterator[Tenant]:
    """Work for this municipality inside the block and return to the former one after it.

    Querysets must not leave the block: the schema is chosen when they are evaluated.
    """
    former = _current.get()
    activate(tenant)
    try:
        yield tenant
    finally:
        _return_to(former)


@contextmanager
def enter_public() -> Iterator[None]:
    """Work in the schema `public` inside the block."""
    former = _current.get()
    activate_public()
    try:
        yield
    finally:
        _return_to(former)


def _connection() -> "DatabaseWrapper":
    return cast("DatabaseWrapper", connection)


def _return_to(former: Tenant | None) -> None:
    if former is None:
        activate_public()
    else:
        activate(former)


def find_tenant(slug: str) -> Tenant:
    """Return the municipality with this slug from `public`; raises Tenant.DoesNotExist with a sentence to show."""
    model = get_tenant_model()
    with enter_public():
        found = model.objects.filter(slug=slug).first()
    if found is None:
        raise model.DoesNotExist(f"There is no municipality {slug!r}.")
    return cast("Tenant", found)
