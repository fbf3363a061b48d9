"""What is known of a form while it is evaluated: rows, what is shown, and the values of answers, each found once."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from modules.online_services.engine.definition import FormDefinition, Group
from modules.online_services.engine.evaluation import Answers, Surroundings
from modules.online_services.engine.expressions import Scope
from modules.online_services.engine.fields import ChoiceField, ChoicesField, ComputedField, FormField, TableField
from modules.online_services.engine.plan import Slot, plan_of
from modules.online_services.engine.values import (
    computed_json,
    computed_value,
    is_answered,
    part_of,
    table_rows,
    value_of,
)

MAX_ROWS: Final = 100


class Row:
    """A row of a repeating group, or the form itself: where expressions look from (`expressions.Scope`)."""

    __slots__ = ("answers", "group", "parent", "place", "state", "surroundings")

    def __init__(self, state: "State", answers: Answers, place: str, group: str, parent: "Row | None") -> None:
        self.state, self.answers, self.place, self.group, self.parent = state, answers, place, group, parent
        self.surroundings = state.surroundings

    def at(self, name: str) -> str:
        """Return the place of something in this row."""
        return f"{self.place}/{name}" if self.place else name

    def value(self, name: str) -> Any:
        """Return the answer to a field of this row or of one around it."""
        found = self._home(name)
        return self.state.value(*found) if found else None

    def part(self, name: str, part: str) -> Any:
        """Return a part of an address, account or place."""
        found = self._home(name)
        return self.state.part(*found, part) if found else None

    def label(self, name: str) -> str | None:
        """Return the German name of the chosen option: what is computed reads the same for everybody."""
        found = self._home(name)
        return self.state.label(*found) if found else None

    def rows(self, name: str) -> Sequence[Scope]:
        """Return the rows of a repeating group or table."""
        found = self._home(name)
        return self.state.rows_for(*found) if found else ()

    def count(self, name: str) -> int | None:
        """Return how many rows, chosen options or files there are; none where they are not shown."""
        found = self._home(name)
        return self.state.count(*found) if found else None

    def _home(self, name: str) -> "tuple[Slot, Row] | None":
        slot = self.state.plan.slots.get(name)
        row: Row | None = self
        while slot and row and row.group != slot.home:
            row = row.parent
        return (slot, row) if slot and row else None


class TableRow:
    """A row of a table: its columns hide fields of the same name."""

    __slots__ = ("columns", "row", "surroundings")

    def __init__(self, row: Row, columns: Mapping[str, Any]) -> None:
        self.row, self.columns, self.surroundings = row, columns, row.surroundings

    def value(self, name: str) -> Any:
        """Return what stands in the column, else the answer to a field."""
        return self.columns[name] if name in self.columns else self.row.value(name)

    def part(self, name: str, part: str) -> Any:
        """Return a part of a field outside the table."""
        return self.row.part(name, part)

    def label(self, name: str) -> str | None:
        """Return the name of the option chosen in a field outside the table."""
        return self.row.label(name)

    def rows(self, name: str) -> Sequence[Scope]:
        """Return rows of what is outside the table."""
        return self.row.rows(name)

    def count(self, name: str) -> int | None:
        """Return a number of what is outside the table."""
        return self.row.count(name)


class State:
    """The answers of a form with all that follows from them. A field asked for while it is being found is missing."""

    def __init__(
        self, definition: FormDefinition, answers: Answers, surroundings: Surroundings, uploads: Mapping[str, str]
    ) -> None:
        self.definition, self.surroundings, self.uploads = definition, surroundings, uploads
        self.plan = plan_of(definition)
        self.root = Row(self, answers, "", "", None)
        self.computed: dict[str, Any] = {}
        self._shown: dict[str, bool] = {}
        self._values: dict[str, Any] = {}
        self._rows: dict[str, list[Row]] = {}
        self._steps: dict[str, bool] = {}
        self._warm()

    def counts(self, step_id: str) -> bool:
        """Return whether a step is part of the form for these answers."""
        if step_id not in self._steps:
            self._steps[step_id] = False
            show, skip = self.plan.steps[step_id]
            hidden = bool(skip and skip.holds(self.root)) or bool(show and not show.holds(self.root))
            self._steps[step_id] = not hidden
        return self._steps[step_id]

    def is_shown(self, slot: Slot, row: Row) -> bool:
        """Return whether a field or group is shown in this row: its step, all around it and its own rule agree."""
        place = row.at(slot.item.id)
        if place not in self._shown:
            self._shown[place] = False
            self._shown[place] = self._around_is_shown(slot, row) and (slot.show is None or slot.show.holds(row))
        return self._shown[place]

    def value(self, slot: Slot, row: Row) -> Any:
        """Return the value of a field; None where it is hidden, missing or wrong, and for groups."""
        place = row.at(slot.item.id)
        if place not in self._values:
            self._values[place] = None
            if not isinstance(slot.item, Group) and self.is_shown(slot, row):
                self._values[place] = self._find_value(slot, slot.item, row)
        return self._values[place]

    def part(self, slot: Slot, row: Row, part: str) -> Any:
        """Return a part of what a shown field was answered with."""
        answer = row.answers.get(slot.item.id) if self.is_shown(slot, row) else None
        return part_of(slot.item.type, answer, part)

    def label(self, slot: Slot, row: Row) -> str | None:
        """Return the German name of what was chosen."""
        value = self.value(slot, row)
        if not isinstance(slot.item, ChoiceField | ChoicesField) or value is None:
            return None
        labels = self.labels(slot.item)
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(item, item) for item in chosen)

    def labels(self, item: ChoiceField | ChoicesField) -> Mapping[str, str]:
        """Return the German names of all options by value."""
        if item.code_list:
            return self.surroundings.code_lists.get(item.code_list, {})
        return {option.value: option.label.in_language("de") for option in item.options}

    def can_choose(self, slot: Slot, row: Row, value: str) -> bool:
        """Return whether the option exists and its own rule holds."""
        item = slot.item
        if not isinstance(item, ChoiceField | ChoicesField) or value not in self.labels(item):
            return False
        rule = slot.options.get(value)
        return rule is None or rule.holds(row)

    def rows_for(self, slot: Slot, row: Row) -> Sequence[Scope]:
        """Return the rows that any_of, all_of and total go over."""
        if not self.is_shown(slot, row):
            return ()
        if isinstance(slot.item, TableField):
            return [TableRow(row, columns) for columns in table_rows(slot.item, row.answers.get(slot.item.id))]
        return self.rows(slot, row)

    def rows(self, slot: Slot, row: Row) -> list[Row]:
        """Return the rows of a repeating group, at least as many as it demands; of other groups none."""
        place, item = row.at(slot.item.id), slot.item
        if place not in self._rows:
            self._rows[place] = self._make_rows(item, row, place) if isinstance(item, Group) else []
        return self._rows[place]

    def count(self, slot: Slot, row: Row) -> int:
        """Return how many rows, chosen options or files there are."""
        if isinstance(slot.item, Group | TableField):
            return len(self.rows_for(slot, row))
        value = self.value(slot, row)
        return len(value) if isinstance(value, list) else int(value is not None)

    def homes(self, home: str) -> list[Row]:
        """Return all rows of a repeating group wherever it stands; the form itself for ""."""
        if not home:
            return [self.root]
        slot = self.plan.slots[home]
        return [inner for row in self.homes(slot.home) for inner in self.rows(slot, row)]

    def _warm(self) -> None:
        """In the order of the plan nothing waits for another, however long the chain of rules is."""
        for part_id in self.plan.order:
            slot = self.plan.slots[part_id]
            for row in self.homes(slot.home) if slot.home else (self.root,):
                self.value(slot, row)
                self.is_shown(slot, row)

    def _around_is_shown(self, slot: Slot, row: Row) -> bool:
        if slot.around:
            around = self.plan.slots[slot.around]
            outer = row.parent if row.group == slot.around and row.parent else row
            return self.is_shown(around, outer)
        return self.counts(slot.step.id)

    def _find_value(self, slot: Slot, item: FormField, row: Row) -> Any:
        if isinstance(item, ComputedField):
            return self._compute(slot, item, row)
        answer = row.answers.get(item.id)
        if not is_answered(item, answer):
            return None
        value = value_of(item.type, answer)
        if item.type == "choice":
            return value if value and self.can_choose(slot, row, value) else None
        if item.type == "choices":
            return [one for one in value or () if self.can_choose(slot, row, one)] or None
        return [one for one in value or () if one in self.uploads] or None if item.type == "upload" else value

    def _compute(self, slot: Slot, item: ComputedField, row: Row) -> Any:
        found = computed_json(item, slot.compute.evaluate(row) if slot.compute else None)
        if found is not None:
            self.computed[row.at(item.id)] = found
        return computed_value(item, found)

    def _make_rows(self, item: Group, row: Row, place: str) -> list[Row]:
        if not item.repeat:
            return []
        given = row.answers.get(item.id)
        known = [one if isinstance(one, Mapping) else {} for one in given] if isinstance(given, list) else []
        number = min(max(len(known), item.repeat.minimum), item.repeat.maximum, MAX_ROWS)
        padded = [*known, *({} for _missing in range(number - len(known)))]
        return [Row(self, answers, f"{place}/{at}", item.id, row) for at, answers in enumerate(padded[:number])]
