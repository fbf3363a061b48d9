import os
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from rathaus import embedded
from rathaus.embedded import Server, ServerFailed, postmaster
from rathaus.embedded import server as server_module
from rathaus.embedded.places import find_places
from rathaus.embedded.ports import remembered_port

START = """
import sys
from pathlib import Path
from rathaus import embedded
server = embedded.ensure_running(Path(sys.argv[1]), durable=False)
print(server.started_here, server.port, flush=True)
sys.stdin.read()
"""


def answers(server: Server) -> bool:
    try:
        with psycopg.connect(server.database_url, connect_timeout=5) as connection:
            return connection.execute("SELECT current_user").fetchone() == ("rathaus_app",)
    except psycopg.OperationalError:
        return False


def test_a_started_server_answers_and_a_second_call_joins_it(root: Path) -> None:
    with embedded.running(root, durable=False) as first, embedded.running(root) as second:
        assert (first.started_here, second.started_here) == (True, False)
        assert first.port == second.port
        assert answers(second)
    assert not answers(first)
    assert postmaster.running_pid(first.places) is None


def test_two_processes_that_start_at_once_get_the_same_new_server(
    fresh_root: Path, script: Callable[..., subprocess.Popen[str]]
) -> None:
    lines = [process.stdout.readline().split() for process in [script(START, fresh_root) for _ in range(2)]]
    assert sorted(started for started, _ in lines) == ["False", "True"]
    assert len({port for _, port in lines}) == 1


def test_a_killed_server_starts_again_with_its_data(root: Path) -> None:
    before = embedded.ensure_running(root, durable=True)
    with psycopg.connect(before.owner_url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS public.kept (id int)")
    pid = postmaster.running_pid(before.places)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    before.release()

    with embedded.running(root, durable=True) as after, psycopg.connect(after.owner_url) as connection:
        assert after.started_here
        assert connection.execute("SELECT to_regclass('public.kept')::text").fetchone() == ("kept",)


def test_a_pid_file_from_before_a_reboot_does_not_hinder_the_start(root: Path) -> None:
    with embedded.running(root, durable=False) as server:
        pid_file = server.places.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
    # The account that runs Postgres may signal this process, so Postgres itself would take it for its own.
    other = subprocess.Popen(["sleep", "60"], user="nobody" if os.geteuid() == 0 else None)
    try:
        pid_file.write_text("\n".join([str(other.pid), *lines[1:], ""]))
        with embedded.running(root, durable=False) as server:
            assert server.started_here
    finally:
        other.kill()
        other.wait()


def test_a_taken_port_is_replaced_and_a_free_one_kept(root: Path) -> None:
    with embedded.running(root, durable=False) as server:
        first = server.port
    with embedded.running(root, durable=False) as server:
        assert server.port == first
    with socket.create_server(("127.0.0.1", first)), embedded.running(root, durable=False) as server:
        assert server.port != first
        assert remembered_port(server.places) == server.port
        assert answers(server)


def test_a_failed_start_shows_the_end_of_the_log(fresh_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded.running(fresh_root, durable=False) as server:
        version = server.places.data / "PG_VERSION"
    version.write_text("9\n")
    monkeypatch.setattr(server_module, "_START_ATTEMPTS", 1)
    with pytest.raises(ServerFailed, match="does not start") as failure:
        embedded.ensure_running(fresh_root)
    assert "database files are incompatible with server" in str(failure.value)


def test_what_a_killed_initdb_left_behind_is_replaced(fresh_root: Path) -> None:
    places = find_places(fresh_root)
    places.claim()
    (places.home / "data.new").mkdir()
    (places.home / "data.new" / "PG_VERSION").write_text("half")
    with embedded.running(fresh_root, durable=False) as server:
        assert answers(server)


def test_it_listens_on_the_loopback_address_only(server: Server) -> None:
    with psycopg.connect(server.url("postgres", role="superuser")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW unix_socket_directories").fetchone() == ("",)
    with pytest.raises(OSError, match=r".+"), socket.create_connection(("127.0.0.2", server.port), timeout=2):
        pass


def test_nobody_enters_without_the_password(server: Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://postgres:wrong@127.0.0.1:{server.port}/postgres")


def test_the_password_file_is_for_its_owner_alone(server: Server) -> None:
    assert server.places.passwords.stat().st_mode & 0o777 == 0o600
    assert server.places.root.stat().st_mode & 0o777 == 0o700


def test_umlauts_are_letters_to_the_database(server: Server) -> None:
    with psycopg.connect(server.owner_url) as connection:
        row = connection.execute("SELECT lower('ÄRGER'), similarity('Öl', 'Ol') < 1, cardinality(show_trgm('Ö'))")
        assert row.fetchone() == ("ärger", True, 2)


def test_a_url_quotes_what_a_password_and_a_name_may_contain(server: Server) -> None:
    odd = Server(server.places, embedded_passwords(app="p/@:%"), 5432, started_here=False)
    assert odd.url("a b") == "postgresql://rathaus_app:p%2F%40%3A%25@127.0.0.1:5432/a%20b"


def embedded_passwords(*, app: str) -> server_module.Passwords:
    return server_module.Passwords(superuser="s", owner="o", app=app)
