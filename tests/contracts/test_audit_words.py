"""Administrators read the record: whatever staff do has words, not only a code."""

import ast
from pathlib import Path

import pytest

from rathaus.audit.words import all_words

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform/rathaus", "tenants", "modules")


def actions_in(file):
    """Yield the codes that are written out in calls with `action=`; put-together ones cannot be seen here."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            values = [keyword.value for keyword in node.keywords if keyword.arg == "action"]
            yield from (value.value for value in values if isinstance(value, ast.Constant) and "." in str(value.value))


def all_actions():
    files = [file for source in SOURCES for file in (ROOT / source).rglob("*.py")]
    return sorted({action for file in files for action in actions_in(file)})


def test_the_check_sees_the_actions_of_platform_and_modules():
    parts = {action.partition(".")[0] for action in all_actions()}

    assert {"accounts", "municipality", "appointments"} <= parts


@pytest.mark.parametrize("action", all_actions())
def test_an_action_has_words(action):
    assert action in all_words(), f"Name {action!r} in the audit_words.py of its app."
