"""`rathaus web`, `worker` and `scheduler`: the three processes of production, each refusing unsafe settings."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.conf import settings

from rathaus.cli.local import DEFAULT_PORT
from rathaus.cli.output import EXIT_FAILED
from rathaus.deploy_checks import UnsafeSettingsError, refuse_unsafe_start

STOP_SECONDS = 25  # less than the 30 that container engines usually wait before they kill

HostOption = Annotated[str, typer.Option(envvar="WEB_HOST", help="Address to listen on.")]
PortOption = Annotated[int, typer.Option(envvar="PORT", help="Port to listen on.")]
WorkersOption = Annotated[int, typer.Option(envvar="WEB_WORKERS", min=1, help="Web processes.")]
ThreadsOption = Annotated[int, typer.Option(envvar="WEB_THREADS", min=1, help="Requests at a time per process.")]
ConcurrencyOption = Annotated[int, typer.Option(envvar="WORKER_CONCURRENCY", min=1, help="Jobs at a time.")]


def web(
    host: HostOption = "127.0.0.1",
    port: PortOption = DEFAULT_PORT,
    workers: WorkersOption = 2,
    threads: ThreadsOption = 4,
) -> None:
    """Serve the portals and the console. A reverse proxy in front of it ends TLS."""
    become(web_command(host=host, port=port, workers=workers, threads=threads))


def worker(concurrency: ConcurrencyOption = 2) -> None:
    """Work on jobs: mails, retention, what modules schedule. Run as many as the queue needs."""
    become(worker_command(concurrency=concurrency))


def scheduler() -> None:
    """Put jobs into the queue by the clock. Run exactly one."""
    Path(settings.CELERY_BEAT_SCHEDULE_FILENAME).parent.mkdir(parents=True, exist_ok=True)
    become(scheduler_command())


def become(command: list[str]) -> NoReturn:
    """Replace this process by the command, so that signals reach it; exit code 1 with unsafe settings."""
    try:
        refuse_unsafe_start()
    except UnsafeSettingsError as error:
        typer.echo(f"rathaus: {error}", err=True)
        raise typer.Exit(EXIT_FAILED) from None
    os.execv(command[0], command)  # noqa: S606 - our own commands, no shell


def web_command(*, host: str, port: int, workers: int, threads: int) -> list[str]:
    """Return the command line of granian, the web server."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": port,
        "--workers": workers,
        "--blocking-threads": threads,
        "--workers-kill-timeout": STOP_SECONDS,
        "--log-level": "warning",  # requests are logged by ourselves, as JSON
    }
    switches = ["--no-ws", "--respawn-failed-workers"]
    return [*_python("granian"), "rathaus.wsgi:application", *_flat(options), *switches]


def worker_command(*, concurrency: int) -> list[str]:
    """Return the command line of a Celery worker."""
    # A backend keeps half a megabyte per municipality it has touched; a new child starts with none.
    options = {"--concurrency": concurrency, "--max-tasks-per-child": 1000}
    return [*_celery("worker"), *_flat(options), "--without-gossip", "--without-mingle", "--without-heartbeat"]


def scheduler_command() -> list[str]:
    """Return the command line of Celery's beat; without a pid file, which a killed container would leave behind."""
    return [*_celery("beat"), *_flat({"--schedule": settings.CELERY_BEAT_SCHEDULE_FILENAME}), "--pidfile="]


def _celery(command: str) -> list[str]:
    return [*_python("celery"), "--app=rathaus.celery", "--quiet", command, f"--loglevel={settings.LOG_LEVEL.lower()}"]


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _flat(options: Mapping[str, object]) -> list[str]:
    return [f"{name}={value}" for name, value in options.items()]
