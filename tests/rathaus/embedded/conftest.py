"""A cluster of its own for these tests; none of them needs Django."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rathaus import embedded
from rathaus.embedded import Server

PLATFORM = Path(embedded.__file__).parents[2]


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("embedded") / "postgres"
    yield root
    embedded.destroy(root)


@pytest.fixture
def fresh_root(tmp_path: Path) -> Iterator[Path]:
    root = tmp_path / "postgres"
    yield root
    embedded.destroy(root)


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    with embedded.running(root, durable=False) as server:
        yield server


@pytest.fixture
def script() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start Python code in a process of its own, with arguments; it is ended with the test."""
    processes: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, *map(str, arguments)]
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(PLATFORM), *sys.path]),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()
