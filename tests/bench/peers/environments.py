"""Virtual environments of the peers: pinned with hashes, made once for each state of their lock file."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rathaus.embedded import Server, drop_database, prepare_database
from tests.environment import LOCAL

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent


def python_of(name: str) -> Path:
    """Return the interpreter of the environment that requirements/bench-<name>.txt describes."""
    lock = ROOT / "requirements" / f"bench-{name}.txt"
    folder = LOCAL.parent / "bench" / f"{name}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", folder], check=True)
        uv = Path(sys.executable).with_name("uv")
        wish = ("pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", lock)
        subprocess.run([uv, *wish], check=True)
        (folder / "complete").touch()
    return python


def run_peer(server: Server, name: str, script: str, *arguments: str) -> Any:
    """Return what the script says when run with an empty database of its own on our server."""
    database = f"bench_{name.replace('-', '_')}"
    drop_database(server, database)
    prepare_database(server, database)
    try:
        with tempfile.TemporaryDirectory() as folder:
            filled = [argument or folder for argument in arguments]
            command = [python_of(name), HERE / script, *filled]
            variables = os.environ | {"BENCH_DATABASE_URL": server.url(database, role="owner")}
            found = subprocess.run(command, cwd=HERE, env=variables, stdout=subprocess.PIPE, check=True)
    finally:
        drop_database(server, database)
    return json.loads(found.stdout.splitlines()[-1])
