"""A table as CSV and as XLSX. Whatever people typed stays text: nothing in it becomes a formula of the reader's.

Spreadsheets take a CSV cell that begins with = + - @ for a formula (OWASP, "CSV Injection"). An apostrophe in front of
it says "text". XLSX knows types, so there the text stays as it is.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from modules.appointments.tables.columns import Column, Value

_FORMULA: Final = re.compile(r"\s*[=+\-@|%]|[\t\r\n]")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_CELL_LIMIT: Final = 32_767  # characters, of Excel
_FORMATS: Final = {datetime: "DD.MM.YYYY HH:MM", date: "DD.MM.YYYY", time: "HH:MM"}


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


def as_xlsx(sheet: Sheet) -> bytes:
    """Return the table as a workbook: dates and times are such, the head stays in sight and filters."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_title(sheet.title))
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.append(_head(page, sheet.columns))
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(page: WriteOnlyWorksheet, columns: Iterable[Column]) -> Iterator[WriteOnlyCell]:
    for column in columns:
        cell = _cell(page, str(column.label))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        yield cell


def _cell(page: WriteOnlyWorksheet, value: Value) -> WriteOnlyCell:
    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value)
        if number_format := _FORMATS.get(type(value)):
            cell.number_format = number_format
        return cell
    cell = WriteOnlyCell(page, _UNPRINTABLE.sub("", value)[:_CELL_LIMIT])
    cell.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error
    return cell


def _in_words(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return _plain(value) if isinstance(value, str) else str(value if value is not None else "")


def _plain(text: str) -> str:
    text = _UNPRINTABLE.sub("", text)
    return f"'{text}" if _FORMULA.match(text) else text


def _title(text: str) -> str:
    """Return a name that a sheet may have: up to 31 characters, some of them forbidden."""
    return re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", _UNPRINTABLE.sub("", text)).strip()[:31] or "Termine"
