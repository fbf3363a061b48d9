"""What infra/ and the README tell operators to type exists, with each option; every command explains itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from rathaus.cli.main import build

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = ("infra/runbook.md", "infra/environment.md", "infra/compose.yaml", "infra/Dockerfile", "README.md")
NO_COMMANDS = re.compile(r"alias .*|.*--entrypoint rathaus.*|.*-t rathaus.*|.*rathaus-.*")


def root() -> TyperGroup:
    found = typer.main.get_command(build())
    assert isinstance(found, TyperGroup)
    return found


def every_command(group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    for name, command in getattr(group, "commands", {}).items():
        yield (*path, name), command
        yield from every_command(command, (*path, name))


def typed_in(document: str) -> Iterator[list[str]]:
    """Each command line: a span in backticks, an indented line with its continuation, an entry point."""
    text = (ROOT / document).read_text(encoding="utf-8")
    text = "\n".join(line for line in text.split("\n") if not NO_COMMANDS.match(line)).replace("\\\n", " ")
    spans = re.findall(r"`(rathaus [^`]+)`", text)
    spans += re.findall(r"^ {4,}(?:\S*/)?(rathaus .+)$", text, re.MULTILINE)
    spans += re.findall(r"(rathaus [a-z]+ [a-z]+)(?= &&|\]| \\)", text)
    yield from (span.split()[1:] for span in spans)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_is_written_down_exists_with_its_options(document):
    for words in typed_in(document):
        command, path = root(), list(words)
        while path and hasattr(command, "commands"):
            name = path.pop(0)
            if name.startswith("-"):
                break
            assert name in command.commands, f"{document}: rathaus {' '.join(words)}"
            command = command.commands[name]
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word.split("=")[0] for word in path if word.startswith("--")} <= known, words


def test_the_runbook_is_read_at_all():
    assert len(list(typed_in("infra/runbook.md"))) > 15
    assert ["queue", "install"] in list(typed_in("infra/compose.yaml"))


def test_every_command_and_every_option_explains_itself():
    for path, command in every_command(root()):
        assert command.help, path
        for parameter in command.params:
            assert getattr(parameter, "help", "") or parameter.name == "help", (path, parameter.name)
