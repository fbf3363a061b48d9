"""Edits of a form's tree: add, change, move, duplicate, remove. Each returns another form or raises a BuildingError."""

from collections.abc import Collection, Mapping
from typing import Any, Final, cast

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from modules.online_services.building.errors import TakenIdError, UnfitIdError, UnfitPlaceError, UnfitSettingsError
from modules.online_services.building.naming import id_for, is_reserved
from modules.online_services.building.renaming import renamed
from modules.online_services.building.tree import (
    AnyPart,
    children_of,
    ids_of,
    parts_below,
    place_of,
    with_children,
    with_new,
    with_part,
    without_part,
)
from modules.online_services.building.validation import messages_of
from modules.online_services.engine.definition import FormDefinition, Group, Step
from modules.online_services.engine.fields import FormField
from modules.online_services.engine.parts import Part

_FIELD: Final[TypeAdapter[Any]] = TypeAdapter(FormField)


def add_step(definition: FormDefinition, *, title: str, after: str = "") -> tuple[FormDefinition, str]:
    """Return the form with another step, behind the one named or at the end, and the new step's id."""
    step = Step.model_validate({"id": id_for(title, ids_of(definition), otherwise="schritt"), "title": title})
    index = place_of(definition, after).index + 1 if after else len(definition.steps)
    return with_new(definition, "", index, step), step.id


def add_group(
    definition: FormDefinition, *, title: str, parent_id: str, index: int, repeats: bool = False
) -> tuple[FormDefinition, str]:
    """Return the form with another group in this place, and its id."""
    new_id = id_for(title, ids_of(definition), otherwise="gruppe")
    data = {"id": new_id, "title": title} | ({"repeat": {"row_label": title}} if repeats else {})
    return with_new(definition, parent_id, index, Group.model_validate(data)), new_id


def add_field(
    definition: FormDefinition, *, kind: str, label: str, parent_id: str, index: int
) -> tuple[FormDefinition, str]:
    """Return the form with another field in this place, and its id. Raises UnfitSettingsError for an unknown kind."""
    new_id = id_for(label, ids_of(definition), otherwise=kind)
    try:
        field = _FIELD.validate_python({"type": kind, "id": new_id, "label": label, **_first_settings(kind)})
    except ValidationError as error:
        raise UnfitSettingsError(messages_of(error)) from error
    return with_new(definition, parent_id, index, field), new_id


def _first_settings(kind: str) -> dict[str, Any]:
    """Return what a new field of this kind begins with, so that it can be tried at once."""
    options = [{"value": f"option_{number}", "label": text} for number, text in enumerate(_two(), start=1)]
    known: dict[str, dict[str, Any]] = {
        "choice": {"options": options},
        "choices": {"options": options},
        "table": {"columns": [{"id": "angabe", "label": _("Angabe")}]},
        "consent": {"text": _("Ich bin einverstanden.")},
        "computed": {"compute": "0"},
    }
    return known.get(kind, {})


def _two() -> tuple[str, str]:
    return _("Erste Möglichkeit"), _("Zweite Möglichkeit")


def change_part(definition: FormDefinition, part_id: str, settings: Mapping[str, Any]) -> FormDefinition:
    """Return the form with other settings of a part; id, kind and what is inside stay.

    Raises UnfitSettingsError with a sentence for each setting that does not fit.
    """
    place = place_of(definition, part_id)
    return with_part(definition, part_id, cast("AnyPart", with_settings(cast("Part", place.part), settings)))


def with_settings(part: Part, settings: Mapping[str, Any]) -> Part:
    """Return the part with these settings; raises UnfitSettingsError."""
    kept = {name: value for name, value in settings.items() if name not in ("id", "type", "items", "steps", "format")}
    inside = {name: getattr(part, name) for name in ("items", "steps") if name in type(part).model_fields}
    plain = {name: value for name, value in part.model_dump().items() if name not in inside}
    try:
        return type(part).model_validate(plain | kept | inside)
    except ValidationError as error:
        raise UnfitSettingsError(messages_of(error)) from error


