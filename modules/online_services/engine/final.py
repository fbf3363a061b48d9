"""What is sent in the end: only what is shown, with what was computed."""

from collections.abc import Mapping
from typing import Any, Final

from modules.online_services.engine.definition import FormDefinition, Group, Item
from modules.online_services.engine.evaluation import Answers, Evaluation
from modules.online_services.engine.fields import FormField
from modules.online_services.engine.values import INLAND, is_answered

_INLAND_PARTS: Final = ("country", "street", "house_number", "extra", "postal_code", "city", "locality")
_ABROAD_PARTS: Final = ("country", "lines")


def final_answers(definition: FormDefinition, answers: Answers, evaluation: Evaluation) -> dict[str, Any]:
    """Return the answers that count: hidden ones and what belongs to no field are dropped, computed values are in."""
    found: dict[str, Any] = {}
    for step in definition.steps:
        if step.id in evaluation.steps:
            found |= _items(step.items, answers, evaluation, "")
    return found


def _items(items: tuple[Item, ...], answers: Answers, evaluation: Evaluation, prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if prefix + item.id not in evaluation.shown:
            continue
        if isinstance(item, Group):
            found |= _group(item, answers, evaluation, prefix)
        elif (answer := _answer(item, answers, evaluation, prefix)) is not None:
            found[item.id] = answer
    return found


def _group(group: Group, answers: Answers, evaluation: Evaluation, prefix: str) -> dict[str, Any]:
    if group.repeat is None:
        return _items(group.items, answers, evaluation, prefix)
    given, rows = answers.get(group.id), list[dict[str, Any]]()
    known = given if isinstance(given, list) else []
    while f"{prefix}{group.id}/{len(rows)}" in evaluation.shown:
        row = known[len(rows)] if len(rows) < len(known) else {}
        inner = f"{prefix}{group.id}/{len(rows)}/"
        rows.append(_items(group.items, row if isinstance(row, Mapping) else {}, evaluation, inner))
    return {group.id: rows} if rows else {}


def _answer(field: FormField, answers: Answers, evaluation: Evaluation, prefix: str) -> Any:
    if field.type == "computed":
        return evaluation.computed.get(prefix + field.id)
    answer = answers.get(field.id)
    if field.type == "information" or not is_answered(field, answer):
        return None
    return _address(answer) if field.type == "address" and isinstance(answer, Mapping) else answer


def _address(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed for abroad and then hidden by choosing Germany goes, and the other way round."""
    parts = _INLAND_PARTS if answer.get("country", INLAND) == INLAND else _ABROAD_PARTS
    return {part: answer[part] for part in parts if part in answer}
