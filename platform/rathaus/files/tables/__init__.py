"""Tables that travel as CSV: read as whoever exported them made them, written as German spreadsheets open them."""

from rathaus.files.tables.reading import (
    MAX_BYTES,
    Limits,
    Line,
    Row,
    Table,
    UnreadableTableError,
    clean,
    parse_table,
    read_table,
)
from rathaus.files.tables.writing import UNPRINTABLE, write_table

__all__ = [
    "MAX_BYTES",
    "UNPRINTABLE",
    "Limits",
    "Line",
    "Row",
    "Table",
    "UnreadableTableError",
    "clean",
    "parse_table",
    "read_table",
    "write_table",
]
