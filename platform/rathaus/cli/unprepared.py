"""Tell a database in which nothing has been created yet from one in which something is broken."""

from django.db import DatabaseError, ProgrammingError, connection
from psycopg.errors import UndefinedTable

SENTENCE = "The database has not been prepared yet. Run `rathaus fleet migrate` once, or start with `rathaus run`."


def is_unprepared(error: ProgrammingError) -> bool:
    """Return whether a command failed because no migration has ever run in this database."""
    if not isinstance(error.__cause__, UndefinedTable):
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.django_migrations') IS NULL")
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        return False
