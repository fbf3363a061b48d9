"""Rules in words that say one simple thing become rules of the form; the editor is asked to check them all the same.

Only one shape is understood: which fields are to be filled in only if a question was answered with yes or no. Whatever
is not certain (a field that stands in several places, a question that is none) stays a task alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from modules.online_services.engine.definition import FormDefinition, Group, Item
from modules.online_services.engine.plan import plan_of
from modules.online_services.engine.walking import Located, located_items

_LONGEST: Final = 2_000
_ID: Final = re.compile(r"\bF\d{8}(?:\d{3})?\b", re.ASCII)
_ONLY_IF: Final = re.compile(
    r"^(?P<targets>.+?)\s(?:ist|sind)\snur\s(?:dann\s)?(?:zu\sbefüllen|auszufüllen|anzugeben),?\swenn\s"
    r"(?P<question>.+?)\s(?P<answer>bejaht|verneint)\s(?:wurde|wird|ist)\.?$",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ShownIf:
    """These fields are shown if the question was answered so; all are ids of FIM."""

    targets: tuple[str, ...]
    question: str
    answer: bool


def understand(words: str) -> ShownIf | None:
    """Return what a rule says, if it says it in the one shape that is understood."""
    found = _ONLY_IF.match(words.strip()) if len(words) <= _LONGEST else None
    if not found:
        return None
    targets, questions = _ID.findall(found["targets"]), _ID.findall(found["question"])
    if not targets or len(questions) != 1 or questions[0] in targets:
        return None
    return ShownIf(tuple(targets), questions[0], found["answer"].lower() == "bejaht")


def apply_rule(definition: FormDefinition, rule: ShownIf, owner: str) -> FormDefinition | None:
    """Return the form with the rule at its fields; None where the ids do not fit or it would go round in a circle.

    `owner` is the group the rule stands at, "" for the whole form: only its fields are meant.
    """
    inside = [located for located in located_items(definition) if not owner or _is_inside(located, owner)]
    question = _one(inside, rule.question)
    targets = [_one(inside, fim_id) for fim_id in rule.targets]
    if question is None or question.item.type != "yes_no":
        return None
    if not all(target and target.rows[: len(question.rows)] == question.rows for target in targets):
        return None
    shown = question.item.id if rule.answer else f"{question.item.id} == False"
    wanted = {target.item.id: shown for target in targets if target}
    steps = (step.model_copy(update={"items": _changed(step.items, wanted)}) for step in definition.steps)
    changed = definition.model_copy(update={"steps": tuple(steps)})
    return None if plan_of(changed).cycle else changed


def _is_inside(located: Located, owner: str) -> bool:
    return any(group.id == owner for group in located.groups)


def _one(inside: list[Located], fim_id: str) -> Located | None:
    found = [located for located in inside if located.item.fim and located.item.fim.id == fim_id]
    return found[0] if len(found) == 1 else None


def _changed(items: tuple[Item, ...], wanted: Mapping[str, str]) -> tuple[Item, ...]:
    return tuple(_with_rules(items, wanted))


def _with_rules(items: tuple[Item, ...], wanted: Mapping[str, str]) -> Iterator[Item]:
    for item in items:
        update: dict[str, Any] = {}
        if isinstance(item, Group):
            update["items"] = _changed(item.items, wanted)
        if item.id in wanted:
            update["show"] = f"({item.show}) and {wanted[item.id]}" if item.show else wanted[item.id]
        yield item.model_copy(update=update) if update else item
