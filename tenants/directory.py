"""From the host of a request to its municipality, remembered in the process for two seconds.

Two seconds is the promise for switches and status changes: they take effect in every process within that time.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Concat

from rathaus.tenancy import enter_public
from tenants.models import Domain, Tenant

TTL_SECONDS = 2.0
MAX_HOSTS = 4096


@dataclass(frozen=True)
class Entry:
    """A municipality as found for a host."""

    tenant: Tenant
    has_schema: bool


_entries: OrderedDict[str, tuple[float, Entry | None]] = OrderedDict()
_lock = Lock()


def find(host: str) -> Entry | None:
    """Return the municipality that answers on this canonical host, or None; unknown hosts are remembered too."""
    now = time.monotonic()
    known = _entries.get(host)
    if known and now - known[0] < TTL_SECONDS:
        return known[1]
    entry = _read(host)
    with _lock:
        _entries[host] = (now, entry)
        _entries.move_to_end(host)
        while len(_entries) > MAX_HOSTS:
            _entries.popitem(last=False)
    return entry


def forget_all() -> None:
    """Forget every host in this process, so that a change made here is seen here at once."""
    with _lock:
        _entries.clear()


def _read(host: str) -> Entry | None:
    with enter_public():
        tenant = (
            _tenants_with_switches().filter(Exists(Domain.objects.filter(tenant=OuterRef("pk"), domain=host))).first()
        )
    if tenant is None:
        return None
    tenant.active_modules = frozenset(tenant.switched_on)
    tenant.primary_domain = tenant.primary_host
    return Entry(tenant=tenant, has_schema=tenant.has_schema)


def _tenants_with_switches() -> Any:  # an annotated queryset has no nameable type
    return Tenant.objects.annotate(
        switched_on=ArrayAgg(
            "activations__module", filter=Q(activations__is_on=True), distinct=True, default=Value([])
        ),
        primary_host=Func(
            ArrayAgg("domains__domain", filter=Q(domains__is_primary=True), distinct=True, default=Value([])),
            template="(%(expressions)s)[1]",
        ),
        has_schema=Func(
            Concat(Value('"'), F("schema_name"), Value('"')),
            template="to_regnamespace(%(expressions)s) IS NOT NULL",
        ),
    ).order_by()
