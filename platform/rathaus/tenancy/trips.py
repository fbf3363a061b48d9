"""Several statements in one trip to the database, for the few places where trips are what people wait for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.sql import InsertQuery


class Statement(NamedTuple):
    """SQL with its parameters, to be sent together with others."""

    sql: str
    parameters: Mapping[str, Any] | Sequence[Any] = ()


def insertion(row: models.Model) -> Statement:
    """Return what inserts a new row as `save` would, whose key the database or the row itself gives."""
    query = InsertQuery(type(row))
    query.insert_values([field for field in row._meta.concrete_fields if _is_sent(field, row)], [row])  # noqa: SLF001
    ((sql, parameters),) = query.get_compiler(connection=connection).as_sql()
    return Statement(sql, parameters)


def in_one_trip(statements: Iterable[Statement]) -> list[list[tuple[Any, ...]]]:
    """Run the statements one after the other and return the rows of each.

    Each sees what was committed before it began, also what it waited for. All of them run even if one finds nothing,
    so the caller looks at the answers before it commits.
    """
    with connection.cursor() as cursor:
        cursor.execute(";".join(cursor.mogrify(sql, parameters) for sql, parameters in statements))
        answers = [cursor.fetchall() if cursor.description else []]
        while cursor.nextset():
            answers.append(cursor.fetchall() if cursor.description else [])
        return answers


def _is_sent(field: "models.Field[Any, Any]", row: models.Model) -> bool:
    return not field.generated and not (field.primary_key and row.pk is None)
