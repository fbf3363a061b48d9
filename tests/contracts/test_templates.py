"""Rules for every template: nothing that the Content Security Policy refuses, no cookie for citizens."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform/rathaus", "tenants", "modules", "billing")
PAGES = [
    path
    for source in SOURCES
    for path in sorted((ROOT / source).rglob("templates/**/*.html"))
    if "mail" not in path.relative_to(ROOT).parts[:-1]  # mails have no policy and need inline styles
]
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+=", re.IGNORECASE),
    "code in htmx": re.compile(r"hx-on|js:|javascript:", re.IGNORECASE),
    "another host": re.compile(r"(src|href)=[\"']https?://", re.IGNORECASE),
}


def name_of(path: Path) -> str:
    """Return the path as it stands in the checkout."""
    return str(path.relative_to(ROOT))


def test_there_are_templates_to_look_at():
    assert len(PAGES) > 50


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_template_holds_nothing_that_the_policy_refuses(path):
    text = path.read_text(encoding="utf-8")
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert found == []


@pytest.mark.parametrize("path", [path for path in PAGES if "public" in path.parts], ids=name_of)
def test_a_citizens_template_sets_no_cookie(path):
    text = path.read_text(encoding="utf-8")
    assert "csrf_token" not in text
    assert "messages" not in re.findall(r"{%\s*for \w+ in (\w+)", text)
