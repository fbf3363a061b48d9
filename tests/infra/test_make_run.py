"""`make run` on a machine with nothing: the whole product starts, answers, and leaves nothing behind."""

import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from rathaus.embedded import destroy
from rathaus.embedded.places import find_places
from tests.processes import RATHAUS, Running, bare_environment, free_port, rathaus, start, visit

READY = "/entwicklung/postfach/"  # the last line that the command says
PORTALS = {"tangerhuette": 200, "stendal": 200, "arneburg-goldbeck": 200, "thale": 503}  # Thale is still in preparation


@pytest.fixture
def local(tmp_path) -> Iterator[Path]:
    """A folder of its own for everything that the machine keeps."""
    yield tmp_path / "local"
    destroy(tmp_path / "local" / "postgres")


def test_the_product_runs_with_one_command_and_leaves_nothing_running(local, tmp_path) -> None:
    port = free_port()
    command, environment = [RATHAUS, "run", f"--port={port}"], bare_environment(RATHAUS_LOCAL=str(local))
    for number, how in ((signal.SIGINT, check_first_start), (signal.SIGTERM, check_later_start)):
        running = start(f"run-{number.name}", command, environment, tmp_path)
        try:
            running.wait_for(READY)
            how(running, port)
            check_end(running, number, local)
        finally:
            running.kill()


def check_first_start(running: Running, port: int) -> None:
    said = running.output()
    assert "Demo municipality" in said
    for slug, status in PORTALS.items():
        assert f"http://{slug}.localhost:{port}/" in said
        assert visit(port, "/", host=f"{slug}.localhost:{port}").status == status
    assert f"http://localhost:{port}/" in said
    assert visit(port, "/", host=f"localhost:{port}").status == 200
    assert "/entwicklung/anmelden/" in said
    assert visit(port, "/entwicklung/anmelden/", host=f"tangerhuette.localhost:{port}").status == 200


def check_later_start(running: Running, port: int) -> None:
    assert "Demo municipality" not in running.output()
    assert visit(port, "/", host=f"stendal.localhost:{port}").status == 200
    taken = rathaus(
        "run", f"--port={port}", environment=bare_environment(RATHAUS_LOCAL=str(running.log.parent / "local"))
    )
    assert taken.returncode == 1
    assert re.fullmatch(rf"rathaus: port {port} is taken\. .*PORT=\d+\n", taken.stderr)


def check_end(running: Running, number: signal.Signals, local: Path) -> None:
    assert postgres_of(local)
    code = running.stop(number)
    assert code in (0, 130, 143), running.output()
    assert len(running.family) >= 3
    assert not running.left_over()
    assert not postgres_of(local)
    assert "Traceback" not in running.output()


def postgres_of(local: Path) -> list[psutil.Process]:
    """Return the servers that run on this folder's data."""
    data = str(find_places(local / "postgres").data)
    return [process for process in psutil.process_iter(["cmdline"]) if data in (process.info["cmdline"] or [])]


def test_a_taken_port_gives_one_clear_line(tmp_path, local) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = rathaus("run", f"--port={port}", environment=bare_environment(RATHAUS_LOCAL=str(local)))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"rathaus: port {port} is taken. Choose another one: make run PORT={port + 1}"]
    assert not postgres_of(local)
