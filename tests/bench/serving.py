"""The production web server, started by the bench for one benchmark and ended with it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from modules.appointments.models import AppointmentSettings, Confirmation
from rathaus.cli.processes import web_command
from rathaus.embedded import Server
from tests.processes import Running, bare_environment, free_port, start, wait_until_answers

_VARIABLES: Final = (
    "DJANGO_SETTINGS_MODULE",
    "ENVIRONMENT",
    "SECRET_KEY",
    "BASE_DOMAIN",
    "PUBLIC_SCHEME",
    "FORM_MIN_SECONDS",
    "STATIC_ROOT",
    "LOG_LEVEL",
)


@contextmanager
def serving(server: Server, database: str, *, threads: int = 4, **variables: str) -> Iterator[tuple[int, Running]]:
    """Yield port and process of granian with two workers on this database."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = web_command(host="127.0.0.1", port=port, workers=2, threads=threads)
        running = start("web", command, environment(server, database, folder) | variables, Path(folder))
        try:
            wait_until_answers(port, "/healthz", running)
            yield port, running
        finally:
            running.kill()


def environment(server: Server, database: str, folder: str) -> dict[str, str]:
    """Return what a process of the product needs to work on this database."""
    kept = {name: os.environ[name] for name in _VARIABLES}
    urls = {"DATABASE_URL": server.url(database), "DATABASE_OWNER_URL": server.url(database, role="owner")}
    return bare_environment(**kept, **urls, RATHAUS_LOCAL=folder)


def let_everybody_book() -> None:
    """Book without a code, and without the limit per network: all clients here share one address."""
    fields = {"confirmation": Confirmation.NONE, "holds_per_network": 0}
    AppointmentSettings.objects.update_or_create(pk=AppointmentSettings.ONLY_ID, defaults=fields)
