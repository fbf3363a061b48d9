"""What is wrong with a definition, before anybody can fill it in. Nothing with problems becomes a version."""

import keyword
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from modules.online_services.engine import fields
from modules.online_services.engine.checking_fields import check_field
from modules.online_services.engine.checking_rules import Told, check_rules
from modules.online_services.engine.definition import FormDefinition, Group
from modules.online_services.engine.fees import AreaTimeFee, RangeFee, TableFee
from modules.online_services.engine.language import FACT
from modules.online_services.engine.walking import Located, index_of, located_items

MAX_NESTING: Final = 6
MAX_ITEMS: Final = 1_500
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class DefinitionProblem:
    """What is wrong with a part; an empty id stands for the form as a whole and its fees."""

    part_id: str
    message: str


def check_definition(
    definition: FormDefinition, *, schedules: AbstractSet[str] = frozenset(), code_lists: AbstractSet[str] = frozenset()
) -> list[DefinitionProblem]:
    """Return all problems in the order of their kinds; `schedules` and `code_lists` are the names that exist."""
    items = list(located_items(definition))
    if len(items) > MAX_ITEMS:
        text = _("Das Formular hat mehr als %(count)s Felder. Bitte teilen Sie es auf.")
        return [DefinitionProblem("", text % {"count": MAX_ITEMS})]
    found = [
        *_ids(definition, items),
        *_steps(definition),
        *(told for located in items for told in _item(located, code_lists)),
        *_checks(definition),
        *_fees(definition, schedules),
        *_summary(definition),
        *check_rules(definition, schedules),
    ]
    return [DefinitionProblem(*told) for told in dict.fromkeys(found)]


def _ids(definition: FormDefinition, items: Sequence[Located]) -> Iterator[Told]:
    ids = [located.item.id for located in items]
    ids += [step.id for step in definition.steps] + [check.id for check in definition.checks]
    for part_id, number in Counter(ids).items():
        if number > 1:
            yield part_id, _("Die Kennung „%(name)s“ gibt es mehrfach.") % {"name": part_id}
        if keyword.iskeyword(part_id) or part_id == FACT:
            yield (
                part_id,
                _("„%(name)s“ ist in Regeln vergeben. Bitte wählen Sie eine andere Kennung.") % {"name": part_id},
            )


def _steps(definition: FormDefinition) -> Iterator[Told]:
    if not definition.steps:
        yield "", _("Das Formular hat noch keinen Schritt.")
    if not definition.title:
        yield "", _("Bitte geben Sie dem Formular einen Titel.")
    for step in definition.steps:
        if not step.title:
            yield step.id, _("Bitte geben Sie dem Schritt einen Titel.")
        if not step.items:
            yield step.id, _("Der Schritt hat noch kein Feld.")


def _item(located: Located, code_lists: AbstractSet[str]) -> Iterator[Told]:
    item = located.item
    if isinstance(item, Group):
        yield from ((item.id, message) for message in _group(item, located))
    else:
        yield from ((item.id, message) for message in check_field(item, code_lists))


def _group(group: Group, located: Located) -> Iterator[str]:
    if not group.items:
        yield _("Die Gruppe hat noch kein Feld.")
    if len(located.groups) >= MAX_NESTING:
        yield _("Die Gruppen sind zu tief verschachtelt.")
    if group.repeat and group.repeat.minimum > group.repeat.maximum:
        yield _("Das Mindeste ist größer als das Höchste.")


def _checks(definition: FormDefinition) -> Iterator[Told]:
    index = index_of(definition)
    for check in definition.checks:
        if not check.message:
            yield check.id, _("Bitte geben Sie an, was bei dieser Prüfung zu tun ist.")
        known = [index[name] for name in check.fields if name in index]
        for name in check.fields:
            if name not in index or isinstance(index[name].item, Group):
                yield check.id, _("„%(name)s“ gibt es in diesem Formular nicht.") % {"name": name}
        deepest = max((located.rows for located in known), key=len, default=())
        if any(deepest[: len(located.rows)] != located.rows for located in known):
            yield check.id, _("Die Felder dieser Prüfung stehen in verschiedenen Wiederholungen.")


def _fees(definition: FormDefinition, schedules: AbstractSet[str]) -> Iterator[Told]:
    for fee in definition.fees:
        if not fee.label:
            yield "", _("Bitte benennen Sie jede Gebühr.")
        if isinstance(fee, TableFee) and fee.schedule not in schedules:
            yield "", _("Die Gebührentabelle „%(name)s“ gibt es nicht.") % {"name": fee.schedule}
        if isinstance(fee, RangeFee | AreaTimeFee) and _is_upside_down(fee):
            yield "", _("Bei einer Gebühr ist das Mindeste größer als das Höchste.")


def _is_upside_down(fee: RangeFee | AreaTimeFee) -> bool:
    return fee.maximum_cents is not None and fee.minimum_cents > fee.maximum_cents


def _summary(definition: FormDefinition) -> Iterator[Told]:
    index = index_of(definition)
    for name in _PLACEHOLDER.findall(definition.summary):
        located = index.get(name)
        if located is None or isinstance(located.item, Group | fields.InformationField) or located.rows:
            yield "", _("Im Titel des Vorgangs steht ein unbekanntes Feld: %(name)s") % {"name": name[:60]}
