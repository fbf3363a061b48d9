"""What a newer version of a schema changes, and what the municipality changed in the form after it was read in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.walking import located_items
from modules.online_services.fim.elements import FimChild, FimField, FimGroup, FimSchema

_SETTINGS: Final[Mapping[str, Any]] = {
    "label": gettext_lazy("Bezeichnung"),
    "help": gettext_lazy("Hilfetext"),
    "law": gettext_lazy("Rechtsgrundlage"),
    "input": gettext_lazy("Feldart"),
    "data": gettext_lazy("Datentyp"),
    "minimum": gettext_lazy("Untergrenze"),
    "maximum": gettext_lazy("Obergrenze"),
    "min_length": gettext_lazy("Mindestlänge"),
    "max_length": gettext_lazy("Höchstlänge"),
    "pattern": gettext_lazy("Muster"),
    "content": gettext_lazy("Inhalt"),
    "is_choice": gettext_lazy("Auswahlgruppe"),
}


@dataclass(frozen=True, slots=True)
class FimChange:
    """A difference: `kind` is added, removed, changed or moved; `details` say what, as sentences."""

    kind: str
    fim_id: str
    label: str
    where: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    child: FimChild
    where: str
    way: tuple[str, ...]


def compare_schemas(old: FimSchema, new: FimSchema) -> list[FimChange]:
    """Return what is different in the new version, in its order; what is gone comes last."""
    before, after = _placed(old), _placed(new)
    found = list(_of_schema(old, new))
    for key, placed in after.items():
        found += _changes(before.get(key), placed)
    return found + [_change("removed", placed) for key, placed in before.items() if key not in after]


def compare_with_form(imported: FormDefinition, working: FormDefinition) -> list[FimChange]:
    """Return which elements of FIM are gone from the form or are called otherwise since it was read in."""
    now = dict(_labels(working))
    found = []
    for fim_id, label in _labels(imported):
        if fim_id not in now:
            found.append(FimChange("removed", fim_id, label, ""))
        elif now[fim_id] != label:
            found.append(FimChange("changed", fim_id, label, "", (_from_to(_("Bezeichnung"), label, now[fim_id]),)))
    return found


def _labels(definition: FormDefinition) -> Iterator[tuple[str, str]]:
    """The first element of an id counts; a group on top of a step has its name there."""
    seen = set()
    for located in located_items(definition):
        item = located.item
        if item.fim and item.fim.id not in seen:
            seen.add(item.fim.id)
            words = item.title if item.type == "group" else item.label
            yield item.fim.id, words.in_language("de") or located.step.title.in_language("de")


def _placed(schema: FimSchema) -> dict[tuple[str, ...], _Placed]:
    """Elements by their way from the top: the same block may stand in several groups."""
    found: dict[tuple[str, ...], _Placed] = {}
    _collect(schema.children, (), (), found)
    return found


def _collect(
    children: tuple[FimChild, ...],
    way: tuple[str, ...],
    labels: tuple[str, ...],
    found: dict[tuple[str, ...], _Placed],
) -> None:
    for child in children:
        key, number = (*way, child.element.id), 1
        while key in found:
            number += 1
            key = (*way, f"{child.element.id}#{number}")
        found[key] = _Placed(child, " › ".join(labels), key)
        if isinstance(child.element, FimGroup):
            _collect(child.element.children, key, (*labels, child.element.label), found)


def _of_schema(old: FimSchema, new: FimSchema) -> Iterator[FimChange]:
    details = [_from_to(_("Version"), old.version, new.version)] if old.version != new.version else []
    if old.label != new.label:
        details.append(_from_to(_("Bezeichnung"), old.label, new.label))
    details += _rules(old, new)
    if details:
        yield FimChange("changed", new.id, new.label, "", tuple(details))


def _changes(before: _Placed | None, after: _Placed) -> list[FimChange]:
    if before is None:
        return [_change("added", after)]
    details = tuple(_details(before.child, after.child))
    return [_change("changed", after, details)] if details else []


def _details(old: FimChild, new: FimChild) -> Iterator[str]:
    one, two = old.element, new.element
    if one.version != two.version:
        yield _from_to(_("Version"), one.version, two.version)
    if (old.least, old.most) != (new.least, new.most):
        yield _from_to(_("Anzahl"), _often(old), _often(new))
    for name, words in _SETTINGS.items():
        before, after = getattr(one, name, None), getattr(two, name, None)
        if before != after:
            yield _from_to(str(words), before, after)
    if isinstance(one, FimField) and isinstance(two, FimField):
        yield from _lists(one, two)
    yield from _rules(one, two)


def _lists(old: FimField, new: FimField) -> Iterator[str]:
    before, after = {value.code: value.name for value in old.values}, {value.code: value.name for value in new.values}
    for code in after.keys() - before.keys():
        yield _("Wert dazu: %(name)s") % {"name": f"{code} {after[code]}"}
    for code in before.keys() - after.keys():
        yield _("Wert weg: %(name)s") % {"name": f"{code} {before[code]}"}
    if old.code_list != new.code_list:
        lists = [f"{one.uri} {one.version}".strip() if one else "" for one in (old.code_list, new.code_list)]
        yield _from_to(_("Codeliste"), *lists)


def _rules(old: Any, new: Any) -> Iterator[str]:
    before, after = {rule.id: rule for rule in old.rules}, {rule.id: rule for rule in new.rules}
    for rule_id, rule in after.items():
        if rule_id not in before:
            yield _("Regel dazu: %(name)s") % {"name": f"{rule_id} {rule.name}"}
        elif before[rule_id] != rule:
            yield _("Regel geändert: %(name)s") % {"name": f"{rule_id} {rule.name}"}
    for rule_id in before.keys() - after.keys():
        yield _("Regel weg: %(name)s") % {"name": f"{rule_id} {before[rule_id].name}"}


def _often(child: FimChild) -> str:
    return f"{child.least}:{'*' if child.most is None else child.most}"


def _from_to(what: str, before: Any, after: Any) -> str:
    words = {"what": what, "before": _short(before), "after": _short(after)}
    return _("%(what)s: „%(before)s“ wird „%(after)s“") % words


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return _("Ja") if value else _("Nein")
    text = "–" if value in (None, "") else str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"


def _change(kind: str, placed: _Placed, details: tuple[str, ...] = ()) -> FimChange:
    element = placed.child.element
    return FimChange(kind, element.id, element.label, placed.where, details)
