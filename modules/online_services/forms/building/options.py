"""Options of a choice and columns of a table, as rows of inputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from modules.online_services.building.errors import GermanMissingError, RowWithoutTextError
from modules.online_services.building.naming import id_for
from modules.online_services.engine.fields import Option, TableColumn

MAX_ROWS: Final = 300
_MAX_LABEL: Final = 300
_LANGUAGES: Final = ("de", "en", "de-einfach")
_LABEL: Final = ("label", "en", "simple")  # the inputs of a row that hold a text, by language
_HINT: Final = ("hint", "hint_en", "hint_simple")
_LEAVING: Final = "–"  # stands for the text of a row until it is removed
COLUMN_KINDS: Final = ("text", "number", "money", "date", "time", "choice")


@dataclass(frozen=True, slots=True)
class RowsStep:
    """What a button of the table asks for besides keeping what was typed: to move or remove a row."""

    kind: Literal["", "up", "down", "remove"] = ""
    row: int = -1

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "RowsStep":
        """Read the pressed button: "up-2"."""
        kind, _sign, number = str(data.get("zeile", "")).partition("-")
        if kind not in ("up", "down", "remove") or not number.isdecimal():
            return cls()
        return cls(kind, int(number))  # type: ignore[arg-type]  # one of the three


def options_from(data: Mapping[str, Any], known: tuple[Option, ...]) -> list[dict[str, Any]]:
    """Return the options as they were typed, with those of the text area behind; an empty row is left out.

    Values stay as they are, new ones are made from the text. Rules of options stay with their value. Raises
    GermanMissingError for a hint in another language only, RowWithoutTextError for a row with nothing but that.
    """
    rules = {option.value: option.show for option in known}
    rows = list(_written_rows(data, "option", ("en", "hint", "hint_en")))
    rows += [{"label": line.strip()} for line in str(data.get("mehrere", "")).splitlines() if line.strip()]
    taken: set[str] = set()
    found = []
    for row in rows[:MAX_ROWS]:
        value = row.get("value", "")[:60] or id_for(row["label"], taken, otherwise="option")
        taken.add(value)
        found.append({"value": value, "label": _text(row), "hint": _text(row, _HINT), "show": rules.get(value, "")})
    return moved(found, RowsStep.of(data))


def columns_from(data: Mapping[str, Any], known: tuple[TableColumn, ...]) -> list[dict[str, Any]]:
    """Return the columns as they were typed; choices of a column are one a line. Raises RowWithoutTextError."""
    ids = {column.id for column in known}
    rows = list(_written_rows(data, "column", ("label", "en", "choices", "required")))
    taken: set[str] = set()
    found = []
    for row in rows[:8]:
        column_id = row["value"] if row.get("value") in ids else id_for(row["label"], taken, otherwise="spalte")
        taken.add(column_id)
        found.append({"id": column_id, "label": _text(row), **_column_settings(row)})
    return moved(found, RowsStep.of(data))


def _column_settings(row: Mapping[str, str]) -> dict[str, Any]:
    kind = row.get("kind", "text") if row.get("kind") in COLUMN_KINDS else "text"
    lines = [part.strip() for part in row.get("choices", "").split(";") if part.strip()] if kind == "choice" else []
    taken: set[str] = set()
    options = []
    for line in lines:
        value = id_for(line, taken, otherwise="option")
        taken.add(value)
        options.append({"value": value, "label": line[:_MAX_LABEL]})
    return {"kind": kind, "required": bool(row.get("required")), "options": options}


def _written_rows(data: Mapping[str, Any], prefix: str, texts: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """Yield the rows that say something; the one that is about to be removed need not be right."""
    step = RowsStep.of(data)
    for number, row in enumerate(typed_rows(data, prefix)):
        if step == RowsStep("remove", number):
            yield {"value": row.get("value", ""), "label": _LEAVING}
        elif row.get("label"):
            yield row
        elif any(row.get(name) for name in texts):
            raise RowWithoutTextError


def typed_rows(data: Mapping[str, Any], prefix: str) -> list[dict[str, str]]:
    """Return the inputs of each row as they were typed."""
    rows: dict[int, dict[str, str]] = {}
    for name in data:
        start, _sign, rest = str(name).partition("-")
        number, _sign, setting = rest.partition("-")
        if start == prefix and number.isdecimal() and len(number) < 4:
            rows.setdefault(int(number), {})[setting] = str(data[name]).strip()[:4000]
    return [rows[number] for number in sorted(rows)]


def _text(row: Mapping[str, str], inputs: tuple[str, str, str] = _LABEL) -> dict[str, str]:
    """Return a text in the languages that were typed."""
    texts = {code: row.get(name, "")[:_MAX_LABEL] for code, name in zip(_LANGUAGES, inputs, strict=True)}
    found = {code: text for code, text in texts.items() if text}
    if found and not texts["de"]:
        raise GermanMissingError
    return found


def moved(rows: list[dict[str, Any]], step: RowsStep) -> list[dict[str, Any]]:
    """Return the rows with one moved by a place or removed."""
    if not 0 <= step.row < len(rows):
        return rows
    row, rest = rows[step.row], rows[: step.row] + rows[step.row + 1 :]
    if step.kind == "remove":
        return rest
    place = max(0, step.row + {"up": -1, "down": 1}.get(step.kind, 0))
    return [*rest[:place], row, *rest[place:]]


def column_kind_words() -> list[tuple[str, str]]:
    """Return the kinds of columns with their names."""
    words = (_("Text"), _("Zahl"), _("Geldbetrag"), _("Datum"), _("Uhrzeit"), _("Auswahl"))
    return list(zip(COLUMN_KINDS, words, strict=True))
