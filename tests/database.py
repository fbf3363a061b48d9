"""One database per state of the code, and a copy of it for each test process."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from django.db import connections
from psycopg import sql

from rathaus.embedded import Server, drop_database, prepare_database
from tests.environment import LOCAL

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("tenants", "billing", "modules", "platform/rathaus")
MUSTERSTADT = "musterstadt"


@cache
def fingerprint_of_code() -> str:
    """Return the hash of everything that shapes the prepared database, as the code was when this process began."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for source in SOURCES:
        for file in sorted((ROOT / source).rglob("*.py")):
            if (
                "migrations" in file.parts
                or source in ("tenants", "billing")
                or file.name in ("module.py", "services.py")
            ):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def database_for(server: Server, worker: str) -> str:
    """Return the name of this process's own database, a fresh copy of the prepared one."""
    prepared = f"rathaus_test_{fingerprint_of_code()}"
    own = f"{prepared}_{worker}"
    with _only_one_process():
        if not _is_complete(server, prepared):
            _drop_others(server, keep=prepared)
            drop_database(server, prepared)
            _prepare(server, prepared)
        drop_database(server, own)
        _run(
            server,
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER rathaus_owner").format(*map(sql.Identifier, (own, prepared))),
        )
        prepare_database(server, own)
    return own


def point_connections_at(server: Server, database: str) -> None:
    """Let Django's two connections use this database, now and in threads to come."""
    for alias, role in (("default", "app"), ("owner", "owner")):
        url = urlsplit(server.url(database, role=role))
        connections[alias].close()
        connections[alias].settings_dict.update(
            HOST=url.hostname,
            PORT=url.port,
            USER=url.username,
            PASSWORD=unquote(url.password or ""),
            NAME=database,
        )


def _prepare(server: Server, database: str) -> None:
    from tenants.fleet import bring_up_shared
    from tenants.provisioning import NewTenant, create_tenant

    prepare_database(server, database)
    point_connections_at(server, database)
    bring_up_shared()
    create_tenant(
        NewTenant(
            slug=MUSTERSTADT,
            official_name="Einheitsgemeinde Stadt Musterstadt – Der Bürgermeister",
            short_name="Stadt Musterstadt",
            kind="einheitsgemeinde",
            state="ST",
            plan="full",
            localities=["Musterstadt", "Oberdorf"],
            with_samples=False,
        )
    )
    _publish()
    for alias in ("default", "owner"):
        connections[alias].close()
    _run(server, sql.SQL("COMMENT ON DATABASE {} IS 'complete'").format(sql.Identifier(database)))


def _publish() -> None:
    """Switch everything on and open the portal: what a module tests is there unless it switches it off."""
    from rathaus.registry import all_modules
    from tenants.models import Activation, Status, Tenant

    tenant = Tenant.objects.get(slug=MUSTERSTADT)
    Tenant.objects.filter(pk=tenant.pk).update(status=Status.LIVE)
    for spec in all_modules():
        Activation.objects.update_or_create(tenant=tenant, module=spec.slug, defaults={"is_on": True})


def _is_complete(server: Server, database: str) -> bool:
    with psycopg.connect(server.url("postgres", role="superuser")) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database]
        ).fetchone()
    return row == ("complete",)


def _drop_others(server: Server, *, keep: str) -> None:
    with psycopg.connect(server.url("postgres", role="superuser")) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'rathaus_test_%'").fetchall()
    for (name,) in rows:
        if not name.startswith(keep) and not _is_in_use(server, name):
            drop_database(server, name)


def _is_in_use(server: Server, database: str) -> bool:
    with psycopg.connect(server.url("postgres", role="superuser")) as connection:
        row = connection.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = %s)", [database]
        ).fetchone()
    return row == (True,)


def _run(server: Server, statement: sql.Composed) -> None:
    with psycopg.connect(server.url("postgres", role="superuser"), autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def _only_one_process() -> Iterator[None]:
    LOCAL.mkdir(parents=True, exist_ok=True)
    with (LOCAL / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
