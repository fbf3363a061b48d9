"""What rathaus.js adds to pages, in a real browser; without a server, each page is handed to it as text."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

pytestmark = pytest.mark.browser

HOST = "http://shell.example"
DAY = '<td><button class="day-free" value="{0}">{0}</button></td>'
MONTH = f"""<table class="month-grid"><tbody>
  <tr><td></td>{DAY.format(3)}{DAY.format(4)}</tr>
  <tr>{DAY.format(9)}{DAY.format(10)}<td></td></tr>
</tbody></table>"""
STAFF = """{% include "web/parts/shortcuts.html" %}
  <input data-search id="search"><button data-key="n" data-key-label="Aufrufen">Nächste</button>
  <ul><li data-row><a id="first" href="#1">1</a></li><li data-row><a id="second" href="#2">2</a></li></ul>"""


@pytest.fixture
def visit(browser, render):
    """Open a page with this body in a browser of its own; `requests` collects what it asks the server for."""
    contexts = []

    def _visit(body, *, attributes="", **context):
        html = f"<!doctype html><html lang='de'><title>T</title><body {attributes}>{render(body, **context)}"
        html += "<script type='module' src='/rathaus.js'></script>"
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.requests = []
        page.clock.install()

        def answer(route):
            if route.request.url.endswith("/rathaus.js"):
                script = Path(finders.find("web/rathaus.js")).read_text()
                return route.fulfill(body=script, content_type="text/javascript")
            page.requests.append((route.request.method, route.request.url.removeprefix(HOST), route.request.post_data))
            if len(page.requests) > 1 and route.request.method == "POST":
                return route.fulfill(status=204)
            return route.fulfill(body=html, content_type="text/html")

        page.route(f"{HOST}/**", answer)
        page.goto(f"{HOST}/")
        return page

    yield _visit
    for context in contexts:
        context.close()


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.value || ''")


def test_the_hold_clock_counts_down_and_speaks_at_five_two_and_one_minute(visit):
    page = visit("{% hold_clock until %}", until=timezone.now() + timedelta(minutes=6, seconds=30))
    shown = page.locator("[data-hold-remaining]")
    spoken = page.locator("[data-hold-announce]")
    assert re.match(r"Noch [56] Minuten\.", shown.inner_text())
    assert spoken.text_content() == ""
    for seconds, words in ((100, "Noch 5 Minuten."), (180, "Noch 2 Minuten."), (60, "Noch 1 Minute.")):
        page.clock.run_for(seconds * 1000)
        assert spoken.text_content() == words
    page.clock.run_for(70_000)
    assert spoken.text_content().startswith("Die Reservierung ist abgelaufen.")
    assert shown.inner_text() == spoken.text_content()


def test_a_form_is_sent_once_with_the_value_of_its_button(visit):
    page = visit('<form method="post" action="/senden"><button name="step" value="2" id="send">Senden</button></form>')
    page.click("#send")
    page.evaluate("document.getElementById('send').click()")
    page.wait_for_function("document.getElementById('send').getAttribute('aria-disabled') === 'true'")
    posts = [request for request in page.requests if request[0] == "POST"]
    assert posts == [("POST", "/senden", "step=2")]
    assert page.inner_text("#send") == "Senden"


def test_a_form_can_be_sent_again_after_going_back(visit):
    page = visit('<form method="post" action="/senden"><button id="send">Senden</button></form>')
    page.click("#send")
    page.wait_for_function("document.getElementById('send').hasAttribute('data-busy')")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert page.get_attribute("#send", "aria-disabled") is None
    page.click("#send")
    page.wait_for_function("document.getElementById('send').hasAttribute('data-busy')")
    assert len([request for request in page.requests if request[0] == "POST"]) == 2


def test_keys_search_move_by_rows_and_press_the_pages_own_buttons(visit):
    page = visit(STAFF, attributes="data-shortcuts")
    page.evaluate(
        "document.querySelector('[data-key]').addEventListener('click', () => (document.title = 'aufgerufen'))"
    )
    places = []
    for key in ("j", "j", "k", "/"):
        page.keyboard.press(key)
        places.append(focused(page))
    assert places == ["first", "second", "first", "search"]
    page.keyboard.type("n?")
    assert page.input_value("#search") == "n?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    assert page.title() == "aufgerufen"


def test_the_help_lists_the_pages_keys_and_can_switch_all_off(visit):
    page = visit(STAFF, attributes="data-shortcuts")
    page.keyboard.press("?")
    assert page.is_visible("#tastenkuerzel")
    assert "Aufrufen" in page.inner_text("[data-shortcut-list]")
    page.uncheck("[data-shortcut-switch]")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert focused(page) != "first"
    page.reload()
    page.keyboard.press("j")
    assert focused(page) != "first"


def test_keys_do_nothing_on_citizens_pages(visit):
    page = visit(STAFF)
    page.keyboard.press("j")
    assert focused(page) == ""


def test_the_error_summary_has_the_focus_after_loading(visit):
    page = visit('<div data-error-summary tabindex="-1" id="fehler">Fehler</div>')
    assert focused(page) == "fehler"


def test_filters_send_themselves_a_moment_after_the_last_change(visit):
    body = (
        '<form data-autosubmit action="/liste"><select name="ort"><option>a<option>b</select>'
        "<button data-autosubmit-hide>Filtern</button></form>"
    )
    page = visit(body)
    assert page.is_hidden("button")
    page.select_option("select", "b")
    assert len(page.requests) == 1
    with page.expect_navigation():
        page.clock.run_for(1000)
    assert page.requests[-1][1] == "/liste?ort=b"


def test_a_part_of_the_page_is_renewed_without_losing_the_focus(visit):
    page = visit('<div id="day" data-refresh="60"><a id="link" href="#1">1</a></div>')
    page.evaluate("document.getElementById('day').dataset.old = ''")
    page.focus("#link")
    with page.expect_response(f"{HOST}/"):
        page.clock.run_for(61_000)
    page.wait_for_function("!document.querySelector('#day[data-old]')")
    assert focused(page) == "link"


def test_what_needs_the_script_is_shown_only_by_it(visit):
    assert visit("<button type='button' data-print hidden>Drucken</button>").is_visible("[data-print]")
