"""`rathaus fleet migrate` with nothing to do over 50 municipalities, against the stock command."""

from collections.abc import Iterator

from django.core.management import call_command
from django.test import override_settings

from tenants.fleet import migrate_fleet
from tenants.schemas import OWNER
from tests.bench.crowd import crowd
from tests.bench.measure import Finding, at_most, cpu_seconds

TENANTS = 50


def measure(_server: object, _database: str) -> Iterator[Finding]:
    """Yield the ratio of Python's CPU seconds; both start with everything up to date and open connections anew."""
    crowd(TENANTS)
    migrate_fleet()
    ours = cpu_seconds(migrate_fleet, aliases=("default",))
    stock = cpu_seconds(_stock, aliases=("default",))
    yield at_most(
        f"fleet migrate with nothing to do, {TENANTS} tenants", ours / stock, 0.1, f"{ours:.2f} s against {stock:.2f} s"
    )


def _stock() -> None:
    with override_settings(TENANT_DB_ALIAS=OWNER):
        call_command("migrate_schemas", tenant=True, database=OWNER, verbosity=0)
