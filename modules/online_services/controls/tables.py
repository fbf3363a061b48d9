"""Tables: rows of short answers, with one empty row more than were filled in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from modules.online_services.controls.parts import Choice, Control, Input, element_id
from modules.online_services.engine.calculating import as_date
from modules.online_services.engine.inputs import typed_text

if TYPE_CHECKING:
    from modules.online_services.controls.building import Page
    from modules.online_services.engine.fields import TableColumn, TableField


def table(item: "TableField", answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    """A row for each that was filled in, and at least one empty one while there is room."""
    given = [row for row in answer if isinstance(row, Mapping)] if isinstance(answer, list) else []
    number = min(max(len(given) + 1, item.min_rows, 1), item.max_rows)
    rows = [given[at] if at < len(given) else {} for at in range(number)]
    return Control(
        "table",
        columns=[str(column.label) for column in item.columns],
        rows=[[_cell(column, row, base["place"], at) for column in item.columns] for at, row in enumerate(rows)],
        more={"can_add": number < item.max_rows},
        **base,
    )


def _cell(column: "TableColumn", row: Mapping[str, Any], place: str, at: int) -> Input:
    name = f"{place}/{at}/{column.id}"
    answer = row.get(column.id)
    options = tuple(
        Choice(element_id(name, one.value), one.value, str(one.label), is_chosen=one.value == answer)
        for one in column.options
    )
    return Input(
        element_id(name),
        name,
        str(column.label),
        str(answer or "") if column.kind == "date" else typed_text(column.kind, answer),
        kind="select" if column.kind == "choice" else "input",
        attrs=_attrs(column.kind, answer),
        choices=options,
        is_optional=not column.required,
    )


def _attrs(kind: str, answer: Any) -> dict[str, str]:
    if kind == "time" or (kind == "date" and (not answer or as_date(answer))):
        return {"type": kind}
    return {"type": "text", "autocomplete": "off"} | ({"inputmode": "decimal"} if kind in {"number", "money"} else {})
