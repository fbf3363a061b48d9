"""The transaction in which places are taken and given back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection, transaction
from psycopg import errors

from modules.appointments.errors import BusyError
from rathaus.tenancy.trips import Statement

IMPATIENCE: Final = Statement(
    "SELECT set_config('lock_timeout', '2s', true), set_config('statement_timeout', '5s', true)"
)
_CROWDED = (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected)


@contextmanager
def booking_transaction(*, says_limits: bool = True) -> Iterator[None]:
    """Run the block in one transaction that gives up early; raises BusyError when a day is too crowded.

    Who does not let it say the limits sends IMPATIENCE in front of the first statements: one trip less.
    """
    try:
        with transaction.atomic():
            if says_limits:
                with connection.cursor() as cursor:
                    cursor.execute(IMPATIENCE.sql)
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, _CROWDED):
            raise BusyError from error
        raise
