"""The running server: got by `ensure_running`, given back by `release`."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg

from rathaus.embedded import cluster, databases, postmaster
from rathaus.embedded.lease import Lease, exclusive
from rathaus.embedded.passwords import Passwords, load_passwords
from rathaus.embedded.places import Places, find_places
from rathaus.embedded.ports import choose_port, remembered_port
from rathaus.embedded.programs import failure

Role = Literal["app", "owner", "superuser"]

_LOGINS: dict[Role, str] = {"app": databases.APP, "owner": databases.OWNER, "superuser": "postgres"}
_START_ATTEMPTS = 5
_KEEP_LOG_BYTES = 5_000_000


@dataclass(eq=False)
class Server:
    """A running local Postgres that this process uses; `started_here` tells whether it started it."""

    places: Places
    passwords: Passwords
    port: int
    started_here: bool
    _lease: Lease | None = field(default=None, repr=False)

    @property
    def database_url(self) -> str:
        """The product's database as `rathaus_app`, for everyday reads and writes."""
        return self.url(databases.DATABASE)

    @property
    def owner_url(self) -> str:
        """The product's database as `rathaus_owner`, for migrations and provisioning."""
        return self.url(databases.DATABASE, role="owner")

    @property
    def queue_url(self) -> str:
        """The broker's address for Celery (`pgmq://`); the transport needs `init_extension` False."""
        return self.url(databases.QUEUE_DATABASE, scheme="pgmq")

    def url(self, database: str, *, role: Role = "app", scheme: str = "postgresql") -> str:
        """The address of a database with login and password, percent-encoded."""
        login, password = _LOGINS[role], quote(getattr(self.passwords, role), safe="")
        return f"{scheme}://{login}:{password}@127.0.0.1:{self.port}/{quote(database, safe='')}"

    def release(self) -> bool:
        """End this use; the last user's release stops the server. Returns whether it did. Safe to repeat."""
        if self._lease is None or not self._lease.is_held:
            return False
        with exclusive(_start_lock(self.places)):
            is_last = self._lease.give_back()
            if is_last:
                postmaster.stop(self.places)
        return is_last

    def stop(self) -> None:
        """Stop the server now, whoever else uses it (fast shutdown). Raises ServerFailed after 60 seconds."""
        with exclusive(_start_lock(self.places)):
            if self._lease is not None:
                self._lease.give_back()
            postmaster.stop(self.places)


def ensure_running(root: Path | None = None, *, durable: bool = True) -> Server:
    """The local Postgres below `root`, started if need be, with roles, databases and queue in place.

    The caller holds a lease until `release` or the end of its process. `durable=False` gives up safety
    against power loss for speed, for tests; a server that runs already is taken as it is. Processes that
    call it at the same time get the same server. Raises EmbeddedUnavailable, ServerFailed, EmbeddedError.
    """
    places = find_places(root)
    places.claim()
    with exclusive(_start_lock(places)):
        passwords = load_passwords(places.passwords)
        cluster.ensure_cluster(places, passwords)
        server = _find_running(places, passwords) or _start(places, passwords, durable=durable)
        _prepare_once(server)
        server._lease = Lease(places.home / "users.lock")  # noqa: SLF001 - the factory completes its own object
    return server


@contextmanager
def running(root: Path | None = None, *, durable: bool = True) -> Iterator[Server]:
    """`ensure_running` for the length of a block; the server stays up while somebody else uses it."""
    server = ensure_running(root, durable=durable)
    try:
        yield server
    finally:
        server.release()


def destroy(root: Path | None = None) -> None:
    """Stop the server below `root` and delete it with all its data; for tests and for starting anew."""
    places = find_places(root)
    places.claim()
    with exclusive(_start_lock(places)):
        postmaster.stop(places, mode="immediate")
        shutil.rmtree(places.home)
    shutil.rmtree(places.root, ignore_errors=True)


def _find_running(places: Places, passwords: Passwords) -> Server | None:
    """The server that runs already; waits for one that still starts or recovers, as after a crash."""
    deadline = time.monotonic() + postmaster.WAIT_SECONDS
    while postmaster.running_pid(places) is not None:
        server = Server(places, passwords, remembered_port(places) or 0, started_here=False)
        if _answers(server):
            return server
        if time.monotonic() > deadline:
            raise failure(places, f"The local Postgres is silent for {postmaster.WAIT_SECONDS} seconds.")
        time.sleep(0.1)
    return None


def _answers(server: Server) -> bool:
    """Whether our own server, and no other that got its port, takes connections there."""
    address = server.url("postgres", role="superuser")
    try:
        with psycopg.connect(address, connect_timeout=5, require_auth="scram-sha-256") as connection:
            return connection.execute("SHOW data_directory").fetchone() == (str(server.places.data),)
    except psycopg.OperationalError:
        return False


def _start(places: Places, passwords: Passwords, *, durable: bool) -> Server:
    """Several tries: a port may be taken in the last moment, children of a killed server need one to end."""
    _rotate_log(places)
    _prepared_mark(places).unlink(missing_ok=True)
    deadline = time.monotonic() + postmaster.WAIT_SECONDS
    for _ in range(_START_ATTEMPTS):
        port = choose_port(places)
        cluster.write_configuration(places, port=port, durable=durable)
        if postmaster.start(places, cluster.configuration_file(places)):
            return Server(places, passwords, port, started_here=True)
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    raise failure(places, "The local Postgres does not start.")


def _prepare_once(server: Server) -> None:
    """Prepare after each start; a process killed in between leaves it to the next one."""
    mark = _prepared_mark(server.places)
    if mark.exists():
        return
    try:
        databases.prepare_all(server)
    except BaseException:
        if server.started_here:
            postmaster.stop(server.places)
        raise
    mark.touch()


def _rotate_log(places: Places) -> None:
    """Keep the last run's lines, which tell of a crash, but no endless file."""
    if places.log.exists() and places.log.stat().st_size > _KEEP_LOG_BYTES:
        places.log.replace(places.log.with_suffix(".log.1"))


def _prepared_mark(places: Places) -> Path:
    return places.home / "prepared"


def _start_lock(places: Places) -> Path:
    return places.home / "start.lock"
