"""Runs the server's programs under the account that Postgres accepts, with their output in the log."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from rathaus.embedded import binaries
from rathaus.embedded.errors import ServerFailed
from rathaus.embedded.places import Places, server_account

_TAIL_LINES = 15
_TAIL_BYTES = 8_000


def server_tool(places: Places, name: str) -> Path:
    """A program's path as the server's account can reach it: a copy for nobody, else the installed one."""
    if not places.is_shared:
        return binaries.tool(name)
    folder = places.home / f"binaries-{binaries.version()}"
    if not folder.exists():
        draft = places.home / "binaries.new"
        shutil.rmtree(draft, ignore_errors=True)
        binaries.copy_runtime(draft)
        draft.rename(folder)
    return binaries.tool(name, packages=folder)


def run_program(places: Places, name: str, arguments: Sequence[str | Path]) -> bool:
    """Whether the program ended well. Its output goes to the log: a pipe would be held by the server."""
    account = server_account()
    command = [str(server_tool(places, name)), *map(str, arguments)]
    # The caller's PG* variables must not reach the server.
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    with places.log.open("ab") as log:
        done = subprocess.run(  # noqa: S603 - fixed programs and paths of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=places.home,
            check=False,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
    return done.returncode == 0


def give_to_server(path: Path) -> None:
    """Make the server's account the owner of a path that was just created."""
    if account := server_account():
        os.chown(path, account.pw_uid, account.pw_gid)


def failure(places: Places, sentence: str) -> ServerFailed:
    """An error that says what failed and shows the end of the log."""
    tail = places.log.read_bytes()[-_TAIL_BYTES:].decode(errors="replace") if places.log.exists() else ""
    lines = tail.splitlines()[-_TAIL_LINES:]
    return ServerFailed("\n  ".join([f"{sentence} The end of {places.log}:", *lines]))
