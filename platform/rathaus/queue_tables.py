"""The queue's tables (pgmq) in a database of their own: made by its owner, used by the everyday role.

Imports nothing of Django: the embedded server prepares its queue before there are settings.
"""

from typing import LiteralString

import psycopg
from psycopg import sql

# Queues are tables, made by whoever sends first; what one role creates the other may use.
_OWNER_GRANTS: tuple[LiteralString, ...] = (
    "GRANT USAGE, CREATE ON SCHEMA pgmq TO {other}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgmq TO {other}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgmq TO {other}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgmq TO {other}",
)
_FUTURE_GRANTS: tuple[LiteralString, ...] = (
    "ALTER DEFAULT PRIVILEGES IN SCHEMA pgmq GRANT ALL ON TABLES TO {other}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA pgmq GRANT ALL ON SEQUENCES TO {other}",
)


def install_queue(*, owner_url: str, app_url: str) -> bool:
    """Make the tables and let the everyday role use them; returns whether they were missing. Safe to repeat.

    Both URLs name the queue's database. Raises psycopg.Error when it is missing or a password is wrong.
    """
    with psycopg.connect(owner_url) as owner, psycopg.connect(app_url) as app:
        is_new = owner.execute("SELECT to_regnamespace('pgmq') IS NULL").fetchone() == (True,)
        if is_new:
            _install_pgmq(owner)
            _grant(owner, _OWNER_GRANTS + _FUTURE_GRANTS, to=app.info.user)
            owner.commit()  # the other role's grants need the schema
        _grant(app, _FUTURE_GRANTS, to=owner.info.user)
    return is_new


def _install_pgmq(connection: psycopg.Connection) -> None:
    """In one transaction with the look for it. The import takes half a second, once per cluster."""
    from pgmq.install import install_pgmq_from_sql  # noqa: PLC0415

    install_pgmq_from_sql(conn=connection)


def _grant(connection: psycopg.Connection, grants: tuple[LiteralString, ...], *, to: str) -> None:
    for grant in grants:
        connection.execute(sql.SQL(grant).format(other=sql.Identifier(to)))