def change_form(definition: FormDefinition, settings: Mapping[str, Any]) -> FormDefinition:
    """Return the form with other texts and settings of its own; raises UnfitSettingsError."""
    kept = {name: value for name, value in settings.items() if name not in ("key", "steps", "checks", "fees")}
    return cast("FormDefinition", with_settings(definition, kept))


def rename_part(definition: FormDefinition, part_id: str, new_id: str) -> FormDefinition:
    """Return the form with another id for a part, in all rules as well. Raises UnfitIdError, TakenIdError."""
    place = place_of(definition, part_id)
    if new_id == part_id:
        return definition
    if new_id in ids_of(definition):
        raise TakenIdError
    if is_reserved(new_id):
        raise UnfitIdError
    try:
        type(place.part).model_validate(place.part.model_dump() | {"id": new_id})
    except ValidationError as error:
        raise UnfitIdError from error
    return FormDefinition.model_validate(renamed(definition.model_dump(), {part_id: new_id}))


def move_beside(definition: FormDefinition, part_id: str, steps: int) -> FormDefinition:
    """Return the form with the part so many places further down, up with a negative number.

    A field at the edge of its group leaves it; at the edge of its step it goes to the neighbouring step. Where there
    is no place left, the form stays as it is.
    """
    place = place_of(definition, part_id)
    siblings = children_of(definition, place.parent_id)
    wanted = place.index + steps
    if 0 <= wanted < len(siblings):
        rest = siblings[: place.index] + siblings[place.index + 1 :]
        return with_children(
            definition, place.parent_id, lambda _children: (*rest[:wanted], place.part, *rest[wanted:])
        )
    return definition if isinstance(place.part, Step) else _over_the_edge(definition, part_id, down=steps > 0)


def _over_the_edge(definition: FormDefinition, part_id: str, *, down: bool) -> FormDefinition:
    place = place_of(definition, part_id)
    parent = place_of(definition, place.parent_id)
    if not isinstance(parent.part, Step):
        return move_to(definition, part_id, parent_id=parent.parent_id, index=parent.index + (1 if down else 0))
    neighbour = parent.index + (1 if down else -1)
    if not 0 <= neighbour < len(definition.steps):
        return definition
    target = definition.steps[neighbour]
    return move_to(definition, part_id, parent_id=target.id, index=0 if down else len(target.items))


def move_to(definition: FormDefinition, part_id: str, *, parent_id: str, index: int | None = None) -> FormDefinition:
    """Return the form with the part below another step or group, at its end without an index.

    `index` counts the places as they were before, without the part itself where the parent stays the same. Raises
    UnfitPlaceError where the part does not fit, for example into itself.
    """
    place = place_of(definition, part_id)
    if parent_id and any(inner.id == parent_id for inner in parts_below(place.part)):
        raise UnfitPlaceError
    rest = without_part(definition, part_id)
    end = len(children_of(rest, parent_id))
    return with_new(rest, parent_id, end if index is None else min(index, end), place.part)


def duplicate_part(definition: FormDefinition, part_id: str) -> tuple[FormDefinition, str]:
    """Return the form with a copy right behind the part, and the copy's id. Rules inside the copy mean the copy."""
    place = place_of(definition, part_id)
    names = _other_names(ids_of(definition), place.part)
    copy = type(place.part).model_validate(renamed(cast("Part", place.part).model_dump(), names))
    return with_new(definition, place.parent_id, place.index + 1, copy), names[part_id]


def _other_names(taken: Collection[str], part: AnyPart) -> dict[str, str]:
    names: dict[str, str] = {}
    for inner in parts_below(part):
        names[inner.id] = id_for(inner.id, {*taken, *names.values()})
    return names


def remove_part(definition: FormDefinition, part_id: str) -> FormDefinition:
    """Return the form without the part and all in it. Rules that ask for it stay and are shown as problems."""
    return without_part(definition, part_id)
