"""Tables: each row is checked by the kind of its columns."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.online_services.engine.fields import TableColumn
from modules.online_services.engine.validators.asked import Asked
from modules.online_services.engine.values import value_of

_LONGEST: Final = 500


def check_table(asked: Asked) -> str:
    """The first thing that is wrong, with its row and column."""
    rows, least, most = asked.answer, asked.field.min_rows, asked.field.max_rows
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return _("Bitte prüfen Sie Ihre Angabe bei „%(label)s“.") % asked.words
    if len(rows) < least:
        return _too_few(asked, least)
    if len(rows) > most:
        return _too_many(asked, most)
    found = (_in_row(asked, number, row) for number, row in enumerate(rows, start=1))
    return next((problem for problem in found if problem), "")


def _in_row(asked: Asked, number: int, row: Mapping[str, Any]) -> str:
    column = next((column for column in asked.field.columns if not _is_right(column, row.get(column.id))), None)
    if column is None:
        return ""
    text = _("Bitte prüfen Sie bei „%(label)s“ in Zeile %(row)s die Spalte „%(column)s“.")
    return text % {**asked.words, "row": number, "column": str(column.label)}


def _is_right(column: TableColumn, answer: Any) -> bool:
    if answer is None or answer == "":
        return not column.required
    if column.kind == "choice":
        return any(option.value == answer for option in column.options)
    if isinstance(answer, str) and len(answer) > _LONGEST:
        return False
    return value_of(column.kind, answer) is not None


def _too_few(asked: Asked, least: int) -> str:
    text = ngettext(
        "Bitte füllen Sie bei „%(label)s“ mindestens %(count)s Zeile aus.",
        "Bitte füllen Sie bei „%(label)s“ mindestens %(count)s Zeilen aus.",
        least,
    )
    return text % {**asked.words, "count": least}


def _too_many(asked: Asked, most: int) -> str:
    text = ngettext(
        "Bitte füllen Sie bei „%(label)s“ höchstens %(count)s Zeile aus.",
        "Bitte füllen Sie bei „%(label)s“ höchstens %(count)s Zeilen aus.",
        most,
    )
    return text % {**asked.words, "count": most}
