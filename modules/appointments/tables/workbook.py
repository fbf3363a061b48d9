"""A table as XLSX, which knows types: text stays text, whatever it begins with."""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from modules.appointments.tables.columns import Column, Value
from modules.appointments.tables.files import Sheet
from rathaus.files.tables import UNPRINTABLE

_CELL_LIMIT: Final = 32_767  # characters, of Excel
_FORMATS: Final = {datetime: "DD.MM.YYYY HH:MM", date: "DD.MM.YYYY", time: "HH:MM"}


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
    cell = WriteOnlyCell(page, UNPRINTABLE.sub("", value)[:_CELL_LIMIT])
    cell.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error
    return cell


def _title(text: str) -> str:
    """Return a name that a sheet may have: up to 31 characters, some of them forbidden."""
    return re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", UNPRINTABLE.sub("", text)).strip()[:31] or "Termine"
