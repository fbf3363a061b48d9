"""Administrators read the record: whatever staff do has words, not only a code."""

import ast
from pathlib import Path

from rathaus.audit.words import all_words

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform/rathaus", "tenants", "modules")


def actions_in(text):
    """Yield the codes that are written out in calls with `action=`; put-together ones cannot be seen here."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            values = [keyword.value for keyword in node.keywords if keyword.arg == "action"]
            yield from (value.value for value in values if isinstance(value, ast.Constant) and "." in str(value.value))


def all_actions():
    texts = [file.read_text(encoding="utf-8") for source in SOURCES for file in (ROOT / source).rglob("*.py")]
    return {action for text in texts if "action=" in text for action in actions_in(text)}


def test_the_check_sees_the_actions_of_platform_and_modules():
    parts = {action.partition(".")[0] for action in all_actions()}

    assert {"accounts", "municipality", "appointments"} <= parts


def test_every_action_has_words():
    assert all_actions() - set(all_words()) == set(), "Name them in the audit_words.py of their app."
