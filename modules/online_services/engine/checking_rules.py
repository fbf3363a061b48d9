"""What is wrong with the rules of a form: unknown names, slips, and rules that wait for each other."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from django.utils.translation import gettext as _

from modules.online_services.engine.definition import FormDefinition, Group, Item
from modules.online_services.engine.expressions import Expression, ExpressionError, parse
from modules.online_services.engine.fields import ChoiceField, ChoicesField, TableField, UploadField
from modules.online_services.engine.kinds import Finder, fits, kind_words
from modules.online_services.engine.plan import plan_of
from modules.online_services.engine.rules import FormRule, rules_of
from modules.online_services.engine.values import PARTS
from modules.online_services.engine.walking import Located, index_of

Told = tuple[str, str]  # id of the part, message


def check_rules(definition: FormDefinition, schedules: AbstractSet[str]) -> Iterator[Told]:
    """Return each problem of each rule with the part it belongs to."""
    index = index_of(definition)
    for rule in rules_of(definition):
        for message in _RuleCheck(index, rule, schedules).messages():
            yield rule.part_id, f"{purpose_words(rule.purpose)}: {message}"
    yield from _cycles(definition)


def purpose_words(purpose: str) -> str:
    """Return how the dashboard calls what a rule is for."""
    words = {
        "show": _("Anzeigen, wenn"),
        "skip": _("Überspringen, wenn"),
        "require": _("Pflicht, wenn"),
        "compute": _("Berechnung"),
        "earliest": _("Frühester Tag"),
        "latest": _("Spätester Tag"),
        "option": _("Auswahl anbieten, wenn"),
        "holds": _("Prüfregel"),
        "when": _("Prüfen, wenn"),
        "fee_exempt": _("Gebührenfrei, wenn"),
    }
    return words.get(purpose, _("Gebühr"))


class _RuleCheck:
    """One rule, and what it can see from where it stands."""

    def __init__(self, index: Mapping[str, Located], rule: FormRule, schedules: AbstractSet[str]) -> None:
        self.index, self.rule, self.schedules = index, rule, schedules

    def messages(self) -> Iterator[str]:
        try:
            expression = parse(self.rule.text)
        except ExpressionError as error:
            yield str(error)
            return
        unknown = list(dict.fromkeys((*self._names(expression), *self._uses(expression))))
        yield from unknown
        if not unknown:
            yield from self._kinds(expression)

    def _names(self, expression: Expression) -> Iterator[str]:
        for name in sorted(expression.names):
            if name not in self.index:
                yield _("„%(name)s“ gibt es in diesem Formular nicht.") % {"name": name}
            elif not self._can_see(self.index[name].rows):
                text = _("„%(name)s“ wird mehrfach ausgefüllt. Bitte nutzen Sie any_of(), all_of() oder total().")
                yield text % {"name": name}
        for group, member in sorted(expression.uses.members):
            if group in self.index and not self._has_member(self.index[group], member):
                text = _("„%(name)s“ gibt es in „%(group)s“ nicht.")
                yield text % {"name": member, "group": group}

    def _uses(self, expression: Expression) -> Iterator[str]:
        for name, part in sorted(expression.uses.parts):
            item = self._item(name)
            if item and part not in PARTS.get(item.type, {}):
                yield _("„%(name)s“ hat den Teil „%(part)s“ nicht.") % {"name": name, "part": part}
        for name in sorted(expression.uses.counted):
            countable = Group | TableField | UploadField | ChoicesField
            if (item := self._item(name)) and not isinstance(item, countable):
                yield _("„%(name)s“ lässt sich nicht zählen.") % {"name": name}
        for name in sorted(expression.uses.labelled):
            if (item := self._item(name)) and not isinstance(item, ChoiceField | ChoicesField):
                yield _("„%(name)s“ ist keine Auswahl.") % {"name": name}
        for name in sorted(expression.uses.schedules - self.schedules):
            yield _("Die Gebührentabelle „%(name)s“ gibt es nicht.") % {"name": name}

    def _kinds(self, expression: Expression) -> Iterator[str]:
        finder = Finder({part_id: located.item for part_id, located in self.index.items()})
        found = finder.kind(expression.tree)
        yield from dict.fromkeys(finder.slips)
        if not finder.slips and not fits(found, self.rule.kind):
            text = _("Das Ergebnis ist %(found)s, gebraucht wird %(kind)s.")
            yield text % {"found": kind_words(found), "kind": kind_words(self.rule.kind)}

    def _item(self, name: str) -> Item | None:
        located = self.index.get(name)
        return located.item if located else None

    def _can_see(self, rows: tuple[str, ...]) -> bool:
        """From within a row one sees the row itself and what is around it."""
        return self.rule.rows[: len(rows)] == rows

    def _has_member(self, group: Located, member: str) -> bool:
        item = group.item
        if isinstance(item, TableField):
            return any(column.id == member for column in item.columns)
        if not isinstance(item, Group) or item.repeat is None:
            return False
        return member in self.index and self.index[member].rows == (*group.rows, item.id)


def _cycles(definition: FormDefinition) -> Iterator[Told]:
    cycle = plan_of(definition).cycle
    for part_id in cycle:
        others = ", ".join(f"„{name}“" for name in cycle if name != part_id)
        if others:
            yield part_id, _("Die Regeln drehen sich im Kreis mit %(names)s.") % {"names": others}
        else:
            yield part_id, _("Die Regel hängt von sich selbst ab.")
