"""A table of appointments or figures, and as CSV; as XLSX, which knows types, see `workbook.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from modules.appointments.tables.columns import Column, Value
from rathaus.files.tables import write_table


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title, columns and rows of values."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def as_csv(sheet: Sheet) -> bytes:
    """Return the table as German Excel opens it; whatever people typed stays text."""
    return write_table([column.label for column in sheet.columns], sheet.rows)
