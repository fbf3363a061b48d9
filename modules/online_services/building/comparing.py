"""What changed between two definitions, part by part and in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.online_services.building.renaming import RULES
from modules.online_services.building.tree import AnyPart, Place, places
from modules.online_services.building.wording import rule_in_words
from modules.online_services.building.words import CHOICE_WORDS, FEE_KINDS, KIND_WORDS, SETTING_WORDS
from modules.online_services.engine.definition import FormDefinition, Group, Step
from modules.online_services.engine.fields import Option, TableColumn
from modules.online_services.engine.parts import Part
from modules.online_services.engine.texts import Text
from rathaus.web import wording

FORM: Final = ""
CHECKS: Final = "*checks"
FEES: Final = "*fees"
_KINDS: Final = {
    "added": gettext_lazy("neu"),
    "removed": gettext_lazy("entfällt"),
    "moved": gettext_lazy("verschoben"),
    "changed": gettext_lazy("geändert"),
}
_NOT_COMPARED: Final = frozenset({"id", "items", "steps", "checks", "fees", "format", "key"})
_LINES: Final = {"options": gettext_lazy("Möglichkeit"), "columns": gettext_lazy("Spalte")}
_LANGUAGES: Final = {"en": gettext_lazy("Englisch"), "de-einfach": gettext_lazy("Einfache Sprache")}


@dataclass(frozen=True, slots=True)
class Detail:
    """A setting that changed, with its values in words before and after; "" where there was or is none."""

    setting: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A part that is new, gone, elsewhere or different. `part_id` is FORM, CHECKS or FEES for what is no tree part."""

    kind: Literal["added", "removed", "moved", "changed"]
    part_id: str
    noun: str
    title: str
    details: tuple[Detail, ...] = ()

    @property
    def word(self) -> str:
        """The kind in words."""
        return str(_KINDS[self.kind])


def changes_between(old: FormDefinition, new: FormDefinition) -> list[Change]:
    """Return what makes the old form the new one: the form's own settings, then parts in order, checks and fees."""
    form = _details(old, new, old, new)
    own = [Change("changed", FORM, _("Formular"), str(new.title), form)] if form else []
    return [*own, *_tree_changes(old, new), *_list_changes(old, new)]


def _tree_changes(old: FormDefinition, new: FormDefinition) -> Iterator[Change]:
    before = {place.part.id: place for place in places(old)}
    after = {place.part.id: place for place in places(new)}
    moved = _moved(before, after)
    for part_id, place in after.items():
        if part_id not in before:
            yield _change("added", place)
            continue
        details = _details(_part(before[part_id]), _part(place), old, new)
        if part_id in moved:
            details = (_whereabouts(before[part_id], place, old, new), *details)
        if details:
            yield _change("moved" if part_id in moved and len(details) == 1 else "changed", place, details)
    yield from (_change("removed", place) for part_id, place in before.items() if part_id not in after)


def _part(place: Place) -> Any:
    return place.part


def _change(
    kind: Literal["added", "removed", "moved", "changed"], place: Place, details: tuple[Detail, ...] = ()
) -> Change:
    return Change(kind, place.part.id, noun_of(place.part), title_of(place.part), details)


def noun_of(part: AnyPart) -> str:
    """Return what a part is called: "Auswahl", "Gruppe", "Schritt"."""
    if isinstance(part, Step):
        return str(KIND_WORDS["step"])
    if isinstance(part, Group):
        return str(KIND_WORDS["repeat" if part.repeat else "group"])
    return str(KIND_WORDS[str(getattr(part, "type", ""))])


def title_of(part: AnyPart) -> str:
    """Return how people know a part; its id where it has no words."""
    return str(getattr(part, "label", "") or getattr(part, "title", "")) or part.id


def _whereabouts(before: Place, after: Place, old: FormDefinition, new: FormDefinition) -> Detail:
    def said(place: Place, definition: FormDefinition) -> str:
        parents = [found.part for found in places(definition) if found.part.id == place.parent_id]
        words = {"number": place.index + 1, "parent": title_of(parents[0]) if parents else ""}
        return (_("Platz %(number)s in „%(parent)s“") if parents else _("Schritt %(number)s")) % words

    return Detail(_("Stelle im Formular"), said(before, old), said(after, new))


def _moved(before: dict[str, Place], after: dict[str, Place]) -> frozenset[str]:
    """Return the parts with another parent, and the fewest siblings that stand out of order."""
    common = [part_id for part_id in after if part_id in before]
    elsewhere = {part_id for part_id in common if before[part_id].parent_id != after[part_id].parent_id}
    for parent in {place.parent_id for place in after.values()}:
        stayed = [part_id for part_id in common if part_id not in elsewhere and after[part_id].parent_id == parent]
        elsewhere |= set(stayed) - set(_in_order(stayed, [before[part_id].index for part_id in stayed]))
    return frozenset(elsewhere)


def _in_order(names: Sequence[str], ranks: Sequence[int]) -> list[str]:
    """Return the longest run of names whose ranks grow: these count as not moved."""
    best: list[list[int]] = []
    for at, rank in enumerate(ranks):
        longest = max((run for run in best if ranks[run[-1]] < rank), key=len, default=[])
        best.append([*longest, at])
    return [names[at] for at in max(best, key=len, default=[])]


