"""infra/environment.md names every variable that the code reads, with the default that the code has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("platform/rathaus", "tenants", "modules", "billing")
ROW = re.compile(r"^\| `(?P<name>[A-Z0-9_]+)` \| (?P<default>[^|]*) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)
ALWAYS_THERE = {"PATH", "DJANGO_SETTINGS_MODULE", "HOME"}
NOT_FOR_CONTAINERS = {  # development, tests, or fixed by the image
    "DEBUG", "PUBLIC_PORT", "DATABASE_APP_ROLE", "DATABASE_CONN_MAX_AGE", "TEMPLATE_SQL_DIR", "STATIC_ROOT",
    "FRONTEND_DIST", "RATHAUS_LOCAL", "WEB_HOST", "PORT", "CHROMIUM_PATH", "REQUIRE_BROWSER",
}  # fmt: skip


def table() -> dict[str, tuple[str, str]]:
    text = (ROOT / "infra/environment.md").read_text(encoding="utf-8")
    return {row["name"]: (row["default"].strip(), row["meaning"]) for row in ROW.finditer(text)}


def settings_calls() -> Iterator[tuple[str, ast.expr]]:
    """Each `env.kind("NAME", default=...)` of the settings with the expression of its default."""
    tree = ast.parse((ROOT / "platform/rathaus/settings.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "env" and "_config" not in node.func.attr:
            name = node.args[0]
            assert isinstance(name, ast.Constant), ast.unparse(node)
            yield name.value, next(word.value for word in node.keywords if word.arg == "default")


def other_reads(*sources: str) -> Iterator[str]:
    """What these folders read outside the settings: os.environ and the options of commands."""
    patterns = [r"""environ(?:\.get\(|\[)\s*["']([A-Z0-9_]+)["']""", r"""envvar=["']([A-Z0-9_]+)["']"""]
    for source in sources:
        for path in (ROOT / source).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for pattern in patterns:
                yield from re.findall(pattern, text)


def written(default: object) -> str:
    """A default as the table writes it."""
    if default in ("", []):
        return "–"
    return f"`{str(default).lower()}`" if isinstance(default, bool) else f"`{default}`"


def compose_variables() -> set[str]:
    text = (ROOT / "infra/compose.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"\$\{([A-Z0-9_]+)", text))


def test_every_variable_of_the_settings_stands_in_the_table() -> None:
    assert {name for name, _default in settings_calls()} <= set(table())


def test_every_variable_that_is_read_elsewhere_stands_in_the_table() -> None:
    missing = set(other_reads(*PRODUCT)) - ALWAYS_THERE - set(table())
    assert not missing


def test_the_table_names_nothing_that_nobody_reads() -> None:
    read = {name for name, _default in settings_calls()} | set(other_reads(*PRODUCT, "tests")) | compose_variables()
    assert set(table()) <= read


def test_defaults_in_the_table_are_those_of_the_settings() -> None:
    rows = table()
    described_in_words = {"DATABASE_URL", "DATABASE_OWNER_URL"}
    for name, default in settings_calls():
        try:
            value = ast.literal_eval(default)
        except ValueError:
            assert rows[name][0] not in ("", "–"), name
            continue
        if name == "EMAIL_URL":
            value = "filemail:"
        if name not in described_in_words:
            assert rows[name][0] == written(value), name


def test_every_variable_can_be_set_for_the_containers() -> None:
    compose = yaml.safe_load((ROOT / "infra/compose.yaml").read_text(encoding="utf-8"))
    reachable = {name for service in compose["services"].values() for name in service.get("environment", {})}
    assert set(table()) - NOT_FOR_CONTAINERS <= reachable | compose_variables()


def test_the_example_names_only_known_variables_and_holds_no_secret() -> None:
    lines = (ROOT / "infra/example.env").read_text(encoding="utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(values) <= set(table())
    assert {name for name in values if "PASSWORD" in name or "KEY" in name or "URL" in name} == {
        name for name, value in values.items() if not value and name != "SENTRY_DSN"
    }
