"""The one place that walks through form definitions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from modules.online_services.engine.definition import Check, FormDefinition, Group, Item, Step
from modules.online_services.engine.fields import BaseField, FormField

Found = Step | Group | FormField | Check


@dataclass(frozen=True, slots=True)
class Located:
    """A field or group with the step it is on and the groups around it, the outermost first."""

    item: Item
    step: Step
    groups: tuple[Group, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """The ids of the repeating groups around it, the outermost first."""
        return tuple(group.id for group in self.groups if group.repeat)


def located_items(definition: FormDefinition) -> Iterator[Located]:
    """Return all fields and groups in the order of the form, a group before what stands in it."""
    for step in definition.steps:
        yield from _inside(step.items, step, ())


def fields_of(definition: FormDefinition) -> Iterator[FormField]:
    """Return all fields in the order of the form, those in groups too."""
    for located in located_items(definition):
        if not isinstance(located.item, Group):
            yield located.item


def groups_of(definition: FormDefinition) -> Iterator[Group]:
    """Return all groups in the order of the form."""
    for located in located_items(definition):
        if isinstance(located.item, Group):
            yield located.item


def find(definition: FormDefinition, part_id: str) -> Found | None:
    """Return the step, group, field or check with this id."""
    if located := locate(definition, part_id):
        return located.item
    parts: tuple[Step | Check, ...] = (*definition.steps, *definition.checks)
    return next((part for part in parts if part.id == part_id), None)


def find_field(definition: FormDefinition, field_id: str) -> FormField | None:
    """Return the field with this id."""
    located = locate(definition, field_id)
    return None if located is None or isinstance(located.item, Group) else located.item


def find_step(definition: FormDefinition, step_id: str) -> Step | None:
    """Return the step with this id."""
    return next((step for step in definition.steps if step.id == step_id), None)


def locate(definition: FormDefinition, part_id: str) -> Located | None:
    """Return where a field or group stands."""
    return index_of(definition).get(part_id)


def field_at(definition: FormDefinition, place: str) -> FormField | None:
    """Return the field of a place: "group/2/field" or "field"."""
    return find_field(definition, place.rsplit("/", 1)[-1])


def step_of(definition: FormDefinition, place: str) -> Step | None:
    """Return the step on which a place stands."""
    names = [name for name in place.split("/") if not name.isdigit()]
    located = locate(definition, names[-1]) if names else None
    return located.step if located else None


def answer_at(answers: Mapping[str, Any], place: str) -> Any:
    """Return the answer at a place; None where there is none."""
    found: Any = answers
    for name in place.split("/"):
        if isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        else:
            found = found.get(name) if isinstance(found, Mapping) else None
    return found


def index_of(definition: FormDefinition) -> Mapping[str, Located]:
    """Return all fields and groups by id; made once for each definition."""
    return _index(Same(definition))


class Same:
    """A definition as a key: it never changes, so the object itself says whether it is the same."""

    __slots__ = ("definition",)

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition

    def __hash__(self) -> int:
        return id(self.definition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.definition is other.definition


KEPT: Final = 128  # definitions whose index and plan are kept


@lru_cache(maxsize=KEPT)
def _index(key: Same) -> Mapping[str, Located]:
    found: dict[str, Located] = {}
    for located in located_items(key.definition):
        found.setdefault(located.item.id, located)
    return found


def _inside(items: tuple[Item, ...], step: Step, groups: tuple[Group, ...]) -> Iterator[Located]:
    for item in items:
        yield Located(item, step, groups)
        if isinstance(item, Group):
            yield from _inside(item.items, step, (*groups, item))


__all__ = [
    "BaseField",
    "Located",
    "answer_at",
    "field_at",
    "fields_of",
    "find",
    "find_field",
    "find_step",
    "groups_of",
    "index_of",
    "locate",
    "located_items",
    "step_of",
]
