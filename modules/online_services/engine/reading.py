"""From what a browser sent to answers.

Names of inputs are places: "group/0/field", parts after a dot: "anschrift.street", "geboren.day". An input that is not
among what was sent keeps its answer. A box that is not ticked is not sent at all: a hidden input of the same name with
an empty value says that it was on the page. That goes for consents, mandates, choices, radio buttons and files.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from modules.online_services.engine.definition import FormDefinition, Group, Item
from modules.online_services.engine.posted import Posted
from modules.online_services.engine.reading_values import KEEP, read_field
from modules.online_services.engine.state import MAX_ROWS
from modules.online_services.engine.validating import NOT_ANSWERED
from modules.online_services.engine.walking import answer_at, find_step, locate


def read_step(
    definition: FormDefinition, step_id: str, data: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers with what was sent for one step; `answers` stay as they are.

    What cannot be read is kept as it was typed, and `evaluate` says what is wrong with it.
    """
    changed = deepcopy(dict(answers))
    if step := find_step(definition, step_id):
        _read_items(step.items, Posted(data), "", changed)
    return changed


def add_row(definition: FormDefinition, answers: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return the answers with one more row of the repeating group at this place ("group"), if it takes one more."""
    changed, group, rows = _rows_at(definition, answers, place)
    if group and group.repeat:
        rows.extend({} for _missing in range(group.repeat.minimum - len(rows)))
        if len(rows) < min(group.repeat.maximum, MAX_ROWS):
            rows.append({})
    return changed


def remove_row(definition: FormDefinition, answers: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return the answers without the row at this place ("group/1"); later rows move up."""
    group_place, _slash, number = place.rpartition("/")
    changed, _group, rows = _rows_at(definition, answers, group_place)
    if number.isascii() and number.isdecimal() and int(number) < len(rows):
        del rows[int(number)]
    return changed


def _read_items(items: tuple[Item, ...], posted: Posted, prefix: str, target: dict[str, Any]) -> None:
    for item in items:
        if isinstance(item, Group):
            _read_group(item, posted, prefix, target)
        elif item.type not in NOT_ANSWERED:
            answer = read_field(item, posted, prefix + item.id, target.get(item.id))
            if answer is None:
                target.pop(item.id, None)
            elif answer is not KEEP:
                target[item.id] = answer


def _read_group(group: Group, posted: Posted, prefix: str, target: dict[str, Any]) -> None:
    if group.repeat is None:
        _read_items(group.items, posted, prefix, target)
        return
    numbers = posted.rows(prefix + group.id, min(group.repeat.maximum, MAX_ROWS))
    if not numbers:
        return
    rows = _as_rows(target.get(group.id))
    rows.extend({} for _missing in range(numbers[-1] + 1 - len(rows)))
    for number in numbers:
        _read_items(group.items, posted, f"{prefix}{group.id}/{number}/", rows[number])
    if group.id in target or any(rows):
        target[group.id] = rows


def _rows_at(
    definition: FormDefinition, answers: Mapping[str, Any], place: str
) -> tuple[dict[str, Any], Group | None, list[dict[str, Any]]]:
    """A copy of the answers, and the rows in it that belong to the place; made where there are none yet."""
    changed = deepcopy(dict(answers))
    *way, last = place.split("/")
    located = locate(definition, last)
    if located is None or not isinstance(located.item, Group) or len(way) != 2 * len(located.rows):
        return changed, None, []
    target: Any = changed if not way else _make_way(definition, changed, way)
    if not isinstance(target, dict):
        return changed, None, []
    target[last] = _as_rows(target.get(last))
    return changed, located.item, target[last]


def _make_way(definition: FormDefinition, answers: dict[str, Any], way: list[str]) -> Any:
    """Rows that a group demands exist on the page before anything was typed into them."""
    target: Any = answers
    for group_id, number in zip(way[::2], way[1::2], strict=True):
        located = locate(definition, group_id)
        if located is None or not isinstance(located.item, Group) or not number.isdecimal():
            return None
        least = located.item.repeat.minimum if located.item.repeat else 0
        rows = target[group_id] = _as_rows(target.get(group_id))
        rows.extend({} for _missing in range(least - len(rows)))
        target = rows[int(number)] if int(number) < len(rows) else None
        if target is None:
            return None
    return target


def _as_rows(answer: Any) -> list[dict[str, Any]]:
    return [dict(row) if isinstance(row, Mapping) else {} for row in answer] if isinstance(answer, list) else []


__all__ = ["add_row", "answer_at", "read_step", "remove_row"]
