import psycopg
import pytest

from rathaus import embedded
from rathaus.embedded import Server, ServerFailed


@pytest.fixture
def schema(server: Server) -> str:
    with psycopg.connect(server.owner_url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS t_a, t_ab CASCADE")
        connection.execute("CREATE SCHEMA t_a CREATE TABLE town (name text)")
        connection.execute("CREATE SCHEMA t_ab CREATE TABLE other (name text)")
        connection.execute("INSERT INTO t_a.town VALUES ('Tangerhütte')")
    return "t_a"


def test_a_dump_holds_one_schema_with_its_rows(server: Server, schema: str) -> None:
    dump = embedded.dump_schema(server, schema)
    assert "CREATE TABLE t_a.town" in dump
    assert "('Tangerhütte')" in dump
    assert "t_ab" not in dump
    assert "OWNER TO" not in dump


def test_a_dump_takes_a_url_as_well(server: Server, schema: str) -> None:
    assert "CREATE TABLE t_a.town" in embedded.dump_schema(server.owner_url, schema)


@pytest.mark.parametrize("name", ["t_*", "t_missing"])
def test_a_missing_schema_is_named_and_the_password_is_not(server: Server, schema: str, name: str) -> None:
    with pytest.raises(ServerFailed, match="no matching schemas") as failure:
        embedded.dump_schema(server, name)
    assert name in str(failure.value)
    assert server.passwords.owner not in str(failure.value)
