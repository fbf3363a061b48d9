"""The transaction in which places are taken and given back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg import errors

from modules.appointments.errors import BusyError

_IMPATIENCE = "SELECT set_config('lock_timeout', '2s', true), set_config('statement_timeout', '5s', true)"
_CROWDED = (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected)


@contextmanager
def booking_transaction() -> Iterator[None]:
    """Run the block in one transaction that gives up early; raises BusyError when a day is too crowded."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_IMPATIENCE)
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, _CROWDED):
            raise BusyError from error
        raise
