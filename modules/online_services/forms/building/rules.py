"""A rule as rows of conditions: what is asked for, how it is compared, and with what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from modules.online_services.building.conditions import MAX_CONDITIONS, Condition, Conditions
from modules.online_services.building.operators import BY_CODE, Operator, operators_for
from modules.online_services.building.subjects import Subject

_BLANK: Final = Condition("")


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A row of the composer with everything that can be chosen in it."""

    number: int
    condition: Condition
    subject: Subject | None
    operators: Sequence[Operator]
    operator: Operator | None
    others: Sequence[Subject]

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


def conditions_from(data: QueryDict) -> Conditions:
    """Return what was chosen so far, finished or not; a row whose button says so is left out."""
    dropped = data.get("entfernen", "")
    rows = [_row(data, number) for number in range(MAX_CONDITIONS) if str(number) != dropped]
    items = tuple(row for row in rows if row.subject)
    return Conditions(items, "or" if data.get("verbunden") == "or" else "and")


def _row(data: QueryDict, number: int) -> Condition:
    values = tuple(value for value in data.getlist(f"wert-{number}") if value.strip())
    return Condition(data.get(f"angabe-{number}", ""), data.get(f"vergleich-{number}", ""), values)


def completed(conditions: Conditions, subjects: Sequence[Subject]) -> Conditions:
    """Return the conditions with the first operator that fits where none was chosen yet, as the page shows it."""
    rows = rows_for(conditions, subjects, with_blank=False)
    items = tuple(
        Condition(row.condition.subject, row.operator.code if row.operator else "", row.condition.values)
        for row in rows
    )
    return Conditions(items, conditions.joined_by)


def rows_for(conditions: Conditions, subjects: Sequence[Subject], *, with_blank: bool = True) -> list[ConditionRow]:
    """Return the rows of the composer, an empty one at the end; an operator that does not fit gives way to one."""
    known = {subject.code: subject for subject in subjects}
    items: list[Condition] = [*conditions.items]
    if with_blank and len(items) < MAX_CONDITIONS:
        items.append(_BLANK)
    return [_shown(number, item, known) for number, item in enumerate(items)]


def _shown(number: int, condition: Condition, known: Mapping[str, Subject]) -> ConditionRow:
    subject = known.get(condition.subject)
    operators = operators_for(subject.family) if subject else []
    operator: Operator | None = BY_CODE.get(condition.operator)
    if operator not in operators:
        operator = operators[0] if operators else None
    others: list[Any] = [one for one in known.values() if subject and one.family == subject.family and one != subject]
    return ConditionRow(number, condition, subject, operators, operator, others)
