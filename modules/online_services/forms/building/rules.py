"""A rule as rows of conditions, some of them in groups: what is asked for, how it is compared, and with what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict

from modules.online_services.building.conditions import (
    MAX_CONDITIONS,
    Condition,
    ConditionGroup,
    Conditions,
    Joint,
    members_of,
)
from modules.online_services.building.operators import BY_CODE, Operator, operators_for
from modules.online_services.building.subjects import Subject

ABOVE: Final = "oben"
BESIDE: Final = "dazu-"
_MOST_CHOICES: Final = 600  # offered by all rows of a rule together, so that long forms do not make heavy pages
_BLANK: Final = Condition("")


@dataclass(frozen=True, slots=True)
class Composition:
    """Conditions while they are composed; the empty row stands in the group at `blank_in`, else below all others."""

    conditions: Conditions
    blank_in: int | None = None


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A row of the composer with everything that can be chosen in it.

    What it asks for `is_fixed` where offering everything else again in each row would be too much.
    """

    number: int
    condition: Condition
    subject: Subject | None
    operators: Sequence[Operator]
    operator: Operator | None
    others: Sequence[Subject]
    is_fixed: bool = False

    @property
    def value(self) -> str:
        """The value as it was typed."""
        return self.condition.values[0] if self.condition.values else ""

    @property
    def control(self) -> str:
        """Which input asks for the value: "" for none."""
        kind = self.operator.value if self.operator else ""
        if kind.endswith("_field"):
            return "field"
        if kind in ("option", "options") and self.subject and not self.subject.options:
            return "text"  # a shipped code list: its values are typed
        return kind

    @property
    def chosen(self) -> Sequence[str]:
        """The chosen options."""
        return self.condition.values


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Rows that stand together: one alone, or those of a group, which has a number."""

    rows: Sequence[ConditionRow]
    group: int = 0

    @property
    def has_blank(self) -> bool:
        """Whether something can be chosen in it that was not before."""
        return any(row.subject is None for row in self.rows)


def composition_from(data: QueryDict) -> Composition:
    """Return what was chosen so far, finished or not; a row whose button says so is left out or gets a neighbour."""
    dropped, wish = data.get("entfernen", ""), data.get("schritt", "")
    keys = _group_keys(data, wish)
    rows = {number: _row(data, number) for number in keys if str(number) != dropped}
    blocks: dict[str, list[Condition]] = {}
    for number, row in rows.items():
        if row.subject:
            blocks.setdefault(keys[number] or f"allein-{number}", []).append(row)
    blank = _blank_key(data, wish, keys)
    items = tuple(_item(members, is_open=key == blank) for key, members in blocks.items())
    joined_by: Joint = "or" if data.get("verbunden") == "or" else "and"
    return Composition(Conditions(items, joined_by), list(blocks).index(blank) if blank in blocks else None)


def _group_keys(data: QueryDict, wish: str) -> Mapping[int, str]:
    """Return for each row the name of its group, "" for none; who asks for a neighbour gets a group."""
    keys = {number: data.get(f"gruppe-{number}", "") for number in range(MAX_CONDITIONS + 1)}
    beside = wish.removeprefix(BESIDE)
    if wish.startswith(BESIDE) and beside.isdecimal() and int(beside) in keys:
        keys[int(beside)] = keys[int(beside)] or f"neu-{beside}"
    return keys


def _blank_key(data: QueryDict, wish: str, keys: Mapping[int, str]) -> str:
    """Return the name of the group in which the next condition is chosen."""
    if wish == ABOVE:
        return ""
    beside = wish.removeprefix(BESIDE) if wish.startswith(BESIDE) else data.get("leer", "")
    return keys.get(int(beside), "") if beside.isdecimal() and len(beside) < 4 else ""


def _item(members: Sequence[Condition], *, is_open: bool) -> Condition | ConditionGroup:
    return ConditionGroup(tuple(members)) if is_open or len(members) > 1 else members[0]


def _row(data: QueryDict, number: int) -> Condition:
    values = tuple(value for value in data.getlist(f"wert-{number}") if value.strip())
    return Condition(data.get(f"angabe-{number}", ""), data.get(f"vergleich-{number}", ""), values)


def completed(composition: Composition, subjects: Sequence[Subject]) -> Composition:
    """Return the composition with the first operator that fits where none was chosen yet, as the page shows it."""
    known = {subject.code: subject for subject in subjects}
    items = tuple(
        ConditionGroup(tuple(_with_operator(one, known) for one in item.members))
        if isinstance(item, ConditionGroup)
        else _with_operator(item, known)
        for item in composition.conditions.items
    )
    return replace(composition, conditions=replace(composition.conditions, items=items))


def _with_operator(condition: Condition, known: Mapping[str, Subject]) -> Condition:
    operator = _shown(0, condition, known).operator
    return replace(condition, operator=operator.code if operator else "")


def blocks_for(composition: Composition, subjects: Sequence[Subject]) -> list[RowBlock]:
    """Return the rows of the composer with one empty row; an operator that does not fit gives way to one."""
    conditions, known = composition.conditions, {subject.code: subject for subject in subjects}
    count = len(conditions.all_conditions)
    is_fixed = len(subjects) * (count + 1) > _MOST_CHOICES
    blocks: list[RowBlock] = []
    number = groups = 0
    for place, item in enumerate(conditions.items):
        has_blank = place == composition.blank_in and count < MAX_CONDITIONS
        members = [*members_of(item), _BLANK] if has_blank else members_of(item)
        groups += isinstance(item, ConditionGroup)
        rows = [_shown(number + step, one, known, is_fixed=is_fixed) for step, one in enumerate(members)]
        blocks.append(RowBlock(rows, groups if isinstance(item, ConditionGroup) else 0))
        number += len(rows)
    if composition.blank_in is None and count < MAX_CONDITIONS:
        blocks.append(RowBlock([_shown(number, _BLANK, known)]))
    return blocks


def _shown(number: int, condition: Condition, known: Mapping[str, Subject], *, is_fixed: bool = False) -> ConditionRow:
    subject = known.get(condition.subject)
    operators = operators_for(subject.family) if subject else []
    operator: Operator | None = BY_CODE.get(condition.operator)
    if operator not in operators:
        operator = operators[0] if operators else None
    others = [one for one in known.values() if subject and one.family == subject.family and one != subject]
    return ConditionRow(number, condition, subject, operators, operator, others, is_fixed and subject is not None)
