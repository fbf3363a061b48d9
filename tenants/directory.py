"""From the host of a request to its municipality, remembered in the process.

Every change counts up one row of `public`; each process compares that number once a second and forgets what it knows
when it has grown. So a switch takes effect everywhere within two seconds, and a request usually needs no look-up.
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
from tenants.models import DirectoryVersion, Domain, Tenant

COMPARE_SECONDS = 1.0
FORGET_SECONDS = 30.0  # for what nobody announced, such as a schema dropped by hand
MAX_HOSTS = 4096


@dataclass(frozen=True)
class Entry:
    """A municipality as found for a host."""

    tenant: Tenant
    has_schema: bool


@dataclass
class _Known:
    """The number that this process has seen, and when it looked last."""

    number: int = -1
    compared_at: float = float("-inf")


_entries: OrderedDict[str, tuple[float, Entry | None]] = OrderedDict()
_known = _Known()
_lock = Lock()


def find(host: str) -> Entry | None:
    """Return the municipality that answers on this canonical host, or None; unknown hosts are remembered too."""
    now = time.monotonic()
    _compare(now)
    remembered = _entries.get(host)
    if remembered and now - remembered[0] < FORGET_SECONDS:
        return remembered[1]
    number, entry = _known.number, _read(host)
    with _lock:
        if number == _known.number:  # else it may have been read before the change that emptied the memory
            _remember(host, now, entry)
    return entry


def _remember(host: str, now: float, entry: Entry | None) -> None:
    _entries[host] = (now, entry)
    _entries.move_to_end(host)
    while len(_entries) > MAX_HOSTS:
        _entries.popitem(last=False)


def announce_change() -> None:
    """Count the change, inside its transaction: every process forgets what it knows within two seconds."""
    changed = DirectoryVersion.objects.filter(pk=1).update(number=F("number") + 1)
    if not changed:
        DirectoryVersion.objects.create(pk=1, number=1)


def forget_all() -> None:
    """Forget every host in this process, so that a change made here is seen here at once."""
    with _lock:
        _entries.clear()
        _known.compared_at = float("-inf")


def _compare(now: float) -> None:
    if now - _known.compared_at < COMPARE_SECONDS:
        return
    with enter_public():
        number = DirectoryVersion.objects.values_list("number", flat=True).first() or 0
    with _lock:
        if number != _known.number:
            _entries.clear()
        _known.number, _known.compared_at = number, now


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
