"""What the panels for the form and for one part show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.online_services.building.comparing import noun_of, title_of
from modules.online_services.building.renaming import RULES
from modules.online_services.building.tree import AnyPart, place_of, places
from modules.online_services.building.wording import rule_in_words
from modules.online_services.building.words import FIELD_KINDS, FieldKind
from modules.online_services.engine.definition import FormDefinition, Group, Step
from modules.online_services.engine.expressions import parse_or_none
from modules.online_services.engine.fields import ChoiceField, ChoicesField, Option, TableColumn, TableField
from modules.online_services.engine.parts import Part
from modules.online_services.engine.texts import Text
from modules.online_services.forms.building.options import column_kind_words, typed_rows
from modules.online_services.forms.building.settings import SettingsForm
from modules.online_services.selectors.building.tasks import open_tasks_at
from modules.online_services.views.staff.building.common import Bench

NO_RULE: Final = {
    "show": gettext_lazy("Erscheint immer."),
    "skip": gettext_lazy("Wird nie übersprungen."),
    "require": gettext_lazy("Ist nur dann Pflicht, wenn oben „Pflichtangabe“ angekreuzt ist."),
    "when": gettext_lazy("Gilt immer."),
    "holds": gettext_lazy("Noch keine Bedingung."),
    "fee_exempt": gettext_lazy("Die Gebühr fällt für alle an."),
}
WITH_RULE: Final = {
    "show": gettext_lazy("Erscheint, wenn %(rule)s."),
    "skip": gettext_lazy("Wird übersprungen, wenn %(rule)s."),
    "require": gettext_lazy("Ist Pflicht, wenn %(rule)s."),
    "when": gettext_lazy("Gilt nur, wenn %(rule)s."),
    "holds": gettext_lazy("Es muss gelten: %(rule)s."),
    "fee_exempt": gettext_lazy("Keine Gebühr, wenn %(rule)s."),
}
_TYPED: Final = ("value", "label", "en", "simple", "hint", "hint_en", "hint_simple", "kind", "choices")
_MOST_TYPED: Final = 20_000
RULE_SETTINGS: Final = ("show", "skip", "require", "when", "holds", "fee_exempt")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of a part as a sentence; `setting` is its name in the address of the composer."""

    setting: str
    sentence: str
    is_set: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option of a choice or a column of a table as a row of inputs; the last one is empty."""

    row: int
    value: str = ""
    label: str = ""
    en: str = ""
    simple: str = ""
    hint: str = ""
    hint_en: str = ""
    hint_simple: str = ""
    rule: str = ""
    kind: str = ""
    choices: str = ""
    is_required: bool = False

    @property
    def position(self) -> int:
        """Its place, counted from 1."""
        return self.row + 1

    @property
    def setting(self) -> str:
        """The name of its rule in addresses."""
        return f"option-{self.row}"


@dataclass(frozen=True, slots=True)
class Target:
    """A step or group that a part can be moved into."""

    id: str
    words: str


def form_context(bench: Bench, settings: SettingsForm) -> dict[str, Any]:
    """Return what the panel for the form as a whole needs."""
    return {
        "settings": settings,
        "part_id": "",
        "rules": rule_lines(bench.definition, bench.definition, ("fee_exempt",)),
        "part_problems": bench.problems_at(""),
        "missing_english": texts_without(bench.definition, "en"),
        "field_count": sum(1 for place in places(bench.definition) if not isinstance(place.part, Step | Group)),
        "kinds": kind_families(),
    }


def part_context(bench: Bench, part: AnyPart, settings: SettingsForm) -> dict[str, Any]:
    """Return what the panel for one part needs."""
    unfit = ("require",) if getattr(part, "type", "") in ("information", "computed") else ()
    rules = tuple(name for name in RULE_SETTINGS if name in type(part).model_fields and name not in unfit)
    is_container = isinstance(part, Step | Group)
    return {
        "settings": settings,
        "part": part,
        "part_id": part.id,
        "noun": noun_of(part),
        "part_title": title_of(part),
        "rules": rule_lines(bench.definition, part, rules),
        "part_problems": bench.problems_at(part.id),
        "uses": uses_of(bench.definition, part.id),
        "targets": targets_for(bench.definition, part),
        "kinds": kind_families(),
        "is_container": is_container,
        "is_step": isinstance(part, Step),
        "fim_tasks": list(open_tasks_at(bench.form.pk, part.id)) if hasattr(bench.form, "fim_source") else (),
        **table_context(bench.definition, part),
    }


def table_context(definition: FormDefinition, part: AnyPart) -> dict[str, Any]:
    """Return the options of a choice or the columns of a table as rows, an empty one at the end."""
    if isinstance(part, TableField):
        columns = [_column_row(number, column) for number, column in enumerate((*part.columns, None))]
        return {"columns": columns, "column_kinds": column_kind_words()}
    if not isinstance(part, ChoiceField | ChoicesField) or part.code_list:
        return {}
    return {"options": [_option_row(definition, number, one) for number, one in enumerate((*part.options, None))]}


def typed_table(part: AnyPart, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows as they were typed, when they could not be kept."""
    prefix = "column" if isinstance(part, TableField) else "option"
    rows = [_typed_row(number, row) for number, row in enumerate(typed_rows(data, prefix))]
    return {f"{prefix}s": rows, "more_options": str(data.get("mehrere", ""))[:_MOST_TYPED]}


