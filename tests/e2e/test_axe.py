"""What is not examined again, and what always is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e import axe
from tests.e2e.axe import violations_in

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="de"><head><title>Anliegen</title>
<style>.faint { color: #bbb; background: #fff } .small { display: block; height: 9px; width: 9px }</style></head>
<body><main><h1>Anliegen 7</h1><p id="hint">Bitte den Ausweis mitbringen.</p>
<label for="name">Name</label> <input id="name" name="name" aria-describedby="hint">
<ul><li>Pass 1</li><li>Pass 2</li></ul><button type="button">Weiter</button></main></body></html>"""
SMALL_LINK = "<a href='/' aria-label='Zur Karte' class='small'></a>"


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A browser's page that shows PAGE, in which axe has found nothing."""
    with browser.new_context() as context:
        opened: Page = context.new_page()
        opened.set_content(PAGE)
        assert violations_in(opened) == []
        yield opened


def changed(page: Page, former: str, new: str) -> list[str]:
    """Return what is found once the page says something else in one place."""
    assert former in PAGE
    page.set_content(PAGE.replace(former, new, 1))
    return violations_in(page)


def test_other_words_and_longer_lists_are_not_examined_again(page, monkeypatch):
    monkeypatch.setattr(axe, "FIND_VIOLATIONS", "() => { throw new Error('examined again') }")
    assert changed(page, "Anliegen 7", "Anliegen 8 mit Termin") == []
    assert changed(page, "<li>Pass 2</li>", "<li>Pass 2</li><li>Pass 3</li><li>Pass 4</li>") == []
    with pytest.raises(Exception, match="examined again"):
        changed(page, "<li>Pass 2</li>", "<li>Pass 2</li><li><a href='/pass/'>Pass 3</a></li>")


@pytest.mark.parametrize(
    ("former", "new", "rule"),
    [
        ('lang="de"', 'lang="quatsch"', "html-lang-valid"),
        ("<title>Anliegen</title>", "<title></title>", "document-title"),
        ('<label for="name">', '<label for="nam">', "label"),
        ("<label for", "<label hidden for", "label"),
        ("<p id", "<p class='faint' id", "color-contrast"),
        (".faint {", "p {", "color-contrast"),
        (">Weiter<", "><", "button-name"),
        ("<li>Pass 2</li>", "<p>Pass 2</p>", "list"),
        ("<button ", "<button role='quatsch' ", "aria-roles"),
        ("</button>", f"</button>{SMALL_LINK}{SMALL_LINK}", "target-size"),
    ],
)
def test_what_would_be_a_violation_is_examined(page, former, new, rule):
    assert rule in {found.partition(":")[0] for found in changed(page, former, new)}


@pytest.mark.parametrize("state", ["focus()", "click()", "value = 'Brandt'", "disabled = true", "required = true"])
def test_another_state_is_another_page(page, state):
    seen = page.evaluate(axe.SKELETON)
    page.evaluate(f"document.querySelector('input').{state.replace('click', 'select')}")
    assert page.evaluate(axe.SKELETON) != seen


def test_another_window_is_another_page(page):
    seen = page.evaluate(axe.SKELETON)
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate(axe.SKELETON) != seen
