"""What a newer shipped form changes, part by part, and taking it over one by one."""

from typing import Any, cast

from modules.online_services.building.comparing import CHECKS, FEES, FORM, Change, changes_between
from modules.online_services.building.editing import change_form, remove_part
from modules.online_services.building.errors import UnknownPartError
from modules.online_services.building.tree import children_of, ids_of, place_of, places, with_new, with_part
from modules.online_services.engine.definition import FormDefinition, Group, Step
from modules.online_services.engine.parts import Part  # noqa: TC001 - named in a cast


def news_of_template(copied: FormDefinition, shipped: FormDefinition) -> list[Change]:
    """Return what the shipped form has changed since it was copied; a part inside a new part comes with it."""
    found = changes_between(copied, shipped)
    new = {change.part_id for change in found if change.kind == "added"}
    return [change for change in found if not (change.kind == "added" and _parent(shipped, change.part_id) in new)]


def _parent(definition: FormDefinition, part_id: str) -> str:
    return "" if part_id in (CHECKS, FEES) else place_of(definition, part_id).parent_id


def taken_over(target: FormDefinition, shipped: FormDefinition, part_id: str) -> FormDefinition:
    """Return the form with this part as the shipped form has it.

    FORM takes its texts, CHECKS and FEES the whole lists. A part that the shipped form does not have any more goes,
    one that is not here yet comes to its place. What the municipality put inside a group or step stays there.
    """
    if part_id == FORM:
        return change_form(target, _own_settings(shipped))
    if part_id in (CHECKS, FEES):
        name = part_id.removeprefix("*")
        return target.model_copy(update={name: getattr(shipped, name)})
    if part_id not in ids_of(shipped):
        return remove_part(target, part_id) if part_id in ids_of(target) else target
    return _put(target, shipped, part_id)


def _own_settings(shipped: FormDefinition) -> dict[str, Any]:
    inside = {"key", "steps", "checks", "fees"}
    return shipped.model_dump(exclude=inside)


def _put(target: FormDefinition, shipped: FormDefinition, part_id: str) -> FormDefinition:
    wanted = place_of(shipped, part_id)
    here = next((place for place in places(target) if place.part.id == part_id), None)
    if here is None:
        parent = _parent_here(target, shipped, part_id)
        return with_new(target, parent, _index(target, shipped, part_id, parent), _without_known(wanted.part, target))
    part = wanted.part
    if isinstance(part, Step | Group) and isinstance(here.part, Step | Group):
        part = part.model_copy(update={"items": here.part.items})
    changed = with_part(target, part_id, part)
    return _placed(changed, shipped, part_id)


def _placed(target: FormDefinition, shipped: FormDefinition, part_id: str) -> FormDefinition:
    """Move the part to where the shipped form has it, as far as there is such a place."""
    place, parent = place_of(target, part_id), _parent_here(target, shipped, part_id)
    rest = remove_part(target, part_id)
    if parent and parent not in ids_of(rest):
        return target
    return with_new(rest, parent, _index(rest, shipped, part_id, parent), place.part)


def _parent_here(target: FormDefinition, shipped: FormDefinition, part_id: str) -> str:
    """Return the nearest part around it that exists here too; the last step where there is none."""
    parent = place_of(shipped, part_id).parent_id
    if not parent:
        return ""
    known = ids_of(target)
    while parent and parent not in known:
        parent = place_of(shipped, parent).parent_id
    if parent:
        return parent
    if not target.steps:
        raise UnknownPartError
    return target.steps[-1].id


def _index(target: FormDefinition, shipped: FormDefinition, part_id: str, parent: str) -> int:
    """Return the place behind the nearest sibling before it that exists here too."""
    siblings = [part.id for part in children_of(shipped, place_of(shipped, part_id).parent_id)]
    here = [part.id for part in children_of(target, parent)]
    before = [name for name in siblings[: siblings.index(part_id)] if name in here]
    return here.index(before[-1]) + 1 if before else 0


def _without_known(part: Any, target: FormDefinition) -> Any:
    """Return a new group or step without what stands elsewhere here already: ids are unique."""
    if not isinstance(part, Step | Group):
        return part
    known = ids_of(target)
    items = tuple(_without_known(item, target) for item in part.items if item.id not in known)
    return cast("Part", part).model_copy(update={"items": items})


def remembered(copied: FormDefinition, shipped: FormDefinition, part_id: str) -> FormDefinition:
    """Return the copy kept for comparison with this part as seen: it is not told again."""
    known = part_id in (FORM, CHECKS, FEES) or part_id in ids_of(shipped) or part_id in ids_of(copied)
    if not known:
        raise UnknownPartError
    return taken_over(copied, shipped, part_id)


__all__ = ["news_of_template", "remembered", "taken_over"]
