"""Conditions in words and the expressions they stand for, both ways. What is too complex stays an expression."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from modules.online_services.building.errors import UnreadableRuleError
from modules.online_services.building.operators import BY_CODE, Operator, operators_for
from modules.online_services.building.subjects import Subject
from modules.online_services.engine.expressions import ExpressionError, parse

MAX_CONDITIONS: Final = 12
Joint = Literal["and", "or"]
_NUMBER: Final = re.compile(r"-?\d{1,12}([.,]\d{1,6})?")
_MONEY: Final = re.compile(r"\d{1,9}([.,]\d{2})?")


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked for, how it is compared, and with what; values as people type them: "12,5", "osterfeuer"."""

    subject: str
    operator: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """Conditions in brackets. They are joined the other way than what stands around them, or they would need none."""

    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions and groups of which all have to hold, or one of them."""

    items: tuple[Condition | ConditionGroup, ...] = ()
    joined_by: Joint = "and"

    @property
    def joined_inside(self) -> Joint:
        """How the members of a group belong together."""
        return "or" if self.joined_by == "and" else "and"

    @property
    def all_conditions(self) -> tuple[Condition, ...]:
        """All conditions in their order, those of groups too."""
        return tuple(condition for item in self.items for condition in members_of(item))


def members_of(item: Condition | ConditionGroup) -> tuple[Condition, ...]:
    """Return the conditions of a group, the condition itself otherwise."""
    return item.members if isinstance(item, ConditionGroup) else (item,)


def expression_of(conditions: Conditions, subjects: Mapping[str, Subject]) -> str:
    """Return the expression, "" for no condition. Raises UnreadableRuleError for one that is not finished."""
    if len(conditions.all_conditions) > MAX_CONDITIONS:
        raise UnreadableRuleError(_("Eine Regel kann höchstens zwölf Bedingungen haben. Bitte fassen Sie zusammen."))
    written = [[_expression(one, subjects) for one in members_of(item)] for item in conditions.items]
    inside = [f" {conditions.joined_inside} ".join(members) for members in written]
    if len(inside) == 1:
        return inside[0]
    bracketed = [f"({text})" if len(members) > 1 else text for text, members in zip(inside, written, strict=True)]
    return f" {conditions.joined_by} ".join(bracketed)


def _expression(condition: Condition, subjects: Mapping[str, Subject]) -> str:
    subject, operator = subjects.get(condition.subject), BY_CODE.get(condition.operator)
    if subject is None or operator is None or subject.family not in operator.families:
        raise UnreadableRuleError(
            _("Bitte wählen Sie bei jeder Bedingung aus, wonach gefragt wird und wie verglichen wird.")
        )
    value = _written(operator.value, condition.values, subject, subjects) if operator.value else ""
    return re.sub(r"\b[SV]\b", lambda match: subject.code if match[0] == "S" else value, operator.pattern)


def _written(kind: str, values: Sequence[str], subject: Subject, subjects: Mapping[str, Subject]) -> str:
    """Return the value as it stands in the expression."""
    typed = [value.strip() for value in values if value.strip()]
    if not typed:
        raise UnreadableRuleError(_("Bei „%(name)s“ fehlt, womit verglichen wird.") % {"name": subject.label})
    if kind == "options":
        return "[" + ", ".join(_option(value, subject) for value in typed) + "]"
    if kind.endswith("_field"):
        return _field(typed[0], subject, subjects)
    return _WRITERS[kind](typed[0], subject)


def _option(value: str, subject: Subject) -> str:
    if subject.options and value not in subject.options:
        raise UnreadableRuleError(
            _("Bei „%(name)s“ gibt es die gewählte Möglichkeit nicht mehr.") % {"name": subject.label}
        )
    return _quoted(value, subject)


def _field(value: str, subject: Subject, subjects: Mapping[str, Subject]) -> str:
    other = subjects.get(value)
    if other is None or other.family != subject.family:
        raise UnreadableRuleError(_("„%(name)s“ lässt sich damit nicht vergleichen.") % {"name": subject.label})
    return value


def _quoted(value: str, subject: Subject) -> str:
    value = " ".join(value.split())  # the language knows single spaces only
    quote = "'" if '"' in value else '"'
    if quote in value or "\\" in value or not value.isprintable():
        raise UnreadableRuleError(
            _("Der Vergleichstext bei „%(name)s“ enthält ein Zeichen, das in Regeln nicht geht.")
            % {"name": subject.label}
        )
    return f"{quote}{value}{quote}"


def _number(value: str, subject: Subject) -> str:
    if not _NUMBER.fullmatch(value):
        raise UnreadableRuleError(_("Bitte geben Sie bei „%(name)s“ eine Zahl ein.") % {"name": subject.label})
    return value.replace(",", ".")


def _money(value: str, subject: Subject) -> str:
    plain = value.removesuffix("€").strip().replace(".", "") if "," in value else value.removesuffix("€").strip()
    if not _MONEY.fullmatch(plain):
        raise UnreadableRuleError(
            _("Bitte geben Sie bei „%(name)s“ einen Betrag ein, zum Beispiel 46,00.") % {"name": subject.label}
        )
    return str(int(Decimal(plain.replace(",", ".")) * 100))


def _day(value: str, subject: Subject) -> str:
    try:
        return f'"{date.fromisoformat(value)}"'
    except ValueError:
        raise UnreadableRuleError(
            _("Bitte geben Sie bei „%(name)s“ ein Datum ein.") % {"name": subject.label}
        ) from None


def _clock(value: str, subject: Subject) -> str:
    try:
        return f'"{time.fromisoformat(value):%H:%M}"'
    except ValueError:
        raise UnreadableRuleError(
            _("Bitte geben Sie bei „%(name)s“ eine Uhrzeit ein.") % {"name": subject.label}
        ) from None


_WRITERS: Final = {
    "option": _option,
    "text": _quoted,
    "number": _number,
    "money": _money,
    "date": _day,
    "time": _clock,
}


def conditions_of(expression: str, subjects: Mapping[str, Subject]) -> Conditions | None:
    """Return the conditions that an expression stands for; None for one that is too complex or cannot be read."""
    if not expression.strip():
        return Conditions()
    try:
        tree = parse(expression).tree
    except ExpressionError:
        return None
    joined_by: Joint = "or" if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or) else "and"
    found = [_item_of(node, subjects) for node in _joined(tree, ast.Or if joined_by == "or" else ast.And)]
    conditions = Conditions(tuple(item for item in found if item is not None), joined_by)
    return None if None in found or len(conditions.all_conditions) > MAX_CONDITIONS else conditions


def _joined(node: ast.expr, joint: type[ast.boolop]) -> list[ast.expr]:
    """Return what is joined this way, without brackets that change nothing."""
    if not (isinstance(node, ast.BoolOp) and isinstance(node.op, joint)):
        return [node]
    return [inner for value in node.values for inner in _joined(value, joint)]


def _item_of(node: ast.expr, subjects: Mapping[str, Subject]) -> Condition | ConditionGroup | None:
    """Return the condition or the group that a node stands for, None for groups inside groups and anything else."""
    if not isinstance(node, ast.BoolOp):
        return condition_of(node, subjects)
    found = [condition_of(inner, subjects) for inner in _joined(node, type(node.op))]
    return None if None in found else ConditionGroup(tuple(one for one in found if one is not None))


def condition_of(node: ast.expr, subjects: Mapping[str, Subject]) -> Condition | None:
    """Return the condition that a node of an expression stands for, None for none."""
    if isinstance(node, ast.Name) and (subject := subjects.get(node.id)) and subject.family == "yes_no":
        return Condition(subject.code, "yes")
    for operator, pattern in _patterns():
        bound: dict[str, ast.expr] = {}
        if _fits(pattern, node, bound) and (found := _read(operator, bound, subjects)):
            return found
    return None


@cache
def _patterns() -> Sequence[tuple[Operator, ast.expr]]:
    return [(operator, ast.parse(operator.pattern, mode="eval").body) for operator in BY_CODE.values()]


def _fits(pattern: Any, node: Any, bound: dict[str, ast.expr]) -> bool:
    """Return whether the node has the shape of the pattern; S and V stand for anything and are bound."""
    if isinstance(pattern, ast.Name) and pattern.id in ("S", "V"):
        bound[pattern.id] = node
        return True
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, list):
        return len(pattern) == len(node) and all(_fits(*pair, bound) for pair in zip(pattern, node, strict=True))
    if not isinstance(pattern, ast.AST):
        return bool(pattern == node)
    fields = [name for name in pattern._fields if name not in ("ctx", "kind")]
    return all(_fits(getattr(pattern, name), getattr(node, name), bound) for name in fields)


def _read(operator: Operator, bound: Mapping[str, ast.expr], subjects: Mapping[str, Subject]) -> Condition | None:
    subject = subjects.get(ast.unparse(bound["S"]))
    if subject is None or operator not in operators_for(subject.family):
        return None
    if not operator.value:
        return Condition(subject.code, operator.code)
    values = _read_values(operator.value, bound["V"], subject, subjects)
    return Condition(subject.code, operator.code, values) if values else None


def _read_values(
    kind: str, node: ast.expr, subject: Subject, subjects: Mapping[str, Subject]
) -> tuple[str, ...] | None:
    if kind == "options":
        inside = [_constant("text", item) for item in node.elts] if isinstance(node, ast.List) else [None]
        return None if None in inside else tuple(str(value) for value in inside)
    if kind.endswith("_field"):
        other = subjects.get(ast.unparse(node))
        return (other.code,) if other and other.family == subject.family else None
    value = _constant(kind, node)
    if value is None or (kind == "option" and subject.options and value not in subject.options):
        return None
    return (value,)


def _constant(kind: str, node: ast.expr) -> str | None:
    """Return a constant as people type it; None for something else."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError):
        return None
    if isinstance(value, bool):
        return None
    if kind in ("number", "money"):
        return _typed_number(kind, value) if isinstance(value, int | float) else None
    return value if isinstance(value, str) else None


def _typed_number(kind: str, value: float) -> str | None:
    if kind == "number":
        return str(value).replace(".", ",") if abs(value) < 10**12 else None
    return f"{value // 100},{value % 100:02d}" if isinstance(value, int) and 0 <= value < 10**11 else None
