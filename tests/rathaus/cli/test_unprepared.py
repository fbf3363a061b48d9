"""A command on a database in which nothing has been created yet says so in one line."""

import sys

import pytest
from django.db import ProgrammingError, connection, connections
from psycopg.errors import UndefinedTable

from rathaus.cli.main import main
from rathaus.cli.unprepared import SENTENCE, is_unprepared
from tests.database import point_connections_at


@pytest.fixture
def empty_database(postgres, django_db_setup, django_db_blocker):
    """The connections lead to the server's own database, which has no tables of ours."""
    own = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        point_connections_at(postgres, "postgres")
        yield
        point_connections_at(postgres, own)


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["rathaus", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.mark.parametrize("words", [("tenants", "list"), ("fleet", "status")])
@pytest.mark.usefixtures("empty_database")
def test_a_command_on_an_unprepared_database_ends_in_one_line(words, monkeypatch, capsys):
    assert run(monkeypatch, *words) == 1

    said = capsys.readouterr()
    assert said.err.strip() == f"rathaus: {SENTENCE}"
    assert said.out == ""


@pytest.mark.django_db
def test_a_missing_table_in_a_prepared_database_stays_an_error():
    error = ProgrammingError()
    error.__cause__ = UndefinedTable()
    assert not is_unprepared(error)
    assert not is_unprepared(ProgrammingError())


@pytest.mark.usefixtures("empty_database")
def test_a_database_that_answers_no_more_is_no_unprepared_one(monkeypatch):
    error = ProgrammingError()
    error.__cause__ = UndefinedTable()
    assert is_unprepared(error)

    def refuse(*_args):
        raise ProgrammingError

    monkeypatch.setattr(connection, "cursor", refuse)
    assert not is_unprepared(error)
