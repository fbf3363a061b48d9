"""The random passwords of the three database roles, in one file that only its owner can read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from rathaus.embedded.errors import EmbeddedError


@dataclass(frozen=True)
class Passwords:
    """One password per role: `postgres`, `rathaus_owner` and `rathaus_app`."""

    superuser: str
    owner: str
    app: str


def load_passwords(path: Path) -> Passwords:
    """The passwords kept at `path`, made at the first call (mode 600). EmbeddedError if unreadable."""
    if not path.exists():
        _write(path, Passwords(*(secrets.token_urlsafe(24) for _ in range(3))))
    try:
        return Passwords(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise EmbeddedError(f"No local Postgres: {path} cannot be read ({error}).") from error


def _write(path: Path, passwords: Passwords) -> None:
    """All or nothing, so that a killed process leaves no half file."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(passwords), file)
    draft.replace(path)
