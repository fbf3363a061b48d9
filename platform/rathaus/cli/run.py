"""`rathaus run`: the whole product in the foreground, as `make run` starts it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from importlib import import_module
from types import FrameType
from typing import Annotated

import typer
from django.conf import settings

from rathaus.cli.local import DEFAULT_PORT, local_directory
from rathaus.cli.output import EXIT_FAILED, say, say_table
from rathaus.cli.processes import scheduler_command, worker_command
from rathaus.embedded.ports import is_free

STOP_SECONDS = 15
READY_SECONDS = 60
QUIET = "ignore:You're running the worker with superuser privileges"  # right in production, noise in a sandbox


def run(
    port: Annotated[int, typer.Option(envvar="PORT", help="Port on 127.0.0.1.")] = DEFAULT_PORT,
    reload: Annotated[bool, typer.Option(help="Restart the web process when code changes.")] = False,
) -> None:
    """Prepare the database, make the demo municipalities if there are none, then run web, worker and scheduler."""
    if not is_free(port):
        typer.echo(f"rathaus: port {port} is taken. Choose another one: make run PORT={port + 1}", err=True)
        raise typer.Exit(EXIT_FAILED)
    started = time.monotonic()
    use_port(port)
    import_module(settings.RUN_PREPARATION).prepare(say)
    processes = start_processes(port, reload=reload)
    try:
        wait_until_ready(port, processes)
        show_addresses(port, time.monotonic() - started)
        wait_for_end(processes)
    finally:
        stop_all(processes)


def use_port(port: int) -> None:
    """Let links point to this port, here and in the processes to start."""
    os.environ["PUBLIC_PORT"] = settings.PUBLIC_PORT = str(port)


def start_processes(port: int, *, reload: bool) -> dict[str, subprocess.Popen[bytes]]:
    """Start the three processes; each in a group of its own, so that Ctrl-C reaches only the supervisor."""
    runserver = [sys.executable, "-m", "django", "runserver", f"127.0.0.1:{port}"]
    commands = {
        "web": [*runserver, *([] if reload else ["--noreload"])],
        "worker": worker_command(concurrency=1),
        "scheduler": scheduler_command(),
    }
    local_directory().mkdir(parents=True, exist_ok=True)
    return {name: _start(command) for name, command in commands.items()}


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    environment = {"PYTHONWARNINGS": QUIET, **os.environ}
    return subprocess.Popen(command, start_new_session=True, env=environment)  # noqa: S603 - our own commands


def wait_until_ready(port: int, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Return when the web process answers; ends the command if a process dies before."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        fail_on_dead_process(processes)
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    typer.echo(f"rathaus: the web process does not answer on port {port}.", err=True)
    raise typer.Exit(EXIT_FAILED)


def show_addresses(port: int, seconds: float) -> None:
    """Print where everything is."""
    rows = [
        ("Console for operators", f"http://{settings.BASE_DOMAIN}:{port}/"),
        *import_module(settings.RUN_PREPARATION).addresses(),
    ]
    say(f"\nRathaus runs (ready after {seconds:.0f} s). Stop it with Ctrl-C.\n")
    say_table(["What", "Address"], rows)
    say("\nDevelopment sign-in: add /entwicklung/anmelden/ to any address. Sent mails: /entwicklung/postfach/\n")


def wait_for_end(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait for Ctrl-C or SIGTERM; if one process dies, the others are stopped too."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)  # a shell that starts it in the background has it ignored
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            fail_on_dead_process(processes)
            time.sleep(0.5)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def fail_on_dead_process(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """End the command with one line when a process has ended by itself."""
    for name, process in processes.items():
        if process.poll() is not None:
            typer.echo(f"rathaus: the {name} process ended with code {process.returncode}.", err=True)
            raise typer.Exit(EXIT_FAILED)


def stop_all(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Stop every process and its children; whoever does not stop in time is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _signal_all(processes, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
    _signal_all(processes, signal.SIGKILL)


def _signal_all(processes: dict[str, subprocess.Popen[bytes]], number: signal.Signals) -> None:
    for process in processes.values():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
