"""The tree of a form: finding parts and putting others in their place. Nothing is changed in place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from modules.online_services.building.errors import TooLargeError, UnfitPlaceError, UnknownPartError
from modules.online_services.engine.definition import FormDefinition, Group, Step
from modules.online_services.engine.fields import BaseField

AnyPart = Step | Group | BaseField
Children = tuple[Any, ...]

MAX_STEPS: Final = 60
MAX_PARTS: Final = 500
MAX_DEPTH: Final = 3  # groups inside groups


@dataclass(frozen=True, slots=True)
class Place:
    """A part and where it stands. `parent_id` is "" for steps, `step_id` the step around it."""

    part: AnyPart
    parent_id: str
    index: int
    depth: int
    step_id: str


def places(definition: FormDefinition) -> Iterator[Place]:
    """Yield all steps, groups and fields in the order of the form."""
    for index, step in enumerate(definition.steps):
        yield Place(step, "", index, 0, step.id)
        yield from _below(step, 1, step.id)


def _below(container: Step | Group, depth: int, step_id: str) -> Iterator[Place]:
    for index, item in enumerate(container.items):
        yield Place(item, container.id, index, depth, step_id)
        if isinstance(item, Group):
            yield from _below(item, depth + 1, step_id)


def place_of(definition: FormDefinition, part_id: str) -> Place:
    """Return the part with this id and where it stands; raises UnknownPartError."""
    found = next((place for place in places(definition) if place.part.id == part_id), None)
    if found is None:
        raise UnknownPartError
    return found


def ids_of(definition: FormDefinition) -> set[str]:
    """Return the ids of all steps, groups, fields and checks."""
    return {place.part.id for place in places(definition)} | {check.id for check in definition.checks}


def children_of(definition: FormDefinition, parent_id: str) -> Children:
    """Return what stands directly below a step or group, the steps for ""; raises UnknownPartError."""
    if not parent_id:
        return definition.steps
    part = place_of(definition, parent_id).part
    if not isinstance(part, Step | Group):
        raise UnfitPlaceError
    return part.items


def with_children(definition: FormDefinition, parent_id: str, change: Callable[[Children], Children]) -> FormDefinition:
    """Return the form with other children below a step or group, or with other steps for ""."""
    if not parent_id:
        return definition.model_copy(update={"steps": change(definition.steps)})
    steps = tuple(_changed(step, parent_id, change) for step in definition.steps)
    return definition.model_copy(update={"steps": steps})


def _changed(part: Any, parent_id: str, change: Callable[[Children], Children]) -> Any:
    """Return the part with the change somewhere in it; one without it is the same object as before."""
    if not isinstance(part, Step | Group):
        return part
    if part.id == parent_id:
        return part.model_copy(update={"items": change(part.items)})
    items = tuple(_changed(item, parent_id, change) for item in part.items)
    is_same = all(new is old for new, old in zip(items, part.items, strict=True))
    return part if is_same else part.model_copy(update={"items": items})


def with_part(definition: FormDefinition, part_id: str, new: AnyPart) -> FormDefinition:
    """Return the form with another part in this one's place; raises UnknownPartError."""
    place = place_of(definition, part_id)
    return with_children(
        definition,
        place.parent_id,
        lambda children: (*children[: place.index], new, *children[place.index + 1 :]),
    )


def without_part(definition: FormDefinition, part_id: str) -> FormDefinition:
    """Return the form without this part and all below it; raises UnknownPartError."""
    place = place_of(definition, part_id)
    return with_children(
        definition, place.parent_id, lambda children: children[: place.index] + children[place.index + 1 :]
    )


def with_new(definition: FormDefinition, parent_id: str, index: int, part: AnyPart) -> FormDefinition:
    """Return the form with one more part below this parent; an index beyond the end means the end.

    Raises UnfitPlaceError for a step below another part or a field beside steps, TooLargeError for too much.
    """
    if isinstance(part, Step) == bool(parent_id):
        raise UnfitPlaceError
    children_of(definition, parent_id)
    grown = with_children(definition, parent_id, lambda children: (*children[:index], part, *children[index:]))
    _check_size(grown)
    return grown


def _check_size(definition: FormDefinition) -> None:
    all_places = list(places(definition))
    if len(definition.steps) > MAX_STEPS or len(all_places) > MAX_PARTS:
        raise TooLargeError
    if any(place.depth > MAX_DEPTH for place in all_places if isinstance(place.part, Group)):
        raise UnfitPlaceError


def parts_below(part: AnyPart) -> list[AnyPart]:
    """Return the part and everything in it."""
    inner = part.items if isinstance(part, Step | Group) else ()
    return [part, *(found for item in inner for found in parts_below(item))]


def repeating_groups_around(definition: FormDefinition, part_id: str) -> frozenset[str]:
    """Return the ids of the repeating groups that the part stands in, itself included."""
    around = set()
    while part_id:
        place = place_of(definition, part_id)
        if isinstance(place.part, Group) and place.part.repeat:
            around.add(part_id)
        part_id = place.parent_id
    return frozenset(around)
