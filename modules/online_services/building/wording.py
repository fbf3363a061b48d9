"""Any expression in words, as the dashboard shows it: "„Anlass“ ist „Osterfeuer“ und „Fläche“ ist größer als 20"."""

import ast
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.online_services.building.conditions import Condition, condition_of
from modules.online_services.building.operators import BY_CODE
from modules.online_services.building.subjects import Subject, all_subjects
from modules.online_services.building.tree import places
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.expressions import parse_or_none
from rathaus.web import wording

_COMPARED: Final[Mapping[type[ast.cmpop], Any]] = {
    ast.Eq: gettext_lazy("%(left)s ist gleich %(right)s"),
    ast.NotEq: gettext_lazy("%(left)s ist nicht gleich %(right)s"),
    ast.Lt: gettext_lazy("%(left)s ist kleiner als %(right)s"),
    ast.LtE: gettext_lazy("%(left)s ist höchstens %(right)s"),
    ast.Gt: gettext_lazy("%(left)s ist größer als %(right)s"),
    ast.GtE: gettext_lazy("%(left)s ist mindestens %(right)s"),
    ast.In: gettext_lazy("%(left)s ist eines von %(right)s"),
    ast.NotIn: gettext_lazy("%(left)s ist keines von %(right)s"),
}
_COMPARED_DAYS: Final[Mapping[type[ast.cmpop], Any]] = {
    ast.Lt: gettext_lazy("%(left)s liegt vor %(right)s"),
    ast.LtE: gettext_lazy("%(left)s liegt nicht nach %(right)s"),
    ast.Gt: gettext_lazy("%(left)s liegt nach %(right)s"),
    ast.GtE: gettext_lazy("%(left)s liegt nicht vor %(right)s"),
}
_BEFORE: Final[Mapping[str, Any]] = {
    "add_days": gettext_lazy("%(count)s Tage vor %(day)s"),
    "add_months": gettext_lazy("%(count)s Monate vor %(day)s"),
}
_MINUS: Final = "\N{MINUS SIGN}"
_RECKONED: Final[Mapping[type[ast.operator], Any]] = {
    ast.Add: gettext_lazy("%(left)s plus %(right)s"),
    ast.Sub: gettext_lazy("%(left)s minus %(right)s"),
    ast.Mult: gettext_lazy("%(left)s mal %(right)s"),
    ast.Div: gettext_lazy("%(left)s geteilt durch %(right)s"),
}
_CALLED: Final[Mapping[str, Any]] = {
    "today": gettext_lazy("heute"),
    "age": gettext_lazy("Alter nach %(0)s"),
    "days": gettext_lazy("Tage von %(0)s bis %(1)s"),
    "months": gettext_lazy("Monate von %(0)s bis %(1)s"),
    "add_days": gettext_lazy("%(1)s Tage nach %(0)s"),
    "add_months": gettext_lazy("%(1)s Monate nach %(0)s"),
    "weekday": gettext_lazy("Wochentag (1 = Montag) von %(0)s"),
    "is_holiday": gettext_lazy("%(0)s ist ein Feiertag"),
    "easter": gettext_lazy("Ostersonntag (%(0)s)"),
    "year": gettext_lazy("Jahr von %(0)s"),
    "count": gettext_lazy("Anzahl %(0)s"),
    "total": gettext_lazy("Summe von %(0)s"),
    "any_of": gettext_lazy("mindestens einmal gilt: %(0)s"),
    "all_of": gettext_lazy("jedes Mal gilt: %(0)s"),
    "round": gettext_lazy("%(0)s gerundet"),
    "ceil": gettext_lazy("%(0)s aufgerundet"),
    "floor": gettext_lazy("%(0)s abgerundet"),
    "length": gettext_lazy("Länge von %(0)s"),
    "given": gettext_lazy("%(0)s ist angegeben"),
    "contains": gettext_lazy("%(0)s enthält %(1)s"),
    "number": gettext_lazy("Zahl aus %(0)s"),
    "lookup": gettext_lazy("Betrag aus der Gebührentabelle %(0)s für %(1)s"),
    "label": gettext_lazy("Bezeichnung von %(0)s"),
    "default": gettext_lazy("%(0)s, sonst %(1)s"),
}


def rule_in_words(definition: FormDefinition, expression: str) -> str:
    """Return the expression in words, "" for an empty one and for one that cannot be read."""
    parsed = parse_or_none(expression)
    return Speaker(definition).say(parsed.tree) if parsed else ""


