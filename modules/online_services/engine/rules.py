"""All rules of a form with what they belong to: one list for checking, and for those who put them in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from modules.online_services.engine.definition import FormDefinition, Group, Item
from modules.online_services.engine.fees import AreaTimeFee, TableFee, UnitFee
from modules.online_services.engine.fields import ChoiceField, ChoicesField, ComputedField, DateField
from modules.online_services.engine.walking import Located, index_of, located_items

_RESULTS: Final = {"number": "number", "money": "number", "text": "text", "date": "date", "yes_no": "bool"}


@dataclass(frozen=True, slots=True)
class FormRule:
    """A rule of a part. `purpose` is the setting it stands in, `kind` the value it has to give, "" for any.

    `rows` are the repeating groups around it. Rules of the form itself and of its fees have an empty `part_id`.
    """

    part_id: str
    purpose: str
    text: str
    kind: str = "bool"
    rows: tuple[str, ...] = ()


def rules_of(definition: FormDefinition) -> Iterator[FormRule]:
    """Return all rules that are not empty, in the order of the form."""
    return (rule for rule in _all_rules(definition) if rule.text.strip())


def _all_rules(definition: FormDefinition) -> Iterator[FormRule]:
    for step in definition.steps:
        yield FormRule(step.id, "show", step.show)
        yield FormRule(step.id, "skip", step.skip)
    for located in located_items(definition):
        yield from _of_item(located.item, located.rows)
    for check in definition.checks:
        rows = _rows_of_check(definition, check.fields)
        yield FormRule(check.id, "holds", check.holds, rows=rows)
        yield FormRule(check.id, "when", check.when, rows=rows)
    yield FormRule("", "fee_exempt", definition.fee_exempt)
    yield from _of_fees(definition)


def _of_item(item: Item, rows: tuple[str, ...]) -> Iterator[FormRule]:
    yield FormRule(item.id, "show", item.show, rows=rows)
    if isinstance(item, Group):
        return
    yield FormRule(item.id, "require", item.require, rows=rows)
    if isinstance(item, ComputedField):
        yield FormRule(item.id, "compute", item.compute, _RESULTS[item.result], rows)
    if isinstance(item, DateField):
        yield FormRule(item.id, "earliest", item.earliest, "date", rows)
        yield FormRule(item.id, "latest", item.latest, "date", rows)
    if isinstance(item, ChoiceField | ChoicesField):
        for option in item.options:
            yield FormRule(item.id, "option", option.show, rows=rows)


def _of_fees(definition: FormDefinition) -> Iterator[FormRule]:
    for fee in definition.fees:
        yield FormRule("", "fee", fee.when)
        if isinstance(fee, UnitFee | TableFee):
            yield FormRule("", "fee", fee.units, "number")
        if isinstance(fee, TableFee):
            yield FormRule("", "fee", fee.value, "")
        if isinstance(fee, AreaTimeFee):
            yield FormRule("", "fee", fee.area, "number")
            yield FormRule("", "fee", fee.time, "number")


def _rows_of_check(definition: FormDefinition, names: tuple[str, ...]) -> tuple[str, ...]:
    index = index_of(definition)
    found: list[Located] = [index[name] for name in names if name in index]
    return max((located.rows for located in found), key=len, default=())
