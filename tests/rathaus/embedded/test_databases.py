import warnings

import kombu
import psycopg
import pytest
from psycopg.errors import ExclusionViolation, InsufficientPrivilege, UndefinedTable

from rathaus import embedded
from rathaus.embedded import Server
from rathaus.embedded.databases import prepare_all

EXTENSIONS = "SELECT count(*) FROM pg_extension WHERE extnamespace = 'public'::regnamespace"


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE public.x (id int)", "CREATE SCHEMA x", "CREATE TEMP TABLE x (id int)"]
)
def test_rathaus_app_cannot_create_anything(server: Server, statement: str) -> None:
    with psycopg.connect(server.database_url) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(statement)


def test_rathaus_app_sees_no_table_before_a_schema_is_chosen(server: Server) -> None:
    with psycopg.connect(server.owner_url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS public.seen (id int)")
        connection.execute("GRANT SELECT ON public.seen TO rathaus_app")
    with psycopg.connect(server.database_url, autocommit=True) as connection:
        with pytest.raises(UndefinedTable):
            connection.execute("SELECT FROM seen")
        assert connection.execute("SELECT FROM public.seen").rowcount == 0


def test_preparing_again_changes_nothing(server: Server) -> None:
    prepare_all(server)
    with psycopg.connect(server.owner_url) as connection:
        assert connection.execute(EXTENSIONS).fetchone() == (3,)


def test_a_test_database_can_be_prepared_and_dropped_any_number_of_times(server: Server) -> None:
    for _ in range(2):
        embedded.prepare_database(server, "odd name")
    with psycopg.connect(server.url("odd name", role="owner")) as connection:
        connection.execute("CREATE TABLE r (room int, EXCLUDE USING gist (room WITH =))")
        with pytest.raises(ExclusionViolation):
            connection.execute("INSERT INTO r VALUES (1), (1)")
    for _ in range(2):
        embedded.drop_database(server, "odd name")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(server.url("odd name", role="owner"))


@pytest.mark.parametrize("use_notify", [False, True])
def test_a_queue_can_be_created_used_and_removed_by_rathaus_app(server: Server, use_notify: bool) -> None:
    address = server.url("rathaus_queue")  # said outright: the client would otherwise take DATABASE_URL
    options = {"conn_string": address, "init_extension": False, "wait_time_seconds": 1, "use_notify": use_notify}
    name = f"letters_{use_notify}".lower()
    with kombu.Connection(server.queue_url, transport_options=options) as connection:
        with connection.SimpleQueue(name) as queue:
            queue.put({"number": 7})
            message = queue.get(timeout=10)
            message.ack()
        assert message.payload == {"number": 7}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # pgmq warns about a column that SQL installs lack
            connection.default_channel.queue_delete(name)


def test_the_owner_may_look_at_a_queue_that_rathaus_app_made(server: Server) -> None:
    with psycopg.connect(server.url("rathaus_queue")) as connection:
        connection.execute("SELECT pgmq.create('watched')")
        connection.execute("SELECT pgmq.send('watched', '{}')")
    with psycopg.connect(server.url("rathaus_queue", role="owner")) as connection:
        assert connection.execute("SELECT queue_length FROM pgmq.metrics('watched')").fetchone() == (1,)
