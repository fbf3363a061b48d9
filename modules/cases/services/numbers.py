"""Reference numbers: one sequence a year, in the order of opening and without gaps."""

from typing import Final

from django.db import connection
from django.utils import timezone

_NEXT: Final = """
INSERT INTO cases_casecounter AS counter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last
"""


def next_reference() -> str:
    """Return the next number, such as "2026-000123".

    The row of the year stays locked until the end of the transaction: nobody else gets a number before, and a rollback
    gives it back. Take it as the last step before the case is written.
    """
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        (number,) = cursor.fetchone()
    return f"{year}-{number:06d}"
