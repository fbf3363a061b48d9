"""A CSV file of another system as a table, within what somebody brings at once."""

from typing import Final

from modules.appointments.imports.errors import UnreadableFileError
from rathaus.files.tables import Limits, Table, UnreadableTableError, parse_table

MAX_BYTES: Final = 1_500_000
LIMITS: Final = Limits(size=MAX_BYTES, rows=5_000, columns=60, cell=2_000)


def read_file(data: bytes) -> Table:
    """Return the file's table; raises UnreadableFileError with a sentence that says what to do."""
    try:
        return parse_table(data, limits=LIMITS)
    except UnreadableTableError as error:
        raise UnreadableFileError(str(error)) from None
