"""Somebody in front of a browser: goes from page to page, and each page must hold what all pages promise."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

AXE: Final = Axe().axe_script
# Only what is wrong comes back: all that axe found in order is megabytes, and selectors are half of its work.
FIND_VIOLATIONS: Final = """() => axe.run({
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"], selectors: false,
}).then(({violations}) => violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`)))"""


def violations_in(page: Page | Frame) -> list[str]:
    """Return what axe finds on a page or in a frame: rule and element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FIND_VIOLATIONS)
    return found


BOTH: Final = (390, 1280)  # a telephone and a desk: the journey goes by telephone, each page is looked at in both


class Visitor:
    """A browser profile with one open page. `pages` are the titles that were looked at."""

    def __init__(self, page: Page, address: str, *, widths: Sequence[int], javascript: bool = True) -> None:
        """Start on an empty page; `address` is the site. Each page is looked at in all `widths`, used in the first."""
        self.page = page
        self.widths = widths
        self.address = address
        self.javascript = javascript
        self.friends: tuple[str, ...] = ()  # other sites that belong to the journey
        self.pages: list[str] = []
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("request", lambda request: self._asked(request.url))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and not any(status in text for status in ("409 (Conflict)", "429 (Too Many Requests)")):
            self.problems.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "about:", *self.friends)):
            self.problems.append(f"asked another host: {url}")

    def goto(self, path: str) -> None:
        """Open an address of the site and look at the page."""
        self.page.goto(self.address + path)
        self.look()

    def press(self, name: str) -> None:
        """Press the button with this name and look at the page that follows."""
        self.leave(self.page.get_by_role("button", name=name, exact=True).click)

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow the link with this name and look at the page."""
        self.leave(self.page.get_by_role("link", name=name).first.click)

    def leave(self, action: Callable[[], object]) -> None:
        """Do what leads to another page and look at that page."""
        with self.page.expect_navigation():  # or the old page would be looked at, or one that is just going away
            action()
        self.look()

    def look(self) -> None:
        """Check what holds on every page: nothing for axe, no sideways scrolling, no error, no other host."""
        title = self.page.title()
        self.pages.append(title)
        for width in (*self.widths[1:], self.widths[0]):
            self._widen(width)
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{title}: {width} px"
            assert self.violations() == [], f"{title}: {width} px"
        assert self.problems == [], title

    def _widen(self, width: int) -> None:
        size = self.page.viewport_size
        if size and size["width"] != width:
            self.page.set_viewport_size({"width": width, "height": size["height"]})

    def violations(self) -> list[str]:
        """Return what axe finds, with the elements; axe itself is a script and waits for ever without scripts."""
        return violations_in(self.page) if self.javascript else []

    def expect(self, text: str) -> None:
        """Fail unless the text stands on the page."""
        self.page.get_by_text(text).first.wait_for(timeout=5000)

    @property
    def cookies(self) -> list[Any]:
        """What the browser keeps; citizens' pages leave nothing."""
        return list(self.page.context.cookies())
