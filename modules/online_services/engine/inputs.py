"""What stands in the inputs of a field for an answer: the opposite of `reading_values`."""

from collections.abc import Mapping, Sequence
from typing import Any

from modules.online_services.engine.fields import FormField
from modules.online_services.engine.formats import partial_date_text, plain_number
from modules.online_services.engine.reading_values import DATE_PARTS
from modules.online_services.engine.values import INLAND, PARTS, as_decimal, value_of

Inputs = Mapping[str, str | Sequence[str]]


def inputs_of(field: FormField, answer: Any, place: str) -> Inputs:
    """Return the values of all inputs of a field by their names, as they are typed and sent.

    Checkboxes, radio buttons and files have a list of values; days have one input and, beside it, three by parts.
    """
    if field.type in PARTS:
        return _of_parts(field, answer, place)
    if field.type in {"date", "partial_date"}:
        return {place: typed_text(field.type, answer), **_date_parts(answer, place)}
    if field.type == "table":
        return _of_table(field, answer, place)
    if field.type in {"choices", "upload"}:
        return {place: [str(value) for value in answer] if isinstance(answer, list) else []}
    if field.type == "consent":
        return {place: ["true"] if answer is True else []}
    return {place: typed_text(field.type, answer)}


def typed_text(kind: str, answer: Any) -> str:
    """Return the text of one input: "12,5", "24.11.2026", "yes"; what could not be read as it was typed."""
    if answer is None or isinstance(answer, bool):
        return {None: "", True: "yes", False: "no"}[answer]
    if kind == "money" and isinstance(answer, int):
        return f"{'-' * (answer < 0)}{abs(answer) // 100},{abs(answer) % 100:02d}"
    if kind == "number" and (number := as_decimal(answer)) is not None:
        return plain_number(number).replace(".", ",")
    is_day = kind in {"date", "partial_date"} and value_of(kind, answer) is not None
    return partial_date_text(answer) if is_day else str(answer)


def _date_parts(answer: Any, place: str) -> Mapping[str, str]:
    """What was typed into three inputs and is no day stands in them again as it was."""
    text = typed_text("partial_date", answer)
    known = text.split(".") if text.count(".") <= 2 else [text]
    values = [*[""] * (3 - len(known)), *known]
    return {f"{place}.{part}": value for part, value in zip(DATE_PARTS, values, strict=True)}


def _of_parts(field: FormField, answer: Any, place: str) -> Inputs:
    known = answer if isinstance(answer, Mapping) else {"country": INLAND} if field.type == "address" else {}
    return {f"{place}.{part}": _part_text(field.type, part, known.get(part)) for part in PARTS[field.type]}


def _part_text(kind: str, part: str, value: Any) -> str | Sequence[str]:
    if PARTS[kind][part] == "bool":
        return ["true"] if value is True else []
    return "" if value is None else str(value)


def _of_table(field: Any, answer: Any, place: str) -> Inputs:
    rows = [row for row in answer if isinstance(row, Mapping)] if isinstance(answer, list) else []
    return {
        f"{place}/{number}/{column.id}": typed_text(column.kind, row.get(column.id))
        for number, row in enumerate(rows)
        for column in field.columns
    }
