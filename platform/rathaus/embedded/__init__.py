"""A local PostgreSQL for development and tests, from a Python package, started by our own code.

It runs before Django's settings exist and imports nothing of Django.
"""

from rathaus.embedded.databases import drop_database, prepare_database, prepare_queue
from rathaus.embedded.dump import dump_schema
from rathaus.embedded.errors import EmbeddedError, EmbeddedUnavailable, ServerFailed
from rathaus.embedded.places import default_root
from rathaus.embedded.server import Role, Server, destroy, ensure_running, running

__all__ = [
    "EmbeddedError",
    "EmbeddedUnavailable",
    "Role",
    "Server",
    "ServerFailed",
    "default_root",
    "destroy",
    "drop_database",
    "dump_schema",
    "ensure_running",
    "prepare_database",
    "prepare_queue",
    "running",
]
