"""Which kind of value an expression gives, found without answers, so that slips are told when a form is saved."""

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.online_services.engine.definition import Group, Item
from modules.online_services.engine.fields import ChoiceField, ChoicesField, ComputedField, TableColumn, TableField
from modules.online_services.engine.functions import FUNCTIONS
from modules.online_services.engine.language import FACT
from modules.online_services.engine.values import PARTS

ANY: Final = ""
_KINDS: Final[Mapping[str, str]] = {
    "number": "number",
    "money": "number",
    "date": "date",
    "partial_date": "date",
    "time": "time",
    "yes_no": "bool",
    "consent": "bool",
    "choices": "list",
    "upload": "list",
    "table": "list",
    "address": "parts",
    "iban": "parts",
    "point": "parts",
    "information": "nothing",
}
_READ_FROM_TEXT: Final = ("date", "time")  # `datum >= "2026-04-01"`


def kind_of_item(item: Item | TableColumn) -> str:
    """Return the kind of value that a field or column gives."""
    if isinstance(item, Group):
        return "group"
    if isinstance(item, ComputedField):
        return _KINDS.get(item.result, "text")
    return _KINDS.get(item.kind if isinstance(item, TableColumn) else item.type, "text")


class Finder:
    """Finds the kind of an expression over the items that it can see, and collects slips on the way."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self.items, self.slips = items, list[str]()

    def kind(self, node: ast.expr) -> str:
        """Return the kind; ANY where only the answers can tell."""
        find: Callable[[Any], str] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        return find(node) if find else ANY

    def _constant(self, node: ast.Constant) -> str:
        if isinstance(node.value, bool):
            return "bool"
        return "text" if isinstance(node.value, str) else "number"

    def _name(self, node: ast.Name) -> str:
        item = self.items.get(node.id)
        kind = kind_of_item(item) if item else ANY
        if kind in {"group", "nothing"}:
            self._slip(_("„%(name)s“ hat keine Antwort, mit der eine Regel rechnen kann."), node.id)
            return ANY
        return kind

    def _attribute(self, node: ast.Attribute) -> str:
        *before, last = ast.unparse(node).split(".")
        if before[0] == FACT:
            return ANY
        owner = self._member(before[0], last) if len(before) == 1 else self._member(before[0], before[1])
        if owner is not None and len(before) == 1:
            return kind_of_item(owner)
        part_owner = owner if len(before) == 2 else self.items.get(before[0])
        if part_owner is None or isinstance(part_owner, TableColumn):
            return ANY
        return PARTS.get(part_owner.type, {}).get(last, ANY)

    def _member(self, group_id: str, name: str) -> Item | TableColumn | None:
        group = self.items.get(group_id)
        if isinstance(group, TableField):
            return next((column for column in group.columns if column.id == name), None)
        return self.items.get(name) if isinstance(group, Group) else None

    def _boolop(self, node: ast.BoolOp) -> str:
        for value in node.values:
            self._expect(value, "bool")
        return "bool"

    def _unaryop(self, node: ast.UnaryOp) -> str:
        if isinstance(node.op, ast.Not):
            self._expect(node.operand, "bool")
            return "bool"
        return self._expect(node.operand, "number")

    def _binop(self, node: ast.BinOp) -> str:
        kinds = {self.kind(node.left), self.kind(node.right)} - {ANY}
        if isinstance(node.op, ast.Add) and kinds == {"text"}:
            return "text"
        if kinds - {"number"}:
            self._slip(_("Damit kann man nicht rechnen: %(name)s"), ast.unparse(node))
        return "number"

    def _ifexp(self, node: ast.IfExp) -> str:
        self._expect(node.test, "bool")
        kinds = {self.kind(node.body), self.kind(node.orelse)}
        return kinds.pop() if len(kinds) == 1 else ANY

    def _list(self, node: ast.List) -> str:
        for item in node.elts:
            self.kind(item)
        return "list"

    def _compare(self, node: ast.Compare) -> str:
        sides = [node.left, *node.comparators]
        for at, sign in enumerate(node.ops):
            left, right = sides[at], sides[at + 1]
            if isinstance(sign, ast.In | ast.NotIn):
                self._check_in(left, right)
            else:
                self._check_pair(left, right)
        return "bool"

    def _check_in(self, value: ast.expr, box: ast.expr) -> None:
        if isinstance(box, ast.List | ast.Tuple):
            for item in box.elts:
                self._check_pair(value, item)
        elif self.kind(box) in {"list", "text", ANY}:
            self._check_option(box, value)
        else:
            self._slip(_("Nach „in“ steht eine Liste: %(name)s"), ast.unparse(box))

    def _check_pair(self, left: ast.expr, right: ast.expr) -> None:
        first, second = self.kind(left), self.kind(right)
        both = {first, second}
        if ANY not in both and len(both) == 2 and not ("text" in both and both & {*_READ_FROM_TEXT}):
            self._slip(_("Das lässt sich nicht vergleichen: %(name)s"), f"{ast.unparse(left)} / {ast.unparse(right)}")
        self._check_option(left, right)
        self._check_option(right, left)

    def _check_option(self, side: ast.expr, constant: ast.expr) -> None:
        """A choice compared with what is none of its options is a slip of the pen."""
        values = self._options(side)
        chosen: Any = constant.value if isinstance(constant, ast.Constant) else None
        if values is not None and chosen is not None and chosen not in values:
            self._slip(_("Diese Auswahl gibt es nicht: %(name)s"), f"{ast.unparse(side)} = {chosen}")

    def _options(self, side: ast.expr) -> set[str] | None:
        if isinstance(side, ast.Name):
            item: Item | TableColumn | None = self.items.get(side.id)
        elif isinstance(side, ast.Attribute) and isinstance(side.value, ast.Name):
            item = self._member(side.value.id, side.attr)
        else:
            return None
        if isinstance(item, TableColumn) and item.kind == "choice":
            return {option.value for option in item.options}
        if isinstance(item, ChoiceField | ChoicesField) and not item.code_list:
            return {option.value for option in item.options}
        return None

    def _call(self, node: ast.Call) -> str:
        name = ast.unparse(node.func)
        if name in {"given", "any_of", "all_of", "count", "total", "label"}:
            return self._special(name, node.args[0])
        function = FUNCTIONS[name]
        kinds = [self._expect(arg, kind) for arg, kind in zip(node.args, _takes(function.takes), strict=False)]
        if name == "contains":
            self._check_option(node.args[0], node.args[1])
        if function.result != "first":
            return function.result
        return kinds[0] if len(set(kinds)) == 1 else ANY

    def _special(self, name: str, argument: ast.expr) -> str:
        if name in {"any_of", "all_of"}:
            self._expect(argument, "bool")
        elif name == "total":
            self._expect(argument, "number")
        elif name == "given":
            self.kind(argument)
        return {"count": "number", "total": "number", "label": "text"}.get(name, "bool")

    def _expect(self, node: ast.expr, kind: str) -> str:
        found = self.kind(node)
        if not fits(found, kind):
            self._slip(_("Hier steht %(found)s statt %(kind)s: %(name)s"), ast.unparse(node), found, kind)
        return found

    def _slip(self, text: str, name: str, found: str = "", kind: str = "") -> None:
        words = {"name": name[:80], "found": kind_words(found), "kind": kind_words(kind)}
        self.slips.append(text % words)


def fits(found: str, wanted: str) -> bool:
    """Return whether a value of one kind can stand where another is wanted; a text may be a written day."""
    if ANY in {found, wanted} or found == wanted:
        return True
    return found == "text" and wanted in _READ_FROM_TEXT


def kind_words(kind: str) -> str:
    """Return what people call a kind of value."""
    words = {
        "number": _("eine Zahl"),
        "text": _("ein Text"),
        "date": _("ein Datum"),
        "time": _("eine Uhrzeit"),
        "bool": _("Ja oder Nein"),
        "list": _("eine Liste"),
        "parts": _("eine Angabe aus mehreren Teilen"),
    }
    return words.get(kind, _("etwas anderes"))


def _takes(takes: tuple[str, ...]) -> Iterator[str]:
    yield from takes
    while True:
        yield takes[-1] if takes else ANY
