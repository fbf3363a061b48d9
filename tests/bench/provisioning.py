"""Creating a schema by replay, against running `migrate_schemas` for the same schema.

Both create the same 220 files. What a file system charges for that says nothing about the product and differs tenfold
between machines, so both write to a RAM disk where there is one.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections, transaction
from django.test import override_settings

from rathaus.embedded import Server
from rathaus.embedded.places import server_account
from tenants.models import Tenant
from tenants.schemas import OWNER, drop_schema, owner_connection
from tenants.template import replay
from tests.bench.measure import Finding, at_most, cpu_seconds

ROUNDS = 5
RAM_DISK = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
TABLESPACE = "rathaus_bench"


def measure(server: Server, database: str) -> Iterator[Finding]:
    """Yield the ratio of CPU seconds, Python and Postgres together."""
    with files_in_memory(server, database):
        yield compare()


@contextmanager
def files_in_memory(server: Server, database: str) -> Iterator[None]:
    """Let the owner of the database create its tables on the RAM disk; without one everything stays as it is."""
    if not RAM_DISK.is_dir():
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="rathaus-bench-", dir=RAM_DISK))
    if account := server_account():
        os.chown(folder, account.pw_uid, account.pw_gid)
    with psycopg.connect(server.url("postgres", role="superuser"), autocommit=True) as superuser:
        superuser.execute(f"CREATE TABLESPACE {TABLESPACE} LOCATION '{folder}'")
        superuser.execute(f"GRANT CREATE ON TABLESPACE {TABLESPACE} TO rathaus_owner")
        superuser.execute(f"ALTER ROLE rathaus_owner IN DATABASE {database} SET default_tablespace = {TABLESPACE}")
        connections[OWNER].close()
        try:
            yield
        finally:
            superuser.execute(f"ALTER ROLE rathaus_owner IN DATABASE {database} RESET default_tablespace")
            connections[OWNER].close()
            superuser.execute(f"DROP TABLESPACE {TABLESPACE}")
            shutil.rmtree(folder)


def compare() -> Finding:
    """Return the ratio; the schema is dropped again after each round."""
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
    return at_most(
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
