"""Answers as JSON nested by groups, with the ids of FIM as keys where there are some, as FIT-Connect carries them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from modules.online_services.engine.definition import FormDefinition, Group, Item
from modules.online_services.engine.evaluation import Answers
from modules.online_services.engine.fields import FormField
from modules.online_services.engine.values import as_decimal


def nested_export(definition: FormDefinition, answers: Answers) -> dict[str, Any]:
    """Return final answers as {"G06001617": {"F60000227": "Mustermann"}}; steps leave no trace, groups nest.

    Numbers are numbers and amounts are euros. Elements without an id of FIM keep their own. Where the same element
    stands several times beside itself, its values form a list; so do those of a field that was imported as repeating.
    """
    found: dict[str, Any] = {}
    for step in definition.steps:
        _add_items(found, step.items, answers)
    return found


def _add_items(found: dict[str, Any], items: tuple[Item, ...], answers: Answers) -> None:
    for item in items:
        if isinstance(item, Group):
            _add_group(found, item, answers)
        elif (answer := answers.get(item.id)) is not None:
            _put(found, key_of(item), _exported(item, answer))


def _add_group(found: dict[str, Any], group: Group, answers: Answers) -> None:
    if group.repeat is None:
        inner: dict[str, Any] = {}
        _add_items(inner, group.items, answers)
        if inner:
            _put(found, key_of(group), inner)
        return
    rows = [row for row in answers.get(group.id) or () if isinstance(row, Mapping)]
    only = group.items[0] if len(group.items) == 1 else None
    if group.fim is None and only is not None and not isinstance(only, Group) and only.fim:
        values = [_exported(only, row[only.id]) for row in rows if row.get(only.id) is not None]
        _extend(found, key_of(only), values)
    else:
        _extend(found, key_of(group), [exported for row in rows if (exported := _row(group, row))])


def key_of(item: Item) -> str:
    """Return the id of FIM, else the own one."""
    return item.fim.id if item.fim else item.id


def _row(group: Group, row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    _add_items(found, group.items, row)
    return found


def _put(found: dict[str, Any], key: str, value: Any) -> None:
    if key not in found:
        found[key] = value
    elif isinstance(found[key], list):
        found[key].append(value)
    else:
        found[key] = [found[key], value]


def _extend(found: dict[str, Any], key: str, values: list[Any]) -> None:
    if values:
        before = found.get(key, [])
        found[key] = [*(before if isinstance(before, list) else [before]), *values]


def _exported(field: FormField, answer: Any) -> Any:
    kind = field.result if field.type == "computed" else field.type
    if kind == "number" and (number := as_decimal(answer)) is not None:
        return _plain(number)
    if kind == "money" and isinstance(answer, int):
        return _plain(Decimal(answer) / 100)
    return answer


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
