"""The server process: found, started and stopped through pg_ctl, which detaches it from the terminal."""

import os
import shlex
import subprocess
from pathlib import Path
from typing import Literal

from rathaus.embedded.places import Places
from rathaus.embedded.programs import failure, run_program

WAIT_SECONDS = 60
_NO_PROCESS = 2**31 - 1  # above every system's highest process id


def start(places: Places, configuration: Path) -> bool:
    """Start the server and wait until it takes connections; false when it ended or is not ready in time."""
    _disarm_stale_pid(places)
    options = f"-c config_file={shlex.quote(str(configuration))}"
    return run_program(places, "pg_ctl", ["start", "-D", places.data, "-o", options, *_waiting()])


def stop(places: Places, *, mode: Literal["fast", "immediate"] = "fast") -> None:
    """End the server, if it runs, and wait for its end. Raises ServerFailed after 60 seconds."""
    if running_pid(places) is None:
        return
    stopped = run_program(places, "pg_ctl", ["stop", "-D", places.data, "-m", mode, *_waiting()])
    if not stopped and running_pid(places) is not None:
        raise failure(places, "The local Postgres does not stop.")


def running_pid(places: Places) -> int | None:
    """The id of the living server process of this data directory; a stale pid file counts as none."""
    pid = _noted_pid(places)
    return pid if pid and str(places.data) in _command_line(pid) else None


def _waiting() -> list[str]:
    return ["-w", "-t", str(WAIT_SECONDS)]


def _noted_pid(places: Places) -> int | None:
    try:
        return int(_pid_file(places).read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _disarm_stale_pid(places: Places) -> None:
    """After a crash the noted id may be a zombie or, after a reboot, another process: Postgres would refuse.

    Only the id is replaced. The rest of the file tells Postgres how to check that no child of the dead
    server still writes, which removing the file would prevent.
    """
    path = _pid_file(places)
    if not path.exists() or running_pid(places) is not None:
        return
    rest = path.read_text().partition("\n")[2]
    descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{_NO_PROCESS}\n{rest}")


def _pid_file(places: Places) -> Path:
    return places.data / "postmaster.pid"


def _command_line(pid: int) -> str:
    """How a process was started; empty for a zombie and for none."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    command = ["ps", "-p", str(pid), "-o", "command="]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
