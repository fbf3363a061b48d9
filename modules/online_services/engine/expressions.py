"""The one language of rules: a small part of Python's expressions over the answers of a form.

`anlass == "oster" and datum >= add_days(today(), 14)`: names are fields, attributes their parts (`anschrift.city`),
`fact.role` is known beforehand. `any_of(personen.geburtsdatum > today())` goes over the rows of a repeating group or
table; the first name before a dot says which. A missing answer makes comparisons False and sums missing.
"""

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.online_services.engine.calculating import truth
from modules.online_services.engine.compiling import Compiler
from modules.online_services.engine.language import ExpressionError, Run, Scope, Uses

MAX_LENGTH: Final = 1000
MAX_DEPTH: Final = 40


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; `tree` is for those who put it in words."""

    text: str
    uses: Uses
    tree: ast.expr = field(compare=False, repr=False)
    run: Run = field(compare=False, repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The ids of all fields and groups that it asks for."""
        return self.uses.names

    def evaluate(self, scope: Scope) -> Any:
        """Return its value: text, Decimal, bool, date, time or list; None where something is missing. Never raises."""
        try:
            return self.run(scope)
        except (ArithmeticError, TypeError, ValueError, RecursionError):
            return None

    def holds(self, scope: Scope) -> bool:
        """Return whether it is true for these answers."""
        return truth(self.evaluate(scope))


@lru_cache(maxsize=8192)
def parse(text: str) -> Expression:
    """Return the expression, the same one for the same text. Raises ExpressionError."""
    tree = _tree(text)
    compiler = Compiler()
    run = compiler.compile(tree)
    return Expression(text, compiler.uses(), tree, run)


def parse_or_none(text: str) -> Expression | None:
    """Return the expression; None for an empty text and for one that cannot be read."""
    try:
        return parse(text) if text.strip() else None
    except ExpressionError:
        return None


def _tree(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(_("Die Regel ist länger als %(count)s Zeichen.") % {"count": MAX_LENGTH})
    if "\\" in text or "\0" in text:
        raise ExpressionError(_("Die Regel enthält ein Zeichen, das hier nicht vorkommen darf: \\"))
    try:
        tree = ast.parse(" ".join(text.split()), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(_("Die Regel ist nicht richtig geschrieben: %(text)s") % {"text": text[:80]}) from None
    if _depth(tree) > MAX_DEPTH:
        raise ExpressionError(_("Die Regel ist zu verschachtelt. Bitte teilen Sie sie auf."))
    return tree


def _depth(tree: ast.AST) -> int:
    level, deepest = [tree], 0
    while level and deepest <= MAX_DEPTH:
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        deepest += 1
    return deepest


__all__ = ["Expression", "ExpressionError", "Scope", "parse", "parse_or_none"]
