"""Roles, databases, extensions and the queue's tables; every function may run again at any time."""

from typing import TYPE_CHECKING, LiteralString

import psycopg
from psycopg import sql

from rathaus.queue_tables import install_queue

if TYPE_CHECKING:
    from rathaus.embedded.server import Server

OWNER = "rathaus_owner"
APP = "rathaus_app"
DATABASE = "rathaus"
QUEUE_DATABASE = "rathaus_queue"
_EXTENSIONS: tuple[LiteralString, ...] = ("btree_gist", "pg_trgm", "unaccent")


def prepare_all(server: "Server") -> None:
    """Both roles and both databases of the product."""
    prepare_roles(server)
    prepare_database(server, DATABASE)
    prepare_queue(server, QUEUE_DATABASE)


def prepare_roles(server: "Server") -> None:
    """`rathaus_owner` may create databases; `rathaus_app` sees no table until a schema was chosen."""
    with _connect(server, "postgres") as connection:
        _ensure_role(connection, OWNER, server.passwords.owner, "LOGIN CREATEDB")
        _ensure_role(connection, APP, server.passwords.app, "LOGIN")
        connection.execute(_statement("ALTER ROLE {app} SET search_path = ''"))


def prepare_database(server: "Server", name: str) -> None:
    """A database owned by `rathaus_owner` that `rathaus_app` may enter, with the extensions in `public`."""
    with _connect(server, "postgres") as connection:
        _ensure_database(connection, name)
    with _connect(server, name) as connection:
        for extension in _EXTENSIONS:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension} WITH SCHEMA public")


def prepare_queue(server: "Server", name: str) -> None:
    """A database with the tables of pgmq, in which `rathaus_app` creates and uses queues."""
    with _connect(server, "postgres") as connection:
        _ensure_database(connection, name)
    install_queue(owner_url=server.url(name, role="owner"), app_url=server.url(name))


def drop_database(server: "Server", name: str) -> None:
    """Remove a database with all connections to it; for tests' own databases."""
    with _connect(server, "postgres") as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _connect(server: "Server", database: str) -> psycopg.Connection:
    return psycopg.connect(server.url(database, role="superuser"), autocommit=True)


def _ensure_role(connection: psycopg.Connection, name: str, password: str, attributes: LiteralString) -> None:
    role = sql.Identifier(name)
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount == 0:
        connection.execute(sql.SQL("CREATE ROLE {}").format(role))
    change = sql.SQL("ALTER ROLE {} WITH " + attributes + " PASSWORD {}")
    connection.execute(change.format(role, sql.Literal(password)))


def _ensure_database(connection: psycopg.Connection, name: str) -> None:
    """CREATE DATABASE knows no IF NOT EXISTS; the lock keeps two test processes apart."""
    connection.execute("SELECT pg_advisory_lock(hashtext('rathaus.create_database'))")
    database = sql.Identifier(name)
    if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount == 0:
        connection.execute(_statement("CREATE DATABASE {database} OWNER {owner}", database=database))
    connection.execute(_statement("REVOKE ALL ON DATABASE {database} FROM PUBLIC", database=database))
    connection.execute(_statement("GRANT CONNECT ON DATABASE {database} TO {app}", database=database))


def _statement(text: LiteralString, **names: sql.Identifier) -> sql.Composed:
    return sql.SQL(text).format(owner=sql.Identifier(OWNER), app=sql.Identifier(APP), **names)
