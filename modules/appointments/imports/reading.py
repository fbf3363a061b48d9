"""A CSV file as whoever exported it made it: any of the usual encodings, separators and line ends."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from modules.appointments.imports.errors import UnreadableFileError

MAX_BYTES: Final = 1_500_000
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 2_000  # characters

_SEPARATORS: Final = (";", ",", "\t", "|")
_PROGRAMS: Final = {
    b"PK\x03\x04": "Excel",
    b"\xd0\xcf\x11\xe0": "Excel",
    b"%PDF": "PDF",
    b"\x1f\x8b": "ZIP",
}  # how files begin that people take for a table
_INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_PROTECTED: Final = re.compile(r"'(?=\s*[=+\-@|%])")  # the apostrophe with which exports protect from formulas


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the number of its line in the file, as an editor shows it, and its cells.

    One that is too wide has something in a column without a heading.
    """

    number: int
    cells: tuple[str, ...]
    is_too_wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The headings and the rows below them; empty rows are left out."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(data: bytes) -> Table:
    """Return the file's table.

    Raises UnreadableFileError with a sentence that says what to do: for other kinds of files, too many rows or
    columns, cells longer than any real one, quotes that do not close.
    """
    text = _decode(data)
    first, _newline, rest = text.partition("\n")
    if separator := re.fullmatch(r'"?sep=(.)"?', first.strip(" ")):
        return _table(rest, separator[1], skipped=1)
    return _table(text, _separator_of(text), skipped=0)


def _decode(data: bytes) -> str:
    if not data.strip():
        raise UnreadableFileError(_("Die Datei ist leer. Bitte wählen Sie eine andere."))
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(_("Die Datei ist größer als 1,5 MB. Bitte teilen Sie sie in mehrere auf."))
    for beginning, program in _PROGRAMS.items():
        if data.startswith(beginning):
            text = _("Das ist eine Datei im Format %(format)s. Bitte speichern Sie die Tabelle als CSV.")
            raise UnreadableFileError(text % {"format": program})
    text = _as_text(data)
    if "\x00" in text:
        raise UnreadableFileError(_no_text())
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _as_text(data: bytes) -> str:
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # "Unicode-Text" of Excel
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(_no_text())


def _no_text() -> str:
    return _("Die Datei ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV (UTF-8).")


def _separator_of(text: str) -> str:
    """Return the separator that cuts the headings into most parts; a semicolon where none does."""
    head = re.sub(r'"[^"\n]*"', "", next((line for line in text.split("\n") if line.strip()), ""))
    return max(_SEPARATORS, key=head.count)


def _table(text: str, separator: str, *, skipped: int) -> Table:
    lines = list(_lines(text, separator, skipped=skipped))
    if not lines:
        raise UnreadableFileError(_("Die Datei ist leer. Bitte wählen Sie eine andere."))
    head, *rows = lines
    if not rows:
        raise UnreadableFileError(_("Unter den Überschriften steht keine Zeile."))
    width = len(head.cells)
    lines = [replace(line, is_too_wide=any(line.cells[width:])) for line in rows]
    return Table(headings=head.cells, lines=tuple(lines))


def _lines(text: str, separator: str, *, skipped: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, found = skipped, 0
    try:
        for row in reader:
            starts_at, number = number + 1, skipped + reader.line_num
            cells = _cells(row, starts_at)
            if any(cells):
                found += 1
                _refuse_too_many(found)
                yield Line(starts_at, cells)
    except csv.Error as error:
        sentence = _("Ab Zeile %(number)s ist die Datei nicht lesbar: Dort stimmt ein Anführungszeichen nicht.")
        raise UnreadableFileError(sentence % {"number": number + 1}) from error


def _cells(row: list[str], number: int) -> tuple[str, ...]:
    if len(row) > MAX_COLUMNS:
        sentence = _("Zeile %(number)s hat %(count)s Spalten. Mehr als %(limit)s kann eine Datei nicht haben.")
        raise UnreadableFileError(sentence % {"number": number, "count": len(row), "limit": MAX_COLUMNS})
    if any(len(cell) > MAX_CELL for cell in row):
        sentence = _("In Zeile %(number)s steht ein Text mit mehr als %(limit)s Zeichen. Bitte kürzen Sie ihn.")
        raise UnreadableFileError(sentence % {"number": number, "limit": MAX_CELL})
    return tuple(clean(cell) for cell in row)


def _refuse_too_many(found: int) -> None:
    if found > MAX_ROWS + 1:
        sentence = _("Die Datei hat mehr als %(limit)s Zeilen. Bitte teilen Sie sie in mehrere auf.")
        raise UnreadableFileError(sentence % {"limit": MAX_ROWS})


def clean(cell: str) -> str:
    """Return the text without outer spaces, invisible marks and the protection from formulas."""
    text = _INVISIBLE.sub("", cell).replace("\u00a0", " ").strip()
    return _PROTECTED.sub("", text, count=1) if text.startswith("'") else text
