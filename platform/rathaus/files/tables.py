"""Tables that travel as CSV: read as whoever exported them made them, written as German spreadsheets open them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.utils.translation import gettext as _

MAX_BYTES: Final = 5_000_000
MAX_ROWS: Final = 20_000
_FORMULA: Final = re.compile(r"\s*[=+\-@|%]|[\t\r\n]")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


class UnreadableTableError(Exception):
    """A file that is no such table; `str(error)` is the sentence for the person in front."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the number of its line in the file, and its cells by our names."""

    line: int
    cells: Mapping[str, str]


def read_table(data: bytes, *, columns: Mapping[str, str], required: Iterable[str]) -> list[Row]:
    """Return the rows of a CSV in UTF-8 or Windows-1252, separated by semicolon, comma or tabulator.

    `columns` says for each known heading, in small letters, what we call it; others are left out. Raises
    UnreadableTableError with a sentence that says what to do.
    """
    rows = list(_rows(_text(data)))
    if len(rows) < 2:
        raise UnreadableTableError(_("Unter den Überschriften steht keine Zeile."))
    if len(rows) > MAX_ROWS + 1:
        text = _("Die Datei hat mehr als %(limit)s Zeilen. Bitte teilen Sie sie in mehrere auf.")
        raise UnreadableTableError(text % {"limit": MAX_ROWS})
    names = _names(rows[0][1], columns, required)
    return [Row(line, _cells(names, cells)) for line, cells in rows[1:]]


def write_table(headings: Sequence[object], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return the CSV as German Excel opens it by a double click: semicolons, UTF-8 with a mark, CRLF.

    Whatever people typed stays text: an apostrophe keeps it from becoming a formula (OWASP, "CSV Injection").
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_plain(str(heading)) for heading in headings])
    writer.writerows([_in_words(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise UnreadableTableError(_("Die Datei ist größer als 5 MB. Bitte teilen Sie sie in mehrere auf."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableTableError(_("Die Datei ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV (UTF-8)."))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.partition("\n")[0]
    separator = max((";", ",", "\t"), key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    last = 0
    try:
        for cells in reader:
            starts_at, last = last + 1, reader.line_num
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield starts_at, stripped
    except csv.Error:
        sentence = _("Ab Zeile %(number)s ist die Datei nicht lesbar: Dort stimmt ein Anführungszeichen nicht.")
        raise UnreadableTableError(sentence % {"number": last + 1}) from None


def _names(headings: list[str], columns: Mapping[str, str], required: Iterable[str]) -> list[str]:
    names = [columns.get(heading.lower(), "") for heading in headings]
    if missing := [name for name in required if name not in names]:
        sentence = _("In der ersten Zeile fehlen diese Überschriften: %(names)s.")
        raise UnreadableTableError(sentence % {"names": ", ".join(missing)})
    return names


def _cells(names: list[str], cells: list[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if name}


def _in_words(value: Any) -> str:
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
