"""A CSV file of citizens as whoever exported it made it: UTF-8 or Windows, semicolon, comma or tabulator."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from modules.citizen_accounts.errors import UnreadableFileError

MAX_BYTES: Final = 5_000_000
MAX_ROWS: Final = 20_000
REQUIRED: Final = ("email", "first_name", "last_name")
COLUMNS: Final = {
    "email": "email",
    "e-mail": "email",
    "e-mail-adresse": "email",
    "mail": "email",
    "first_name": "first_name",
    "vorname": "first_name",
    "last_name": "last_name",
    "nachname": "last_name",
    "familienname": "last_name",
    "name": "last_name",
    "birth_date": "birth_date",
    "geburtsdatum": "birth_date",
    "street": "street",
    "straße": "street",
    "strasse": "street",
    "straße und hausnummer": "street",
    "postal_code": "postal_code",
    "plz": "postal_code",
    "postleitzahl": "postal_code",
    "city": "city",
    "ort": "city",
    "wohnort": "city",
    "locality": "locality",
    "ortschaft": "locality",
    "ortsteil": "locality",
    "phone": "phone",
    "telefon": "phone",
    "language": "language",
    "sprache": "language",
}


def read_people(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return each row with the number of its line and its cells by our names; unknown columns are left out.

    Raises UnreadableFileError with a sentence that says what to do.
    """
    rows = list(_rows(_text(data)))
    if len(rows) < 2:
        raise UnreadableFileError(_("Unter den Überschriften steht keine Zeile."))
    if len(rows) > MAX_ROWS + 1:
        text = _("Die Datei hat mehr als %(limit)s Zeilen. Bitte teilen Sie sie in mehrere auf.")
        raise UnreadableFileError(text % {"limit": MAX_ROWS})
    names = _names(rows[0][1])
    return [(line, _cells(names, cells)) for line, cells in rows[1:]]


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(_("Die Datei ist größer als 5 MB. Bitte teilen Sie sie in mehrere auf."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableFileError(_("Die Datei ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV (UTF-8)."))


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
        raise UnreadableFileError(sentence % {"number": last + 1}) from None


def _names(headings: list[str]) -> list[str]:
    names = [COLUMNS.get(heading.lower(), "") for heading in headings]
    if missing := [name for name in REQUIRED if name not in names]:
        sentence = _("In der ersten Zeile fehlen diese Überschriften: %(names)s.")
        raise UnreadableFileError(sentence % {"names": ", ".join(missing)})
    return names


def _cells(names: list[str], cells: list[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if name}
