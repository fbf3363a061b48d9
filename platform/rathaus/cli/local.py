"""The environment of a machine without services: embedded Postgres, development settings, nothing to configure."""

import os
import secrets
from pathlib import Path

from rathaus.embedded import Server

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_PORT = 8000


def is_configured() -> bool:
    """Return whether this machine has a database of its own, as in production and in the tests."""
    return bool(os.environ.get("DATABASE_URL"))


def local_directory() -> Path:
    """Return the folder for everything that this machine keeps."""
    return Path(os.environ.get("RATHAUS_LOCAL", ROOT / ".local"))


def use_local_environment(server: Server | None) -> None:
    """Fill in what the environment leaves open; a variable that is set always wins."""
    defaults = {
        "DEBUG": "true",
        "ENVIRONMENT": "development",
        "SECRET_KEY": _secret_key(),
        "PUBLIC_SCHEME": "http",
        "PUBLIC_PORT": os.environ.get("PORT", str(DEFAULT_PORT)),
        "BASE_DOMAIN": "localhost",
        "LOG_LEVEL": "WARNING",
    }
    if server:
        defaults |= {
            "DATABASE_URL": server.database_url,
            "DATABASE_OWNER_URL": server.owner_url,
            "CELERY_BROKER_URL": server.queue_url,
        }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def _secret_key() -> str:
    """Return this machine's own key, made once and readable by its user alone."""
    path = local_directory() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")
