"""The Chromium of the machine: how tests start it, and what happens where there is none."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

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
    """One Chromium for all tests of a process: Playwright runs only once in a thread. Each page has its own profile."""
    path = chromium()
    assert path, "REQUIRE_BROWSER=1, but there is no Chromium: install one or set CHROMIUM_PATH"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in the thread of the tests
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
