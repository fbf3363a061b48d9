"""Creating a schema by replay, against running `migrate_schemas` for the same schema."""

from collections.abc import Iterator

from django.core.management import call_command
from django.db import connections, transaction
from django.test import override_settings

from tenants.models import Tenant
from tenants.schemas import OWNER, drop_schema, owner_connection
from tenants.template import replay
from tests.bench.measure import Finding, at_most, cpu_seconds

ROUNDS = 5


def measure(_server: object, _database: str) -> Iterator[Finding]:
    """Yield the ratio of CPU seconds, Python and Postgres together."""
    tenant = Tenant.objects.create(
        slug="messung",
        schema_name="t_messung",
        official_name="M",
        short_name="M",
        kind="stadt",
        state="ST",
        plan="full",
    )
    replayed = []
    for _ in range(ROUNDS):
        replayed.append(cpu_seconds(lambda: _replay(tenant.schema_name), aliases=("default", OWNER)))
        drop_schema(tenant.schema_name)
    _replay_nothing(tenant.schema_name)
    migrated = cpu_seconds(lambda: _migrate(tenant.schema_name), aliases=("default", OWNER))
    drop_schema(tenant.schema_name)
    tenant.delete()
    best = sorted(replayed)[ROUNDS // 2]
    yield at_most(
        "provisioning: replay against migrate_schemas", best / migrated, 0.1, f"{best:.2f} s against {migrated:.2f} s"
    )


def _replay(schema_name: str) -> None:
    connection = connections[OWNER]
    with transaction.atomic(using=OWNER), connection.cursor() as cursor:
        replay(cursor, schema_name)


def _replay_nothing(schema_name: str) -> None:
    with owner_connection("public") as connection, connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{schema_name}"')


def _migrate(schema_name: str) -> None:
    with override_settings(TENANT_DB_ALIAS=OWNER):
        call_command("migrate_schemas", schema_name=schema_name, database=OWNER, verbosity=0)
