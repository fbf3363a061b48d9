"""The one evaluator: what a form looks like for given answers. It never raises, whatever the answers are."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import ngettext

from modules.online_services.engine.charging import fee_lines
from modules.online_services.engine.definition import Check, FormDefinition, Group, Item
from modules.online_services.engine.evaluation import Answers, Evaluation, Problem, Surroundings
from modules.online_services.engine.expressions import Expression, parse_or_none
from modules.online_services.engine.plan import Slot
from modules.online_services.engine.state import Row, State
from modules.online_services.engine.validating import NOT_ANSWERED, problem_of

_NO_UPLOADS: Final[Mapping[str, str]] = MappingProxyType({})


def evaluate(
    definition: FormDefinition,
    answers: Answers,
    surroundings: Surroundings,
    *,
    uploads: Mapping[str, str] = _NO_UPLOADS,
) -> Evaluation:
    """Return what is shown, required, computed, wrong and charged for these answers.

    `uploads` are the ids of files that are here and usable, with their names. Texts are in the active language.
    A repeating group is shown as "group" and each of its rows as "group/0".
    """
    return _Evaluating(State(definition, answers, surroundings, uploads)).result()


class _Evaluating:
    """One run over the form."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.shown: set[str] = set()
        self.required: set[str] = set()
        self.problems: dict[str, list[Problem]] = {}

    def result(self) -> Evaluation:
        steps = [step for step in self.state.definition.steps if self.state.counts(step.id)]
        for step in steps:
            self.problems[step.id] = []
            self._items(step.items, self.state.root)
        for check in self.state.definition.checks:
            self._check(check)
        return Evaluation(
            steps=tuple(step.id for step in steps),
            shown=frozenset(self.shown),
            required=frozenset(self.required),
            computed={place: value for place, value in self.state.computed.items() if place in self.shown},
            problems={step_id: tuple(found) for step_id, found in self.problems.items()},
            fees=fee_lines(self.state.definition, self.state.root),
        )

    def _items(self, items: tuple[Item, ...], row: Row) -> None:
        for item in items:
            slot = self.state.plan.slots[item.id]
            if slot.item is item and self.state.is_shown(slot, row):
                self.shown.add(row.at(item.id))
                if isinstance(item, Group):
                    self._group(slot, item, row)
                else:
                    self._field(slot, item, row)

    def _group(self, slot: Slot, group: Group, row: Row) -> None:
        if group.repeat is None:
            self._items(group.items, row)
            return
        given = row.answers.get(group.id)
        if isinstance(given, list) and len(given) > group.repeat.maximum:
            self._add(slot, row.at(group.id), _too_many_rows(group, group.repeat.maximum))
        for inner in self.state.rows(slot, row):
            self.shown.add(inner.place)
            self._items(group.items, inner)

    def _field(self, slot: Slot, field: Item, row: Row) -> None:
        is_required = self._is_required(slot, field, row)
        if is_required:
            self.required.add(row.at(field.id))
        if message := problem_of(self.state, slot, row, is_required=is_required):
            self._add(slot, row.at(field.id), message)

    def _is_required(self, slot: Slot, field: Item, row: Row) -> bool:
        if isinstance(field, Group) or field.type in NOT_ANSWERED:
            return False
        return field.required or bool(slot.require and slot.require.holds(row))

    def _check(self, check: Check) -> None:
        holds, when = parse_or_none(check.holds), parse_or_none(check.when)
        slots = [slot for name in check.fields if (slot := self.state.plan.slots.get(name))]
        if holds is None or not slots:
            return
        deepest = max(slots, key=lambda slot: len(slot.located.rows))
        for row in self.state.homes(deepest.home):
            if self._fails(holds, when, slots, row):
                for slot, home in _in_rows(slots, row):
                    self._add(slot, home.at(slot.item.id), str(check.message))

    def _fails(self, holds: Expression, when: Expression | None, slots: list[Slot], row: Row) -> bool:
        if not all(self.state.is_shown(slot, home) for slot, home in _in_rows(slots, row)):
            return False
        if when and not when.holds(row):
            return False
        return not holds.holds(row) and not self._waits(holds, row)

    def _waits(self, holds: Expression, row: Row) -> bool:
        """A check says nothing yet where a shown field that it compares is not answered, or wrong by itself."""
        slots = [slot for name in holds.uses.needs if (slot := self.state.plan.slots.get(name))]
        pairs = _in_rows([slot for slot in slots if not isinstance(slot.item, Group)], row)
        return any(self.state.is_shown(slot, home) and self.state.value(slot, home) is None for slot, home in pairs)

    def _add(self, slot: Slot, place: str, message: str) -> None:
        problem = Problem(place, message)
        found = self.problems.setdefault(slot.step.id, [])
        if problem not in found:
            found.append(problem)


def _in_rows(slots: list[Slot], row: Row) -> Iterator[tuple[Slot, Row]]:
    """Each slot with the row it is in, seen from a row; what is in none of the rows around is left out."""
    for slot in slots:
        home: Row | None = row
        while home and home.group != slot.home:
            home = home.parent
        if home:
            yield slot, home


def _too_many_rows(group: Group, most: int) -> str:
    text = ngettext(
        "Bitte geben Sie bei „%(label)s“ höchstens %(count)s Eintrag an.",
        "Bitte geben Sie bei „%(label)s“ höchstens %(count)s Einträge an.",
        most,
    )
    return text % {"label": str(group.title), "count": most}
