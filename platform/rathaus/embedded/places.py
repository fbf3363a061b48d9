"""Where the local Postgres keeps its files, and which account they belong to.

Postgres refuses to run as uid 0. Then the cluster lives under /var/tmp and belongs to user nobody, together
with a copy of the programs, because neither the checkout nor its virtual environment need be reachable for
others. Every other user has everything below the checkout's `.local/`.
"""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from rathaus.embedded.errors import EmbeddedError

_SHARED_TEMPORARY = Path("/var/tmp")  # noqa: S108 - claimed with a check of owner and mode, see `claim`


@dataclass(frozen=True)
class Places:
    """The paths of one local Postgres; `root` holds the passwords, `home` all the rest."""

    root: Path
    home: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def passwords(self) -> Path:
        return self.root / "passwords.json"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def is_shared(self) -> bool:
        """Whether the cluster belongs to user nobody, because this process runs as uid 0."""
        return self.home != self.root

    def claim(self) -> None:
        """Create both folders for this account alone. EmbeddedError when another account has them."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if not self.is_shared or _is_ours(self.root):  # root may work in somebody else's checkout
                _claim(self.root, 0o700)
            if self.is_shared:
                self.home.mkdir(exist_ok=True)
                _claim(self.home, 0o711)  # nobody passes through to its data and lists nothing
        except OSError as error:
            raise EmbeddedError(f"No local Postgres: {error}. RATHAUS_LOCAL names another folder.") from error


def find_places(root: Path | None = None) -> Places:
    """The places below `root`, by default `.local/postgres` of the checkout (or of RATHAUS_LOCAL)."""
    chosen = (root or default_root()).absolute().resolve()
    if os.geteuid() != 0:
        return Places(root=chosen, home=chosen)
    key = hashlib.sha256(bytes(chosen)).hexdigest()[:12]
    return Places(root=chosen, home=_SHARED_TEMPORARY / f"rathaus-{key}")


def default_root() -> Path:
    """`postgres` in the folder RATHAUS_LOCAL, else in `.local` of the checkout this file belongs to."""
    local = os.environ.get("RATHAUS_LOCAL")
    return (Path(local) if local else _checkout() / ".local") / "postgres"


def server_account() -> pwd.struct_passwd | None:
    """The account to run Postgres as, None for the present one. EmbeddedError without a user nobody."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError("No local Postgres as root: this system has no user nobody.") from None


def _checkout() -> Path:
    """The folder with pyproject.toml above this file; an installed package has none and uses the cwd."""
    above = Path(__file__).resolve().parents[3]
    return above if (above / "pyproject.toml").is_file() else Path.cwd()


def _claim(folder: Path, mode: int) -> None:
    if not _is_ours(folder):
        raise EmbeddedError(f"No local Postgres: {folder} belongs to another user; remove it as that user.")
    folder.chmod(mode)


def _is_ours(folder: Path) -> bool:
    status = folder.lstat()  # a symbolic link in /var/tmp may lead anywhere
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
