"""Other ids for parts, in everything that names them: rules, checks, the title of the case."""

import ast
import re
from collections.abc import Mapping
from typing import Any, Final

from modules.online_services.engine.expressions import ExpressionError, parse

RULES: Final = frozenset(
    [
        "show",
        "skip",
        "require",
        "earliest",
        "latest",
        "compute",
        "holds",
        "when",
        "fee_exempt",
        "units",
        "area",
        "time",
        "value",
    ]
)
_NAMED: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def renamed(data: Any, names: Mapping[str, str]) -> Any:
    """Return data of a definition, as `model_dump` gives it, in which parts have other ids."""
    if isinstance(data, list | tuple):
        return [renamed(item, names) for item in data]
    if not isinstance(data, dict):
        return data
    return {key: _renamed_setting(key, value, names, data) for key, value in data.items()}


def _renamed_setting(key: str, value: Any, names: Mapping[str, str], owner: Mapping[str, Any]) -> Any:
    is_option = "value" in owner and "label" in owner and "kind" not in owner
    if key == "id" and isinstance(value, str):
        return names.get(value, value)
    if key == "summary" and isinstance(value, str):
        return _NAMED.sub(lambda match: "{" + names.get(match[1], match[1]) + "}", value)
    if key == "fields":
        return [names.get(name, name) for name in value]
    if key in RULES and isinstance(value, str) and not (key == "value" and is_option):
        return rename_in_rule(value, names)
    return renamed(value, names)


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(id=self._names.get(node.id, node.id), ctx=node.ctx)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        inside = _Members(self._names) if _is_over_rows(node) else self
        args = [inside.visit(arg) for arg in node.args]
        return ast.Call(func=node.func, args=args, keywords=node.keywords)


class _Members(_Renamer):
    """Inside any_of, all_of and total the second name is a field as well."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.Attribute(value=self.visit(node.value), attr=self._names.get(node.attr, node.attr), ctx=node.ctx)


def _is_over_rows(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in ("any_of", "all_of", "total")


def rename_in_rule(rule: str, names: Mapping[str, str]) -> str:
    """Return the rule with other names; one that cannot be read, or names none of them, stays as it is."""
    try:
        tree = parse(rule).tree if rule.strip() else None
    except ExpressionError:
        return rule
    if tree is None or not _mentioned(tree) & names.keys():
        return rule
    return ast.unparse(_Renamer(names).visit(ast.parse(rule.strip(), mode="eval").body))


def _mentioned(tree: ast.AST) -> set[str]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
