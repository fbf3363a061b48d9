"""Tables as German spreadsheets open them. Whatever people typed stays text: nothing in it becomes a formula.

Spreadsheets take a CSV cell that begins with = + - @ for a formula (OWASP, "CSV Injection"). An apostrophe in front of
it says "text"; `reading.clean` takes it away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Final

_FORMULA: Final = re.compile(r"\s*[=+\-@|%]|[\t\r\n]")
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def write_table(headings: Sequence[object], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return the CSV as German Excel opens it by a double click: semicolons, UTF-8 with a mark, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_plain(str(heading)) for heading in headings])
    writer.writerows([_in_words(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _in_words(value: Any) -> str:
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
