"""A live server on a municipality of its own, and a Chromium that behaves like a citizen's browser."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.visitor import Visitor

USUAL_PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ARGUMENTS = [
    "--no-sandbox",  # as root, as on the machines that run the checks
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Return the path of an installed Chromium, "" where there is none."""
    named = os.environ.get("CHROMIUM_PATH", "")
    return next((path for path in (named, *USUAL_PLACES) if path and Path(path).exists()), "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser skip its tests, loudly; where one is required they fail instead."""
    if chromium() or os.environ.get("REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say once that the browser was not tested."""
    if not chromium() and os.environ.get("REQUIRE_BROWSER") != "1":
        terminalreporter.write_line(
            "BROWSER TESTS WERE SKIPPED: no Chromium found. Install one or set CHROMIUM_PATH.", yellow=True, bold=True
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each visitor gets a profile of its own."""
    path = chromium()
    assert path, "REQUIRE_BROWSER=1, but there is no Chromium: install one or set CHROMIUM_PATH"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in the thread of the tests
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def live_port(django_db_setup, settings) -> Iterator[int]:
    """The port of a server that answers for every municipality of the test."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None, thread.error
    settings.PUBLIC_PORT = str(thread.port)  # links in mails lead here as well
    yield thread.port
    thread.terminate()


@pytest.fixture
def browser_profile(browser) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a browser profile on a site: browser_profile(address, width=390).

    With several widths each page is looked at in all of them.
    """
    with ExitStack() as stack:

        def open_profile(
            address: str,
            *,
            width: int | tuple[int, ...] = 1280,
            height: int = 900,
            javascript: bool = True,
            **options: Any,
        ) -> Visitor:
            widths = (width,) if isinstance(width, int) else width
            context = browser.new_context(
                viewport={"width": widths[0], "height": height},
                java_script_enabled=javascript,
                locale="de-DE",
                timezone_id="Europe/Berlin",
                **options,
            )
            stack.callback(context.close)
            return Visitor(context.new_page(), address, widths=widths, javascript=javascript)

        yield open_profile


@pytest.fixture
def visitor(browser_profile, fresh_tenant, live_port) -> Callable[..., Visitor]:
    """Return a function that opens a browser on the test's own municipality: visitor(width=390, javascript=False)."""
    return lambda **options: browser_profile(f"http://{fresh_tenant.slug}.localhost:{live_port}", **options)
