"""Bring every schema of the fleet to the state of the code: plan once per group, repeat the operations per schema.

Stock `migrate_schemas` runs a whole `migrate` per schema and stops at the first error; this skips schemas that are
up to date with one query per 200 schemas, goes on after an error and can simply be run again (ADR 0003).
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from psycopg import sql

from rathaus.accounts.services import ensure_roles
from rathaus.tenancy import enter, enter_public
from rathaus.tenancy.owner import OWNER, owner_connection
from tenants.models import MigrationRun, Status, Tenant
from tenants.schemas import (
    TEMPLATE_SCHEMA,
    applied_migrations,
    fingerprint,
    fingerprint_of,
    migrations_on_disk,
)
from tenants.steps import Applied, Step, apply_steps, bring_up, plan
from tenants.template import template_statements

ATTEMPTS = 3


@dataclass(frozen=True)
class Outcome:
    """What happened to one municipality's schema; `error` is empty when all went well."""

    slug: str
    error: str = ""


def migrate_fleet(*, progress: Callable[[Outcome], None] = lambda _outcome: None) -> list[Outcome]:
    """Migrate `public`, the template and every stale municipality; return an outcome for each stale one."""
    bring_up_shared()
    outcomes = []
    for applied, tenants in stale_groups().items():
        steps = plan(tenants[0].schema_name, applied)
        for tenant in tenants:
            outcome = _migrate_tenant(tenant, steps)
            progress(outcome)
            outcomes.append(outcome)
    renew_roles()
    return outcomes


def renew_roles() -> None:
    """Give the roles of every up-to-date municipality the rights that this release declares: two statements each."""
    with enter_public():
        tenants = list(Tenant.objects.filter(schema_fingerprint=fingerprint()))
    for tenant in tenants:
        with enter(tenant):
            ensure_roles()


def bring_up_shared() -> None:
    """Migrate `public` and the template where needed and make the template's SQL."""
    stale = stale_shared()
    if "public" in stale:
        bring_up_public()
    if TEMPLATE_SCHEMA in stale:
        bring_up_template()
    template_statements()


def stale_shared() -> list[str]:
    """Return which of `public` and the template are behind or not there yet."""
    shared = ["public", TEMPLATE_SCHEMA]
    applied = applied_migrations(shared)
    return [name for name in shared if fingerprint_of(applied.get(name, frozenset())) != fingerprint()]


def bring_up_public() -> None:
    """Migrate `public` and make the cache table; the everyday role may work there."""
    with owner_connection("public"):
        call_command("createcachetable", database=OWNER, verbosity=0)
    bring_up("public")


def bring_up_template() -> None:
    """Migrate the schema that new municipalities are copied from. It is never served."""
    with owner_connection("public") as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(TEMPLATE_SCHEMA)))
    bring_up(TEMPLATE_SCHEMA)


def stale_groups() -> dict[Applied, list[Tenant]]:
    """Return the municipalities that are behind, grouped by what they have; archived ones are included.

    Reads the schemas themselves and corrects the fingerprint in the rows of those that are up to date.
    """
    with enter_public():
        tenants = list(Tenant.objects.order_by("created_at"))
    applied = applied_migrations([tenant.schema_name for tenant in tenants])
    groups: dict[Applied, list[Tenant]] = defaultdict(list)
    for tenant in tenants:
        has = applied.get(tenant.schema_name)
        if has is None or has >= migrations_on_disk():
            _note_fingerprint(tenant, fingerprint() if has else "")
        else:
            groups[has].append(tenant)
    return dict(groups)


def _migrate_tenant(tenant: Tenant, steps: list[Step]) -> Outcome:
    with enter_public():
        run = MigrationRun.objects.create(tenant=tenant, fingerprint=fingerprint())
    error = _try_steps(tenant.schema_name, steps)
    with enter_public():
        MigrationRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), error=error)
    if not error:
        _note_fingerprint(tenant, fingerprint())
    return Outcome(tenant.slug, error)


def _try_steps(schema_name: str, steps: list[Step]) -> str:
    """Run the steps and return "" or the error in one line; a lock that somebody else holds is waited for."""
    error = ""
    for attempt in range(ATTEMPTS):
        try:
            apply_steps(schema_name, steps)
        except Exception as failure:  # noqa: BLE001 - one municipality's trouble must not stop the others
            error = f"{type(failure).__name__}: {(str(failure).splitlines() or [''])[0]}"
            if not isinstance(failure, OperationalError):
                return error
            time.sleep(attempt)
        else:
            return ""
    return error


def _note_fingerprint(tenant: Tenant, value: str) -> None:
    if tenant.schema_fingerprint != value:
        with enter_public():
            Tenant.objects.filter(pk=tenant.pk).update(schema_fingerprint=value)
        tenant.schema_fingerprint = value


@dataclass(frozen=True)
class Standing:
    """How one municipality's schema stands against the code."""

    slug: str
    status: str
    state: str  # current | stale | missing

    @property
    def is_fine(self) -> bool:
        """Whether nobody has to do anything: the schema is current, or it went with a municipality that left."""
        return self.state == "current" or (self.state == "missing" and self.status == Status.ARCHIVED)


def fleet_status() -> Iterator[Standing]:
    """Yield the standing of every municipality, read from the schemas themselves."""
    with enter_public():
        tenants = list(Tenant.objects.all())
    applied = applied_migrations([tenant.schema_name for tenant in tenants])
    for tenant in tenants:
        has = applied.get(tenant.schema_name)
        state = "missing" if has is None else "current" if has >= migrations_on_disk() else "stale"
        yield Standing(tenant.slug, Status(tenant.status).value, state)
