"""Processes that tests start for real: the web server, the worker, the whole of `rathaus run`."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

RATHAUS = str(Path(sys.executable).with_name("rathaus"))
PATIENCE = 120.0  # seconds until a test gives up waiting; a loaded machine may need many of them


@dataclass
class Running:
    """A command of ours in a session of its own, with its output in a file."""

    process: subprocess.Popen[bytes]
    log: Path
    family: set[psutil.Process] = field(default_factory=set)

    def output(self) -> str:
        """Return what the command has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, text: str) -> None:
        """Wait until the output has this text; fails when the process ends before."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.output():
            assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.output()}"
            assert time.monotonic() < deadline, f"{text!r} was never said:\n{self.output()}"
            time.sleep(0.1)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal to the process alone, as an engine does, and return its exit code."""
        self.family |= set(psutil.Process(self.process.pid).children(recursive=True))
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)

    def left_over(self) -> list[psutil.Process]:
        """Return those of its children that still run a moment after it has ended."""
        _gone, alive = psutil.wait_procs(self.family, timeout=5)
        return [child for child in alive if child.status() != psutil.STATUS_ZOMBIE]

    def kill(self) -> None:
        """End whatever is left, for the clean-up after a failed test."""
        if self.process.poll() is None:
            self.family |= set(psutil.Process(self.process.pid).children(recursive=True))
            self.process.kill()
            self.process.wait()
        for child in self.left_over():
            child.kill()


def start(name: str, command: list[str], environment: Mapping[str, str], folder: Path) -> Running:
    """Start a command with this environment and nothing of the tests' own."""
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=dict(environment), cwd=folder, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    return Running(process, log)


def bare_environment(**variables: str) -> dict[str, str]:
    """Return an environment with these variables and what every program needs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | variables


def rathaus(*arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a `rathaus` command to its end."""
    return subprocess.run(
        [RATHAUS, *arguments], env=dict(environment), capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Answer:
    """What a web server answered."""

    status: int
    headers: list[tuple[str, str]]
    text: str

    def all(self, name: str) -> list[str]:
        """Return the values of a header, in any case."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


def fetch(port: int, path: str, *, host: str = "127.0.0.1", **headers: str) -> Answer:
    """Get a page from 127.0.0.1 under the name of another host, as a reverse proxy does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": host} | {k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read().decode(errors="replace"))
    finally:
        connection.close()


def visit(port: int, path: str, *, host: str, **headers: str) -> Answer:
    """Get a page as a browser does: go where a page of the same host sends it."""
    answer = fetch(port, path, host=host, **headers)
    for _hop in range(3):
        if answer.status not in (301, 302):
            break
        (target,) = answer.all("Location")
        assert target.startswith("/"), target
        answer = fetch(port, target, host=host, **headers)
    return answer


def wait_until_answers(port: int, path: str, running: Running) -> None:
    """Wait until the web server answers at all."""
    deadline = time.monotonic() + PATIENCE
    while True:
        assert running.process.poll() is None, f"ended with {running.process.returncode}:\n{running.output()}"
        try:
            fetch(port, path)
        except OSError:
            assert time.monotonic() < deadline, running.output()
            time.sleep(0.1)
        else:
            return
