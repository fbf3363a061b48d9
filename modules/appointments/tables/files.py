"""A table as CSV. Whatever people typed stays text: nothing in it becomes a formula of the reader's.

Spreadsheets take a CSV cell that begins with = + - @ for a formula (OWASP, "CSV Injection"). An apostrophe in front of
it says "text". XLSX knows types, so there the text stays as it is (`workbook.py`).
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from modules.appointments.tables.columns import Column, Value

_FORMULA: Final = re.compile(r"\s*[=+\-@|%]|[\t\r\n]")
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title, columns and rows of values."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def as_csv(sheet: Sheet) -> bytes:
    """Return the table as German Excel opens it by a double click: semicolons, UTF-8 with a mark, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_plain(str(column.label)) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_in_words(value) for value in row])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _in_words(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return _plain(value) if isinstance(value, str) else str(value if value is not None else "")


def _plain(text: str) -> str:
    text = UNPRINTABLE.sub("", text)
    return f"'{text}" if _FORMULA.match(text) else text
