"""What an operator can mend ends a command with one line and an exit code; a mistake of ours keeps its trace."""

import runpy
import sys

import psycopg
import pytest
import typer
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError
from psycopg import errors

from rathaus.cli import main as command
from rathaus.cli.output import EXIT_DECLINED, confirm
from rathaus.cli.trouble import in_one_line
from rathaus.embedded import EmbeddedError


def from_database(kind: type[Exception], cause: psycopg.Error) -> Exception:
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def ended_by(error: BaseException, monkeypatch) -> SystemExit:
    def fail() -> None:
        raise error

    monkeypatch.setattr(sys, "argv", ["rathaus", "fleet", "status"])
    monkeypatch.setattr(command, "build", lambda: fail)
    with pytest.raises(SystemExit) as ended:
        command.main()
    return ended.value


def test_a_database_that_does_not_answer_is_one_line(monkeypatch, capsys):
    cause = psycopg.OperationalError("connection failed: Connection refused\n\tIs the server running?")
    ended = ended_by(from_database(OperationalError, cause), monkeypatch)
    said = capsys.readouterr()
    assert ended.code == 1
    assert said.out == ""
    assert said.err == (
        "rathaus: The database does not answer: connection failed: Connection refused. "
        "Check DATABASE_URL and DATABASE_OWNER_URL.\n"
    )


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (psycopg.OperationalError("no route"), "The database does not answer: no route."),
        (from_database(OperationalError, errors.LockNotAvailable("lock timeout")), "The database broke off: lock"),
        (from_database(ProgrammingError, errors.InsufficientPrivilege("permission denied")), "need DATABASE_OWNER_URL"),
        (ImproperlyConfigured("Invalid email schema"), "A setting is wrong: Invalid email schema."),
        (EmbeddedError("no Postgres here"), "no Postgres here"),
    ],
)
def test_what_an_operator_can_mend_is_said(error, line):
    said = in_one_line(error)
    assert said is not None
    assert line in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "error", [KeyError("x"), ValueError("x"), from_database(ProgrammingError, errors.UndefinedColumn("no column"))]
)
def test_a_mistake_of_ours_keeps_its_trace(error, monkeypatch):
    assert in_one_line(error) is None
    monkeypatch.setattr(sys, "argv", ["rathaus", "fleet", "status"])

    def fail() -> None:
        raise error

    monkeypatch.setattr(command, "build", lambda: fail)
    with pytest.raises(type(error)):
        command.main()


def test_a_wrong_value_names_the_line_of_the_settings(tmp_path):
    path = tmp_path / "settings.py"
    path.write_text('LIMIT = int("many")  # env.int("LIMIT")\n', encoding="utf-8")
    with pytest.raises(ValueError, match="many") as raised:
        runpy.run_path(str(path))
    said = in_one_line(raised.value)
    assert said is not None
    assert "A setting is wrong: invalid literal for int() with base 10: 'many' (in `LIMIT = " in said


def test_ctrl_c_ends_with_the_exit_code_of_shells_and_no_trace(monkeypatch, capsys):
    assert ended_by(KeyboardInterrupt(), monkeypatch).code == 130
    assert capsys.readouterr().err == ""


def test_a_question_that_nobody_answers_changes_nothing_and_is_no_success(monkeypatch, capsys):
    def nobody(*_args: object, **_options: object) -> bool:
        raise typer.Abort

    monkeypatch.setattr(typer, "confirm", nobody)
    with pytest.raises(typer.Exit) as ended:
        confirm("Close the portal?", yes=False)
    assert ended.value.exit_code == EXIT_DECLINED
    assert "--yes" in capsys.readouterr().err


def test_the_exit_codes_stand_in_the_help():
    assert "Exit codes: 0 done, 1 failed" in command.HELP
