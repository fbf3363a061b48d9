"""What schemas have applied and who may do what in them: `public`, the template, each municipality's own."""

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from rathaus.audit import APPEND_ONLY_TABLES
from rathaus.tenancy.owner import OWNER, owner_connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

TEMPLATE_SCHEMA = "t_template"


@cache
def migrations_on_disk() -> frozenset[tuple[str, str]]:
    """Return (app label, migration name) of every migration that this version of the code has."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)


@cache
def fingerprint() -> str:
    """Return the hash of all migrations on disk; a schema with the same one is up to date."""
    return fingerprint_of(migrations_on_disk())


def fingerprint_of(applied: frozenset[tuple[str, str]]) -> str:
    """Return the hash of a set of migrations (app label, name)."""
    lines = "\n".join(sorted(f"{app}.{name}" for app, name in applied))
    return hashlib.sha256(lines.encode()).hexdigest()


def grants(schema_name: str) -> list[sql.Composed]:
    """Return the statements that let the everyday role read and write, but never rewrite the audit record."""
    names = {
        "schema": sql.Identifier(schema_name),
        "role": sql.Identifier(settings.DATABASE_APP_ROLE),
    }
    templates = [
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    ]
    statements = [sql.SQL(template).format(**names) for template in templates]
    revoke = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {schema}.{table} FROM {role}")
    tables = [*APPEND_ONLY_TABLES, "django_migrations"]
    return statements + [revoke.format(table=sql.Identifier(table), **names) for table in tables]


def drop_schema(schema_name: str) -> None:
    """Remove a schema with all it holds. Only for schemas that no municipality's row points to."""
    with (
        owner_connection("public") as connection,
        transaction.atomic(using=OWNER),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema_name)))


def schema_exists(schema_name: str) -> bool:
    """Return whether the database has this schema."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [f'"{schema_name}"'])
        return bool(cursor.fetchone()[0])


def applied_migrations(schema_names: list[str]) -> dict[str, frozenset[tuple[str, str]]]:
    """Return what each schema has applied, with one query per 200 schemas; missing schemas are left out."""
    found: dict[str, frozenset[tuple[str, str]]] = {}
    with connections[OWNER].cursor() as cursor:
        for start in range(0, len(schema_names), 200):
            found |= _applied_in(cursor, schema_names[start : start + 200])
    return found


def _applied_in(cursor: "CursorWrapper", schema_names: list[str]) -> dict[str, frozenset[tuple[str, str]]]:
    cursor.execute(
        "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relname = 'django_migrations' AND n.nspname = ANY(%s)",
        [schema_names],
    )
    existing = [row[0] for row in cursor.fetchall()]
    if not existing:
        return {}
    one = sql.SQL("SELECT {name}, array_agg(app || '.' || name) FROM {schema}.django_migrations")
    parts = [one.format(name=sql.Literal(name), schema=sql.Identifier(name)) for name in existing]
    cursor.execute(sql.SQL(" UNION ALL ").join(parts))
    on_disk = migrations_on_disk()
    return {
        name: frozenset(key for entry in entries or () if (key := tuple(entry.split(".", 1))) in on_disk)
        for name, entries in cursor.fetchall()
    }
