"""A CSV file of citizens as whoever exported it made it: UTF-8 or Windows, semicolon, comma or tabulator."""

from typing import Final

from modules.citizen_accounts.errors import UnreadableFileError
from rathaus.files.tables import UnreadableTableError, read_table

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
    try:
        rows = read_table(data, columns=COLUMNS, required=REQUIRED)
    except UnreadableTableError as error:
        raise UnreadableFileError(str(error)) from None
    return [(row.line, dict(row.cells)) for row in rows]
