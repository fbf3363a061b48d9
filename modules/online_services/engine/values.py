"""From answers as JSON to the values that expressions reckon with; what is missing or cannot be read is None."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from modules.online_services.engine.calculating import as_date, as_number, as_time, is_number
from modules.online_services.engine.fields import ComputedField, FormField, TableColumn, TableField

_DECIMAL: Final = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
_PARTIAL: Final = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
PARTS: Final[Mapping[str, Mapping[str, str]]] = {  # what expressions may ask of a field by a dot, and its kind
    "address": dict.fromkeys(
        ("country", "street", "house_number", "extra", "postal_code", "city", "locality", "lines"), "text"
    ),
    "iban": {"iban": "text", "holder": "text", "mandate": "bool"},
    "point": {"lat": "number", "lon": "number", "description": "text"},
}
INLAND: Final = "DE"


def value_of(kind: str, answer: Any) -> Any:
    """Return the value of an answer to a field of this kind, whatever options or files there are."""
    read: Callable[[Any], Any] = _READERS.get(kind, _text)
    return read(answer)


def part_of(kind: str, answer: Any, part: str) -> Any:
    """Return a part of an address, account or place."""
    if not isinstance(answer, Mapping) or part not in PARTS.get(kind, {}):
        return None
    return value_of({"bool": "yes_no", "number": "number"}.get(PARTS[kind][part], "text"), answer.get(part))


def table_rows(field: TableField, answer: Any) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a table as values by column."""
    rows = answer[: field.max_rows] if isinstance(answer, list) else ()
    return [_table_row(field.columns, row) for row in rows if isinstance(row, Mapping)]


def as_partial_date(answer: Any) -> date | str | None:
    """Return the day, or the text of a date of which month or day are unknown."""
    if day := as_date(answer):
        return day
    if not isinstance(answer, str) or not _PARTIAL.fullmatch(answer) or not int(answer[:4]):
        return None
    return answer if 1 <= int(answer[5:] or 1) <= 12 else None


def as_decimal(answer: Any) -> Decimal | None:
    """Return the number of a decimal text such as "12.5"."""
    return Decimal(answer) if isinstance(answer, str) and _DECIMAL.fullmatch(answer) else None


def computed_json(field: ComputedField, value: Any) -> Any:
    """Return a computed value as JSON keeps it; None where it is not of the kind that the field promises."""
    if field.result in {"number", "money"}:
        return _number_json(field, value)
    if field.result == "date":
        return day.isoformat() if (day := as_date(value)) else None
    if field.result == "yes_no":
        return value if isinstance(value, bool) else None
    return value[:4000] if isinstance(value, str) else _plain(value)


def _number_json(field: ComputedField, value: Any) -> str | int | None:
    if not is_number(value) or abs(value) >= 10**15:
        return None
    if field.result == "money":
        return int(value.to_integral_value(rounding="ROUND_HALF_UP"))
    return _plain(value.quantize(Decimal(1).scaleb(-field.decimals), rounding="ROUND_HALF_UP"))


def _plain(value: Any) -> str | None:
    """12.50 is 12.5, and minus zero is zero."""
    if not is_number(value):
        return None
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text[:40]


def _text(answer: Any) -> str | None:
    return answer if isinstance(answer, str) and answer else None


def _bool(answer: Any) -> bool | None:
    return answer if isinstance(answer, bool) else None


def _list(answer: Any) -> list[str] | None:
    return [item for item in answer if isinstance(item, str)] or None if isinstance(answer, list) else None


def _mapping(answer: Any) -> Mapping[str, Any] | None:
    return answer if isinstance(answer, Mapping) and answer else None


def _money(answer: Any) -> Decimal | None:
    return as_number(answer) if isinstance(answer, int) else None


def _table_row(columns: Sequence[TableColumn], row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {column.id: value_of(column.kind, row.get(column.id)) for column in columns}


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "number": as_decimal,
    "money": _money,
    "date": as_date,
    "partial_date": as_partial_date,
    "time": as_time,
    "yes_no": _bool,
    "consent": lambda answer: True if answer is True else None,
    "choices": _list,
    "upload": _list,
    "table": lambda answer: answer if isinstance(answer, list) and answer else None,
    "address": _mapping,
    "iban": _mapping,
    "point": _mapping,
    "information": lambda _answer: None,
}


def computed_value(field: ComputedField, answer: Any) -> Any:
    """Return a computed value, as it stands in JSON, for further expressions."""
    if field.result == "money":
        return _money(answer)
    return value_of(field.result, answer)


def is_answered(field: FormField, answer: Any) -> bool:
    """Return whether anything was answered; a country alone is no address, no is an answer."""
    if isinstance(answer, Mapping):
        return (
            any(value for key, value in answer.items() if key != "country") or answer.get("country", INLAND) != INLAND
        )
    if field.type == "consent":
        return answer is True
    if field.type == "table" and isinstance(answer, list):
        return any(answer)
    return answer is not None and answer not in ("", [])