class Speaker:
    """Says expressions about one form in words."""

    def __init__(self, definition: FormDefinition) -> None:
        self._subjects = all_subjects(definition)
        self._titles = {
            place.part.id: str(getattr(place.part, "label", "") or getattr(place.part, "title", ""))
            for place in places(definition)
        }

    def say(self, node: ast.expr) -> str:
        """Return the words for a node, what has no words of its own as it is written."""
        if found := condition_of(node, self._subjects):
            return condition_in_words(found, self._subjects)
        known = getattr(self, f"_say_{type(node).__name__.lower()}", None)
        return str(known(node)) if known else ast.unparse(node)

    def _say_boolop(self, node: ast.BoolOp) -> str:
        joint = _("%(left)s und %(right)s") if isinstance(node.op, ast.And) else _("%(left)s oder %(right)s")
        words = [f"({self.say(part)})" if isinstance(part, ast.BoolOp) else self.say(part) for part in node.values]
        said = words[0]
        for right in words[1:]:
            said = joint % {"left": said, "right": right}
        return said

    def _say_unaryop(self, node: ast.UnaryOp) -> str:
        if isinstance(node.op, ast.Not):
            return _("nicht: %(inner)s") % {"inner": self._inside(node.operand)}
        return f"−{self._inside(node.operand)}"

    def _say_binop(self, node: ast.BinOp) -> str:
        words = _RECKONED.get(type(node.op))
        return str(words) % self._sides(node.left, node.right) if words else ast.unparse(node)

    def _say_compare(self, node: ast.Compare) -> str:
        if len(node.ops) != 1:
            return ast.unparse(node)
        sides = self._sides(node.left, node.comparators[0])
        subject = self._subjects.get(ast.unparse(node.left))
        if subject and isinstance(node.comparators[0], ast.Constant):
            sides["right"] = value_in_words(subject, str(node.comparators[0].value))
        kinds = _COMPARED_DAYS if subject and subject.family in ("date", "time") else _COMPARED
        return str(kinds.get(type(node.ops[0]), _COMPARED[type(node.ops[0])])) % sides

    def _say_ifexp(self, node: ast.IfExp) -> str:
        words = {"then": self.say(node.body), "test": self.say(node.test), "other": self.say(node.orelse)}
        return _("%(then)s, wenn %(test)s, sonst %(other)s") % words

    def _say_name(self, node: ast.Name) -> str:
        return _quoted(self._titles.get(node.id) or node.id)

    def _say_attribute(self, node: ast.Attribute) -> str:
        whole = ast.unparse(node)
        if subject := self._subjects.get(whole):
            return _quoted(subject.label)
        inner = self._titles.get(node.attr)
        return _quoted(inner or whole)

    def _say_constant(self, node: ast.Constant) -> str:
        if isinstance(node.value, bool):
            return _("Ja") if node.value else _("Nein")
        return _number(node.value) if isinstance(node.value, int | float) else _quoted(str(node.value))

    def _say_list(self, node: ast.List) -> str:
        return ", ".join(self.say(item) for item in node.elts)

    def _say_call(self, node: ast.Call) -> str:
        name = ast.unparse(node.func)
        said = [self.say(arg) for arg in node.args]
        if name in ("min", "max"):
            words = _("kleinster Wert von %(list)s") if name == "min" else _("größter Wert von %(list)s")
            return words % {"list": ", ".join(said)}
        if name == "age" and len(said) == 2:
            return _("Alter nach %(born)s am Tag: %(day)s") % {"born": said[0], "day": said[1]}
        if name in _BEFORE and len(said) == 2 and said[1].startswith(_MINUS):
            return str(_BEFORE[name]) % {"count": said[1].removeprefix(_MINUS), "day": said[0]}
        try:
            return str(_CALLED[name]) % {str(number): words for number, words in enumerate(said)}
        except KeyError:
            return ast.unparse(node)

    def _sides(self, left: ast.expr, right: ast.expr) -> dict[str, str]:
        return {"left": self._inside(left), "right": self._inside(right)}

    def _inside(self, node: ast.expr) -> str:
        said = self.say(node)
        return f"({said})" if isinstance(node, ast.BinOp | ast.BoolOp | ast.IfExp | ast.Compare) else said


def condition_in_words(condition: Condition, subjects: Mapping[str, Subject]) -> str:
    """Return "„Anlass“ ist „Osterfeuer“"."""
    subject, operator = subjects[condition.subject], BY_CODE[condition.operator]
    if operator.value.endswith("_field"):
        values = [_quoted(subjects[value].label) if value in subjects else value for value in condition.values]
    elif operator.value == "number":
        values = list(condition.values)
    else:
        values = [_typed(operator.value, subject, value) for value in condition.values]
    return str(operator.sentence) % {"subject": subject.label, "value": _either(values)}


def _typed(kind: str, subject: Subject, value: str) -> str:
    if kind == "money":
        return f"{value} €"
    return value_in_words(subject, value)


def value_in_words(subject: Subject, value: str) -> str:
    """Return a value of an expression as people read it: the option's label, the amount, the day."""
    if subject.family in ("choice", "choices"):
        return _quoted(subject.options.get(value, value))
    if subject.family == "money" and value.isdecimal():
        return wording.money(int(value))
    if subject.family == "date":
        return _day(value)
    if subject.family in ("number", "time"):
        return value
    return _quoted(value)


def _day(value: str) -> str:
    try:
        return wording.short_date(date.fromisoformat(value))
    except ValueError:
        return _quoted(value)


def _quoted(text: str) -> str:
    return _("„%(text)s“") % {"text": text}


def _either(values: list[str]) -> str:
    if len(values) < 2:
        return "".join(values)
    return _("%(list)s oder %(last)s") % {"list": ", ".join(values[:-1]), "last": values[-1]}


def _number(value: float) -> str:
    return str(number_format(Decimal(str(value)), use_l10n=True))
