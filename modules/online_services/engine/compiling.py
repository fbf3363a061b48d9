"""From the syntax tree of an expression to a function of the answers; everything not named here is refused."""

import ast
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from math import isfinite
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.online_services.engine.calculating import compare, contains, is_given, is_number, reckon, truth
from modules.online_services.engine.functions import FUNCTIONS
from modules.online_services.engine.language import FACT, ExpressionError, Run, Uses

_COMPARISONS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_SUMS: Final[Mapping[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
OVER_ROWS: Final = ("any_of", "all_of", "total")


class Compiler:
    """Compiles one expression and remembers what it refers to."""

    def __init__(self) -> None:
        self._uses: dict[str, set[Any]] = {name: set() for name in Uses.__slots__}
        self._group = ""  # over whose rows the innermost any_of, all_of or total goes
        self._is_asked = False  # within given() or default(), which answer for what is missing

    def uses(self) -> Uses:
        """Return what was referred to so far."""
        return Uses(**{name: frozenset(found) for name, found in self._uses.items()})

    def compile(self, node: ast.expr) -> Run:
        """Return the function for a node. Raises ExpressionError for what the language does not have."""
        handler: Callable[[Any], Run] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        if handler is None:
            raise ExpressionError(_("Das gibt es in Regeln nicht: %(text)s") % {"text": ast.unparse(node)[:80]})
        return handler(node)

    def _constant(self, node: ast.Constant) -> Run:
        value: Any = node.value
        if isinstance(value, float | int) and not isinstance(value, bool):
            if not isfinite(value) or abs(value) > 10**18:
                raise ExpressionError(_("Die Zahl ist zu groß: %(text)s") % {"text": str(value)[:30]})
            value = Decimal(repr(value))
        if not isinstance(value, str | bool | Decimal):
            raise ExpressionError(_("Das gibt es in Regeln nicht: %(text)s") % {"text": repr(value)[:80]})
        return lambda _scope: value

    def _name(self, node: ast.Name) -> Run:
        name = node.id
        self._use("names", name)
        if not self._is_asked:
            self._use("needs", name)
        return lambda scope: scope.value(name)

    def _attribute(self, node: ast.Attribute) -> Run:
        chain = _chain(node)
        if chain[0] == FACT and len(chain) == 2:
            return self._fact(chain[1])
        if chain[0] == self._group and self._group:
            return self._member(chain[1:])
        if len(chain) != 2:
            raise ExpressionError(_("Das gibt es in Regeln nicht: %(text)s") % {"text": ast.unparse(node)[:80]})
        return self._part(*chain)

    def _fact(self, name: str) -> Run:
        self._use("facts", name)
        return lambda scope: as_fact(scope.surroundings.facts.get(name))

    def _member(self, chain: Sequence[str]) -> Run:
        name = chain[0]
        self._use("members", (self._group, name))
        if len(chain) == 1:
            return lambda scope: scope.value(name)
        self._use("parts", (name, chain[1]))
        return lambda scope: scope.part(name, chain[1])

    def _part(self, name: str, part: str) -> Run:
        for kind, used in (("names", name), ("parts", (name, part))):
            self._use(kind, used)
        if not self._is_asked:
            self._use("needs", name)
        return lambda scope: scope.part(name, part)

    def _boolop(self, node: ast.BoolOp) -> Run:
        parts = [self.compile(value) for value in node.values]
        if isinstance(node.op, ast.And):
            return lambda scope: all(truth(part(scope)) for part in parts)
        return lambda scope: any(truth(part(scope)) for part in parts)

    def _unaryop(self, node: ast.UnaryOp) -> Run:
        operand = self.compile(node.operand)
        if isinstance(node.op, ast.Not):
            return lambda scope: not truth(operand(scope))
        if isinstance(node.op, ast.USub):
            return lambda scope: reckon("-", Decimal(0), operand(scope))
        raise ExpressionError(_("Das gibt es in Regeln nicht: %(text)s") % {"text": ast.unparse(node)[:80]})

    def _binop(self, node: ast.BinOp) -> Run:
        sign = _SUMS.get(type(node.op))
        if sign is None:
            raise ExpressionError(_("Das gibt es in Regeln nicht: %(text)s") % {"text": ast.unparse(node)[:80]})
        left, right = self.compile(node.left), self.compile(node.right)
        return lambda scope: reckon(sign, left(scope), right(scope))

    def _ifexp(self, node: ast.IfExp) -> Run:
        test, then, other = self.compile(node.test), self.compile(node.body), self.compile(node.orelse)
        return lambda scope: then(scope) if truth(test(scope)) else other(scope)

    def _list(self, node: ast.List) -> Run:
        items = [self.compile(item) for item in node.elts]
        return lambda scope: [item(scope) for item in items]

    def _tuple(self, node: ast.Tuple) -> Run:
        return self._list(ast.List(elts=node.elts))

    def _compare(self, node: ast.Compare) -> Run:
        sides = [self.compile(side) for side in (node.left, *node.comparators)]
        tests = [self._test(sign) for sign in node.ops]
        return lambda scope: _all_hold(tests, [side(scope) for side in sides])

    def _test(self, sign: ast.cmpop) -> Callable[[Any, Any], bool]:
        if isinstance(sign, ast.In):
            return lambda value, box: contains(box, value)
        if isinstance(sign, ast.NotIn):
            return lambda value, box: value is not None and box is not None and not contains(box, value)
        if type(sign) not in _COMPARISONS:
            raise ExpressionError(_("Bitte vergleichen Sie mit == oder != statt mit „is“."))
        return partial(compare, _COMPARISONS[type(sign)])

    def _call(self, node: ast.Call) -> Run:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise ExpressionError(_("Das gibt es in Regeln nicht: %(text)s") % {"text": ast.unparse(node)[:80]})
        name = node.func.id
        special: Callable[[ast.Call], Run] | None = getattr(self, f"_call_{name}", None)
        if name in OVER_ROWS:
            return self._over_rows(node)
        return special(node) if special else self._function(node, name)

    def _function(self, node: ast.Call, name: str) -> Run:
        known = FUNCTIONS.get(name)
        if known is None:
            raise ExpressionError(_("Die Funktion %(name)s() gibt es nicht.") % {"name": name})
        if not known.least <= len(node.args) <= known.most:
            raise ExpressionError(_("Bei %(name)s() stimmt die Zahl der Angaben nicht.") % {"name": name})
        if name == "lookup" and isinstance(node.args[0], ast.Constant):
            self._use("schedules", str(node.args[0].value))
        call, args = known.call, self._arguments(node, name)
        return lambda scope: call(scope.surroundings, *(arg(scope) for arg in args))

    def _arguments(self, node: ast.Call, name: str) -> list[Run]:
        if name != "default":
            return [self.compile(arg) for arg in node.args]
        return [self._asked(node.args[0]), self.compile(node.args[1])]

    def _asked(self, node: ast.expr) -> Run:
        before, self._is_asked = self._is_asked, True
        try:
            return self.compile(node)
        finally:
            self._is_asked = before

    def _call_given(self, node: ast.Call) -> Run:
        value = self._asked(_only(node))
        return lambda scope: is_given(value(scope))

    def _call_count(self, node: ast.Call) -> Run:
        name = _only_name(node)
        self._use("names", name)
        self._use("counted", name)
        return lambda scope: None if (found := scope.count(name)) is None else Decimal(found)

    def _call_label(self, node: ast.Call) -> Run:
        name = _only_name(node)
        for kind in ("names", "needs", "labelled"):
            self._use(kind, name)
        return lambda scope: scope.label(name)

    def _over_rows(self, node: ast.Call) -> Run:
        name, group = node.func.id, _group_of(node)  # type: ignore[attr-defined]
        if self._group:
            raise ExpressionError(_("%(name)s() darf nicht in sich selbst stehen.") % {"name": name})
        self._use("names", group)
        self._group = group
        value = self.compile(_only(node))
        self._group = ""
        return lambda scope: _FOLDS[name]([value(row) for row in scope.rows(group)])

    def _use(self, kind: str, used: Any) -> None:
        self._uses[kind].add(used)


def as_fact(value: Any) -> Any:
    """Return a fact as expressions know values: whole numbers are Decimal there."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _all_hold(tests: Sequence[Callable[[Any, Any], bool]], values: Sequence[Any]) -> bool:
    return all(test(values[at], values[at + 1]) for at, test in enumerate(tests))


def _total(values: Sequence[Any]) -> Decimal:
    return sum((value for value in values if is_number(value)), Decimal(0))


_FOLDS: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {
    "any_of": lambda values: any(truth(value) for value in values),
    "all_of": lambda values: all(truth(value) for value in values),
    "total": _total,
}


def _chain(node: ast.Attribute) -> list[str]:
    names, inner = [node.attr], node.value
    while isinstance(inner, ast.Attribute):
        names, inner = [inner.attr, *names], inner.value
    if not isinstance(inner, ast.Name) or any(name.startswith("_") for name in names):
        raise ExpressionError(_("Das gibt es in Regeln nicht: %(text)s") % {"text": ast.unparse(node)[:80]})
    return [inner.id, *names]


def _group_of(node: ast.Call) -> str:
    """The first name before a dot, in reading order."""
    found = [inner for inner in ast.walk(_only(node)) if isinstance(inner, ast.Attribute)]
    names = sorted((inner.col_offset, _chain(inner)[0]) for inner in found)
    group = next((name for _at, name in names if name != FACT), "")
    if not group:
        example = "gruppe.feld"
        raise ExpressionError(_("Bitte nennen Sie Gruppe und Feld, zum Beispiel %(example)s.") % {"example": example})
    return group


def _only(node: ast.Call) -> ast.expr:
    if len(node.args) != 1 or isinstance(node.args[0], ast.Starred):
        name = ast.unparse(node.func)
        raise ExpressionError(_("Bei %(name)s() stimmt die Zahl der Angaben nicht.") % {"name": name})
    return node.args[0]


def _only_name(node: ast.Call) -> str:
    only = _only(node)
    if not isinstance(only, ast.Name):
        name = ast.unparse(node.func)
        raise ExpressionError(_("Bitte geben Sie bei %(name)s() den Namen eines Feldes an.") % {"name": name})
    return only.id
