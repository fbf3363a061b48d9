"""The data directory: created all or nothing, configured anew before each start."""

import hashlib
import locale
import shutil
from pathlib import Path

from rathaus.embedded import postmaster
from rathaus.embedded.errors import EmbeddedError
from rathaus.embedded.passwords import Passwords
from rathaus.embedded.places import Places
from rathaus.embedded.programs import failure, give_to_server, run_program

# To pg_trgm umlauts are letters only under a UTF-8 LC_CTYPE; not every system has each of these.
_CHARACTER_TYPES = ("C.UTF-8", "en_US.UTF-8", "C")

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "max_locks_per_transaction": "256",  # one schema has about 600 relations, and a dump locks them all
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_checkpoints": "off",
}
_WITHOUT_DURABILITY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n"


def ensure_cluster(places: Places, passwords: Passwords) -> None:
    """A data directory that knows these passwords, created if missing; call it under the start lock."""
    if places.data.exists() and not _knows(places, passwords):
        _discard(places)
    if not places.data.exists():
        _create(places, passwords)


def write_configuration(places: Places, *, port: int, durable: bool) -> None:
    """Configuration outside the data directory, where the server's account cannot change it."""
    settings = _SETTINGS | {"port": str(port), "hba_file": str(_access_file(places))}
    if not durable:
        settings |= _WITHOUT_DURABILITY
    lines = (f"{name} = {_quote(value)}\n" for name, value in settings.items())
    _write_readable(configuration_file(places), "".join(lines))
    _write_readable(_access_file(places), _ACCESS)


def configuration_file(places: Places) -> Path:
    """The file that `write_configuration` writes."""
    return places.home / "postgresql.conf"


def _create(places: Places, passwords: Passwords) -> None:
    draft = places.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    give_to_server(draft)
    if not _initdb(places, draft, passwords):
        raise failure(places, "initdb failed.")
    _key_file(places).write_text(_key(passwords))
    draft.rename(places.data)


def _initdb(places: Places, draft: Path, passwords: Passwords) -> bool:
    password_file = places.home / "initdb.password"
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    give_to_server(password_file)
    try:
        password_file.write_text(passwords.superuser)
        return run_program(places, "initdb", _initdb_arguments(draft, password_file))
    finally:
        password_file.unlink()


def _initdb_arguments(draft: Path, password_file: Path) -> list[str | Path]:
    return [
        "--pgdata", draft,
        "--username=postgres",
        "--pwfile", password_file,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",  # sorts and folds case alike on every system, without ICU
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        f"--lc-ctype={_character_type()}",
        "--no-instructions",
    ]  # fmt: skip


def _character_type() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return next(name for name in _CHARACTER_TYPES if _is_known(name))
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _is_known(name: str) -> bool:
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    return True


def _discard(places: Places) -> None:
    """Drop a cluster under /var/tmp whose passwords went with the `.local` of its checkout."""
    if not places.is_shared:
        raise EmbeddedError(f"{places.data} was made with other passwords; remove {places.root} to start anew.")
    postmaster.stop(places, mode="immediate")
    shutil.rmtree(places.data)


def _knows(places: Places, passwords: Passwords) -> bool:
    key_file = _key_file(places)
    return key_file.exists() and key_file.read_text() == _key(passwords)


def _key(passwords: Passwords) -> str:
    return hashlib.sha256(passwords.superuser.encode()).hexdigest()


def _key_file(places: Places) -> Path:
    return places.home / "data.key"


def _access_file(places: Places) -> Path:
    return places.home / "pg_hba.conf"


def _write_readable(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o644)


def _quote(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