def _details(old: Part, new: Part, old_form: FormDefinition, new_form: FormDefinition) -> tuple[Detail, ...]:
    """Return the settings that differ; of parts of another kind only what both can have."""
    names = [*dict.fromkeys([*type(old).model_fields, *type(new).model_fields])]
    pairs = [(name, getattr(old, name, None), getattr(new, name, None)) for name in names if name not in _NOT_COMPARED]
    different = [pair for pair in pairs if pair[1] != pair[2]]
    return tuple(detail for pair in different for detail in _told(*pair, old_form, new_form))


def _told(name: str, before: Any, after: Any, old_form: FormDefinition, new_form: FormDefinition) -> Iterator[Detail]:
    """Yield what differs in one setting: by language in texts, by option and column in lists."""
    if isinstance(before, Text) and isinstance(after, Text):
        yield from _told_text(setting_word(name), before, after)
    elif name in _LINES and isinstance(before, tuple) and isinstance(after, tuple):
        yield from _told_lines(name, before, after, old_form, new_form)
    else:
        yield Detail(setting_word(name), in_words(name, before, old_form), in_words(name, after, new_form))


def _told_text(word: str, before: Text, after: Text) -> Iterator[Detail]:
    for code in dict.fromkeys([*before.root, *after.root]):
        was, is_now = before.root.get(code, ""), after.root.get(code, "")
        if was != is_now:
            yield Detail(f"{word} ({_LANGUAGES[code]})" if code in _LANGUAGES else word, was, is_now)


def _told_lines(
    name: str, before: tuple[Any, ...], after: tuple[Any, ...], old_form: FormDefinition, new_form: FormDefinition
) -> Iterator[Detail]:
    known = {_key(item): item for item in before}
    now = {_key(item): item for item in after}
    word = str(_LINES[name])
    for key, item in now.items():
        if known.get(key) != item:
            yield Detail(word, _line(known[key], old_form) if key in known else "", _line(item, new_form))
    yield from (Detail(word, _line(item, old_form), "") for key, item in known.items() if key not in now)
    if known == now:
        yield Detail(_("Reihenfolge"), _plain(before), _plain(after))


def _key(item: Any) -> str:
    return str(item.value if isinstance(item, Option) else item.id)


def setting_word(name: str) -> str:
    """Return what a setting is called."""
    return str(SETTING_WORDS.get(name, name))


def in_words(name: str, value: Any, definition: FormDefinition) -> str:
    """Return the value of a setting as people read it."""
    if isinstance(value, Text):
        return _text(value)
    if name in CHOICE_WORDS and value in CHOICE_WORDS[name]:
        return str(CHOICE_WORDS[name][value])
    if name in RULES and isinstance(value, str):
        return rule_in_words(definition, value) or value
    if name.endswith("cents") and isinstance(value, int):
        return wording.money(value)
    if name == "type":
        return str(KIND_WORDS.get(str(value), value))
    return _plain(value)


def _text(value: Text) -> str:
    others = [f"{_LANGUAGES[code]}: {text}" for code, text in value.root.items() if code in _LANGUAGES and text]
    return " · ".join([value.in_language("de"), *others]) if value else ""


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Ja") if value else _("Nein")
    if isinstance(value, tuple):
        return ", ".join(_line(item) for item in value)
    if isinstance(value, Part):
        return _("von %(least)s bis %(most)s Mal") % _repeat(value) if hasattr(value, "add_label") else str(value)
    return "" if value is None else str(value)


def _repeat(value: Any) -> dict[str, int]:
    return {"least": value.minimum, "most": value.maximum}


def _line(item: Any, definition: FormDefinition | None = None) -> str:
    if not isinstance(item, Option | TableColumn):
        return str(item)
    rule = item.show if isinstance(item, Option) else ""
    words = [_text(item.label), _text(item.hint) if isinstance(item, Option) else str(item.kind)]
    if rule:
        words.append(_("nur, wenn %(rule)s") % {"rule": (definition and rule_in_words(definition, rule)) or rule})
    return ", ".join(filter(None, words)) if definition else _text(item.label)


def _list_changes(old: FormDefinition, new: FormDefinition) -> Iterator[Change]:
    before, after = {check.id: check for check in old.checks}, {check.id: check for check in new.checks}
    noun = _("Prüfung über Felder")
    for check_id, check in after.items():
        details = _details(before[check_id], check, old, new) if check_id in before else ()
        if check_id not in before or details:
            yield Change("changed" if details else "added", CHECKS, noun, str(check.message), details)
    gone = [check for check_id, check in before.items() if check_id not in after]
    yield from (Change("removed", CHECKS, noun, str(check.message)) for check in gone)
    yield from _fee_changes(old, new)


def _fee_changes(old: FormDefinition, new: FormDefinition) -> Iterator[Change]:
    """Fees have no ids: those with the same label are the same."""
    before, after = ({str(fee.label): fee for fee in form.fees} for form in (old, new))
    for label, fee in after.items():
        details = _details(before[label], fee, old, new) if label in before else ()
        if label not in before or details:
            yield Change("changed" if details else "added", FEES, str(FEE_KINDS[fee.kind]), label, details)
    gone = {label: fee for label, fee in before.items() if label not in after}
    yield from (Change("removed", FEES, str(FEE_KINDS[fee.kind]), label) for label, fee in gone.items())
