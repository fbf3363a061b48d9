"""The connection of the owning role: it makes and changes schemas, and deletes from the record what is old enough."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

from django.db import connections

if TYPE_CHECKING:
    from django_tenants.postgresql_backend.base import DatabaseWrapper

OWNER: Final = "owner"


@contextmanager
def owner_connection(schema_name: str) -> Iterator["DatabaseWrapper"]:
    """Give a connection of the owning role inside the schema; it is closed afterwards, path and all."""
    connection = cast("DatabaseWrapper", connections[OWNER])
    connection.set_schema(schema_name)
    try:
        yield connection
    finally:
        if not connection.in_atomic_block:
            connection.close()
        connection.set_schema_to_public()
