"""The `rathaus` command: collects the commands of the platform, the municipalities, billing and the modules."""

import os
import signal
import sys
from importlib import import_module
from types import FrameType

import typer

from rathaus.cli.local import is_configured, use_local_environment
from rathaus.cli.trouble import in_one_line
from rathaus.embedded import Server, ensure_running

HELP = """Operate Rathaus: provision municipalities, migrate their schemas, run the product.

Every command explains itself with --help. Without DATABASE_URL the command uses the local Postgres of this
folder and stops it again if it started it.

Exit codes: 0 done, 1 failed or something is not as it should be, 2 the command was typed wrongly, 3 the question was
answered with no, 130 interrupted. Standard error says why in one line. Every command may be run again.
"""
INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM  # as shells have it
PRODUCTION = {"web", "worker", "scheduler"}  # never with the local Postgres: they say what is missing instead


def main() -> None:
    """Run the command line; starts the embedded Postgres only for commands that do something."""
    signal.signal(signal.SIGTERM, _stop)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.settings")
    server = None
    try:
        server = _database()
        build()()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        line = in_one_line(error)
        if line is None:
            raise
        typer.echo(f"rathaus: {line}", err=True)
        raise SystemExit(1) from None
    finally:
        if server:
            server.release()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)


def _database() -> Server | None:
    """Make sure that there is a database, unless the command only explains itself or is for production."""
    if is_configured() or _is_for_production(sys.argv[1:]):
        return None
    server = None if _only_explains(sys.argv[1:]) else ensure_running()
    use_local_environment(server)
    return server


def _only_explains(arguments: list[str]) -> bool:
    return not arguments or "--help" in arguments or any(word.startswith("--install-completion") for word in arguments)


def _is_for_production(arguments: list[str]) -> bool:
    return not PRODUCTION.isdisjoint(arguments[:1]) or arguments[:2] == ["check", "--deploy"]


def build() -> typer.Typer:
    """Return the whole command; loads Django, but touches no database."""
    import django  # noqa: PLC0415 - the environment must stand before the settings are read

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from rathaus.cli import check, processes, queue, run  # noqa: PLC0415
    from rathaus.registry import all_modules  # noqa: PLC0415

    app = typer.Typer(help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
    app.command("run")(run.run)
    app.command("check")(check.check)
    for process in (processes.web, processes.worker, processes.scheduler):
        app.command()(process)
    app.add_typer(queue.queue, name="queue")
    paths = [*settings.CLI_APPS, *(spec.cli for spec in all_modules() if spec.cli)]
    for path in paths:
        for name, commands in import_module(path).COMMANDS.items():
            app.add_typer(commands, name=name)
    return app
