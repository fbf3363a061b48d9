"""Tables as whoever exported them made them: any of the usual encodings, separators and line ends."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MAX_BYTES: Final = 5_000_000
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


class UnreadableTableError(Exception):
    """A file that is no such table; `str(error)` is the sentence for the person in front."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a table may be: bytes, rows below the headings, columns, characters of a cell."""

    size: int = MAX_BYTES
    rows: int = 20_000
    columns: int = 200
    cell: int = 50_000


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


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the number of its line in the file, and its cells by our names."""

    line: int
    cells: Mapping[str, str]


def parse_table(data: bytes, *, limits: Limits | None = None) -> Table:
    """Return the table of a CSV file: UTF-8, UTF-16 or Windows-1252, separated by semicolon, comma, tabulator or bar.

    Raises UnreadableTableError with a sentence that says what to do: for other kinds of files, what is beyond the
    limits, quotes that do not close.
    """
    limits = limits or Limits()
    text = _decode(data, limits)
    first, _newline, rest = text.partition("\n")
    if separator := re.fullmatch(r'"?sep=(.)"?', first.strip(" ")):
        return _table(_Reader(rest, separator[1], limits, skipped=1))
    return _table(_Reader(text, _separator_of(text), limits))


def read_table(data: bytes, *, columns: Mapping[str, str], required: Iterable[str]) -> list[Row]:
    """Return the rows of a CSV file with the cells of the columns that we know.

    `columns` says for each known heading, in small letters, what we call it; others are left out. Raises
    UnreadableTableError with a sentence that says what to do, also for a row whose cells have moved to the right.
    """
    table = parse_table(data)
    names = [columns.get(heading.lower(), "") for heading in table.headings]
    if missing := [name for name in required if name not in names]:
        sentence = _("In der ersten Zeile fehlen diese Überschriften: %(names)s.")
        raise UnreadableTableError(sentence % {"names": ", ".join(missing)})
    return [_row(names, line) for line in table.lines]


def clean(cell: str) -> str:
    """Return the text without outer spaces, invisible marks and the protection from formulas."""
    text = _INVISIBLE.sub("", cell).replace("\u00a0", " ").strip()
    return _PROTECTED.sub("", text, count=1) if text.startswith("'") else text


def _row(names: list[str], line: Line) -> Row:
    if line.is_too_wide:
        sentence = _("Zeile %(number)s hat mehr Spalten als Überschriften. Steht ein Trennzeichen in einem Text?")
        raise UnreadableTableError(sentence % {"number": line.number})
    return Row(line.number, {name: cell for name, cell in zip(names, line.cells, strict=False) if name})


def _decode(data: bytes, limits: Limits) -> str:
    if not data.strip():
        raise UnreadableTableError(_empty())
    if len(data) > limits.size:
        sentence = _("Die Datei ist größer als %(limit)s MB. Bitte teilen Sie sie in mehrere auf.")
        raise UnreadableTableError(sentence % {"limit": number_format(f"{limits.size / 1_000_000:g}")})
    for beginning, program in _PROGRAMS.items():
        if data.startswith(beginning):
            text = _("Das ist eine Datei im Format %(format)s. Bitte speichern Sie die Tabelle als CSV.")
            raise UnreadableTableError(text % {"format": program})
    text = _as_text(data)
    if "\x00" in text:
        raise UnreadableTableError(_no_text())
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _as_text(data: bytes) -> str:
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # "Unicode-Text" of Excel
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTableError(_no_text())


def _no_text() -> str:
    return _("Die Datei ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV (UTF-8).")


def _empty() -> str:
    return _("Die Datei ist leer. Bitte wählen Sie eine andere.")


def _separator_of(text: str) -> str:
    """Return the separator that cuts the headings into most parts; a semicolon where none does."""
    head = re.sub(r'"[^"\n]*"', "", next((line for line in text.split("\n") if line.strip()), ""))
    return max(_SEPARATORS, key=head.count)


def _table(reader: "_Reader") -> Table:
    lines = list(reader.lines())
    if not lines:
        raise UnreadableTableError(_empty())
    head, *rows = lines
    if not rows:
        raise UnreadableTableError(_("Unter den Überschriften steht keine Zeile."))
    width = len(head.cells)
    return Table(head.cells, tuple(Line(row.number, row.cells, any(row.cells[width:])) for row in rows))


@dataclass(frozen=True, slots=True)
class _Reader:
    """A text cut into lines and cells; `skipped` lines of the file stand before it."""

    text: str
    separator: str
    limits: Limits
    skipped: int = 0

    def lines(self) -> Iterator[Line]:
        """Yield the lines that hold anything, the headings first."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator, strict=True)
        number, found = self.skipped, 0
        try:
            for row in reader:
                starts_at, number = number + 1, self.skipped + reader.line_num
                cells = self._cells(row, starts_at)
                if any(cells):
                    found += 1
                    self._refuse_too_many(found)
                    yield Line(starts_at, cells)
        except csv.Error as error:
            sentence = _("Ab Zeile %(number)s ist die Datei nicht lesbar: Dort stimmt ein Anführungszeichen nicht.")
            raise UnreadableTableError(sentence % {"number": number + 1}) from error

    def _cells(self, row: list[str], number: int) -> tuple[str, ...]:
        most, longest = self.limits.columns, self.limits.cell
        if len(row) > most:
            sentence = _("Zeile %(number)s hat %(count)s Spalten. Mehr als %(limit)s kann eine Datei nicht haben.")
            raise UnreadableTableError(sentence % {"number": number, "count": len(row), "limit": most})
        if any(len(cell) > longest for cell in row):
            sentence = _("In Zeile %(number)s steht ein Text mit mehr als %(limit)s Zeichen. Bitte kürzen Sie ihn.")
            raise UnreadableTableError(sentence % {"number": number, "limit": longest})
        return tuple(clean(cell) for cell in row)

    def _refuse_too_many(self, found: int) -> None:
        if found > self.limits.rows + 1:
            sentence = _("Die Datei hat mehr als %(limit)s Zeilen. Bitte teilen Sie sie in mehrere auf.")
            raise UnreadableTableError(sentence % {"limit": self.limits.rows})