def _typed_row(number: int, row: Mapping[str, str]) -> OptionRow:
    texts = {name: row.get(name, "") for name in _TYPED}
    return OptionRow(number, is_required=bool(row.get("required")), **texts)


def _option_row(definition: FormDefinition, number: int, option: Option | None) -> OptionRow:
    if option is None:
        return OptionRow(number)
    return OptionRow(
        number,
        option.value,
        option.label.in_language("de"),
        option.label.root.get("en", ""),
        option.label.root.get("de-einfach", ""),
        hint=option.hint.in_language("de"),
        hint_en=option.hint.root.get("en", ""),
        hint_simple=option.hint.root.get("de-einfach", ""),
        rule=rule_in_words(definition, option.show) or option.show,
    )


def _column_row(number: int, column: TableColumn | None) -> OptionRow:
    if column is None:
        return OptionRow(number)
    return OptionRow(
        number,
        column.id,
        column.label.in_language("de"),
        column.label.root.get("en", ""),
        column.label.root.get("de-einfach", ""),
        kind=column.kind,
        choices="; ".join(option.label.in_language("de") for option in column.options),
        is_required=column.required,
    )


def rule_lines(definition: FormDefinition, owner: Part | AnyPart, names: Sequence[str]) -> list[RuleLine]:
    """Return the rules of a part as sentences."""
    return [rule_line(definition, name, str(getattr(owner, name))) for name in names]


def rule_line(definition: FormDefinition, name: str, rule: str) -> RuleLine:
    """Return one rule as a sentence; one that cannot be read is shown as it is written."""
    if not rule:
        return RuleLine(name, str(NO_RULE[name]), is_set=False)
    words = rule_in_words(definition, rule) or rule
    return RuleLine(name, str(WITH_RULE[name]) % {"rule": words}, is_set=True)


def kind_families() -> list[tuple[Any, list[FieldKind]]]:
    """Return the kinds of fields under their headings."""
    families: dict[str, list[FieldKind]] = {}
    for kind in FIELD_KINDS:
        families.setdefault(str(kind.family), []).append(kind)
    return list(families.items())


def targets_for(definition: FormDefinition, part: AnyPart) -> list[Target]:
    """Return where else the part could stand: steps and groups, without itself and what it stands in."""
    if isinstance(part, Step):
        return []
    here = place_of(definition, part.id).parent_id
    inside = _ids_in(part)
    return [
        Target(place.part.id, f"{'· ' * place.depth}{title_of(place.part)}")
        for place in places(definition)
        if isinstance(place.part, Step | Group) and place.part.id != here and place.part.id not in inside
    ]


def _ids_in(part: AnyPart) -> set[str]:
    inner = part.items if isinstance(part, Group) else ()
    return {part.id}.union(*(_ids_in(item) for item in inner))


def uses_of(definition: FormDefinition, part_id: str) -> list[str]:
    """Return the titles of parts whose rules ask for this one, and of checks and fees."""
    found = [title_of(place.part) for place in places(definition) if _mentions(place.part, part_id)]
    if any(_mentions(check, part_id) or part_id in check.fields for check in definition.checks):
        found.append(_("Prüfungen"))
    if any(_mentions(fee, part_id) for fee in definition.fees):
        found.append(_("Gebühren"))
    return list(dict.fromkeys(found))


def _mentions(owner: Any, part_id: str) -> bool:
    rules = [getattr(owner, name, "") for name in RULES]
    parsed = [parse_or_none(rule) for rule in rules if isinstance(rule, str) and rule]
    return any(part_id in found.names for found in parsed if found)


def texts_without(definition: FormDefinition, language: str) -> int:
    """Return how many texts of the form lack this language."""
    return sum(1 for text in _texts_in(definition) if not text.root.get(language))


def _texts_in(value: Any) -> list[Text]:
    if isinstance(value, Text):
        return [value] if value else []
    if isinstance(value, tuple):
        return [text for item in value for text in _texts_in(item)]
    if isinstance(value, Part):
        return [text for name in type(value).model_fields for text in _texts_in(getattr(value, name))]
    return []
