"""What was typed into one field, as JSON. What cannot be read stays as it was typed, and validation says so."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from modules.online_services.engine import fields
from modules.online_services.engine.formats import (
    join_date,
    read_cents,
    read_date,
    read_number,
    read_partial_date,
    read_time,
)
from modules.online_services.engine.identifiers import as_digits, as_iban, as_plate
from modules.online_services.engine.posted import Posted
from modules.online_services.engine.values import INLAND, PARTS, is_answered

KEEP: Final = object()  # the field was not on the page: its answer stays
DATE_PARTS: Final = ("day", "month", "year")
_YES: Final = frozenset({"yes", "true", "ja", "1", "on"})
_NO: Final = frozenset({"no", "false", "nein", "0", "off"})


def read_field(field: fields.FormField, posted: Posted, name: str, before: Any) -> Any:
    """Return the new answer, None for nothing, KEEP where the field was not on the page."""
    read: Callable[[Any, Posted, str, Any], Any] = _READERS.get(field.type, _read_simple)
    return read(field, posted, name, before)


def typed(kind: str, text: str) -> Any:
    """Return the answer to a simple field or a column of a table; None for nothing."""
    if not text:
        return None
    return _SIMPLE[kind](text)


def _parsed(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def call(text: str) -> Any:
        found = read(text)
        return text if found is None else found

    return call


_SIMPLE: Final[Mapping[str, Callable[[str], Any]]] = {
    "text": str,
    "choice": str,
    "email": str,
    "phone": str,
    "file_reference": str,
    "number": _parsed(read_number),
    "money": _parsed(read_cents),
    "date": _parsed(read_date),
    "partial_date": _parsed(read_partial_date),
    "time": _parsed(read_time),
    "plate": as_plate,
    "tax_id": lambda text: as_digits(text, 11),
    "chip_number": lambda text: as_digits(text, 15),
}


def _read_simple(field: fields.FormField, posted: Posted, name: str, _before: Any) -> Any:
    return typed(field.type, posted.one(name)) if posted.has(name) else KEEP


def _read_long_text(_field: fields.FormField, posted: Posted, name: str, _before: Any) -> Any:
    return posted.lines(name) or None if posted.has(name) else KEEP


def _read_date(field: fields.FormField, posted: Posted, name: str, before: Any) -> Any:
    """One input, or three for day, month and year."""
    parts = [f"{name}.{part}" for part in DATE_PARTS]
    if not posted.has(*parts):
        return _read_simple(field, posted, name, before)
    return typed(field.type, join_date([posted.one(part) for part in parts]))


def _read_choices(field: fields.ChoicesField, posted: Posted, name: str, _before: Any) -> Any:
    if not posted.has(name):
        return KEEP
    chosen = dict.fromkeys(value for value in posted.many(name) if value)
    order = {option.value: at for at, option in enumerate(field.options)}
    return sorted(chosen, key=lambda value: order.get(value, len(order))) or None


def _read_yes_no(_field: fields.FormField, posted: Posted, name: str, _before: Any) -> Any:
    if not posted.has(name):
        return KEEP
    text = posted.one(name)
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    return text or None


def _read_consent(_field: fields.FormField, posted: Posted, name: str, _before: Any) -> Any:
    return _is_ticked(posted, name) or None if posted.has(name) else KEEP


def _read_upload(_field: fields.FormField, posted: Posted, name: str, _before: Any) -> Any:
    return list(dict.fromkeys(value for value in posted.many(name) if value)) or None if posted.has(name) else KEEP


def _read_address(field: fields.AddressField, posted: Posted, name: str, before: Any) -> Any:
    """Parts for abroad stay when the country becomes Germany, and the other way round."""
    return _merge(field, posted, name, before, {"lines": posted.lines})


def _read_iban(field: fields.IbanField, posted: Posted, name: str, before: Any) -> Any:
    readers = {"iban": lambda part: as_iban(posted.one(part)), "mandate": lambda part: _is_ticked(posted, part)}
    return _merge(field, posted, name, before, readers)


def _read_point(field: fields.PointField, posted: Posted, name: str, before: Any) -> Any:
    def degree(part: str) -> str:
        return posted.one(part).replace(",", ".")

    return _merge(field, posted, name, before, {"lat": degree, "lon": degree, "description": posted.lines})


def _merge(
    field: Any,
    posted: Posted,
    name: str,
    before: Any,
    readers: Mapping[str, Callable[[str], Any]],
) -> Any:
    parts = [part for part in PARTS[field.type] if posted.has(f"{name}.{part}")]
    if not parts:
        return KEEP
    new = {part: readers.get(part, posted.one)(f"{name}.{part}") for part in parts}
    old = before if isinstance(before, Mapping) else {}
    defaults = {"country": INLAND} if field.type == "address" else {}
    answer = {part: value for part, value in {**defaults, **old, **new}.items() if value not in ("", None)}
    return answer if is_answered(field, answer) else None


def _read_table(field: fields.TableField, posted: Posted, name: str, _before: Any) -> Any:
    """Rows in which nothing stands are left out."""
    numbers = posted.rows(name, 100)
    if not numbers:
        return KEEP if not posted.has(name) else None
    rows = [
        {column.id: typed(column.kind, posted.one(f"{name}/{number}/{column.id}")) for column in field.columns}
        for number in numbers
    ]
    filled = [{key: value for key, value in row.items() if value is not None} for row in rows]
    return [row for row in filled if row] or None


def _is_ticked(posted: Posted, name: str) -> bool:
    return any(value.casefold() in _YES for value in posted.many(name))


_READERS: Final[Mapping[str, Callable[[Any, Posted, str, Any], Any]]] = {
    "long_text": _read_long_text,
    "date": _read_date,
    "partial_date": _read_date,
    "choices": _read_choices,
    "yes_no": _read_yes_no,
    "consent": _read_consent,
    "upload": _read_upload,
    "address": _read_address,
    "iban": _read_iban,
    "point": _read_point,
    "table": _read_table,
}
