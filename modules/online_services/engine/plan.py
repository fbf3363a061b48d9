"""A definition made ready for evaluating: parsed expressions, and an order in which each answer is known in time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from modules.online_services.engine.definition import FormDefinition, Group, Item, Step
from modules.online_services.engine.expressions import Expression, parse_or_none
from modules.online_services.engine.fields import ChoiceField, ChoicesField, ComputedField
from modules.online_services.engine.walking import KEPT, Located, Same, index_of


@dataclass(frozen=True, slots=True)
class Slot:
    """A field or group with what decides about it. `home` is the innermost repeating group around it, "" for none."""

    located: Located
    home: str
    around: str  # the innermost group around it, repeating or not
    show: Expression | None
    require: Expression | None
    compute: Expression | None
    options: Mapping[str, Expression]  # option value -> when it can be chosen

    @property
    def item(self) -> Item:
        """The field or group."""
        return self.located.item

    @property
    def step(self) -> Step:
        """The step it is on."""
        return self.located.step


@dataclass(frozen=True, slots=True)
class Plan:
    """All slots by id, and the ids in the order in which they can be evaluated."""

    slots: Mapping[str, Slot]
    steps: Mapping[str, tuple[Expression | None, Expression | None]]  # show and skip of each
    order: tuple[str, ...]
    cycle: tuple[str, ...]  # ids that wait for each other; empty in a sound definition


def plan_of(definition: FormDefinition) -> Plan:
    """Return the plan of a definition; made once for each object."""
    return _plan(Same(definition))


def depends_on(slot: Slot, slots: Mapping[str, Slot]) -> frozenset[str]:
    """Return the ids that must be known before this one: those of its rules, and what decides about its step."""
    needed = {name for rule in _rules(slot) for name in _ids(rule, slots)}
    return frozenset((needed | {slot.around}) & slots.keys())


@lru_cache(maxsize=KEPT)
def _plan(key: Same) -> Plan:
    slots = {part_id: _slot(located) for part_id, located in index_of(key.definition).items()}
    order, cycle = _sorted(slots)
    steps = {step.id: (parse_or_none(step.show), parse_or_none(step.skip)) for step in key.definition.steps}
    return Plan(slots, steps, order, cycle)


def _slot(located: Located) -> Slot:
    item = located.item
    return Slot(
        located=located,
        home=located.rows[-1] if located.rows else "",
        around=located.groups[-1].id if located.groups else "",
        show=parse_or_none(item.show),
        require=None if isinstance(item, Group) else parse_or_none(item.require),
        compute=parse_or_none(item.compute) if isinstance(item, ComputedField) else None,
        options=_option_rules(item),
    )


def _option_rules(item: Item) -> Mapping[str, Expression]:
    if not isinstance(item, ChoiceField | ChoicesField):
        return {}
    rules = {option.value: parse_or_none(option.show) for option in item.options}
    return {value: rule for value, rule in rules.items() if rule}


def _rules(slot: Slot) -> Iterator[Expression]:
    step = (parse_or_none(slot.step.show), parse_or_none(slot.step.skip))
    yield from (rule for rule in (slot.show, slot.compute, *slot.options.values(), *step) if rule)


def _ids(rule: Expression, slots: Mapping[str, Slot]) -> Iterable[str]:
    """Members of a group are fields; those of a table are its columns, which wait for nothing."""
    groups = {part_id for part_id, slot in slots.items() if isinstance(slot.item, Group)} if rule.uses.members else ()
    return rule.names | {member for group, member in rule.uses.members if group in groups}


def _sorted(slots: Mapping[str, Slot]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kahn's algorithm; what remains at the end waits for each other, or for such."""
    waits = {part_id: set(depends_on(slot, slots)) for part_id, slot in slots.items()}
    followers: dict[str, list[str]] = {part_id: [] for part_id in slots}
    for part_id, names in waits.items():
        for name in names:
            followers[name].append(part_id)
    ready, order = [part_id for part_id in slots if not waits[part_id]], []
    while ready:
        order.append(done := ready.pop())
        for part_id in followers[done]:
            waits[part_id].discard(done)
            if not waits[part_id]:
                ready.append(part_id)
    return tuple(order), _only_cycles({part_id: names for part_id, names in waits.items() if names})


def _only_cycles(waits: dict[str, set[str]]) -> tuple[str, ...]:
    """What only waits for a cycle is not part of it."""
    while idle := [part_id for part_id in waits if not any(part_id in names for names in waits.values())]:
        for part_id in idle:
            del waits[part_id]
    return tuple(waits)
