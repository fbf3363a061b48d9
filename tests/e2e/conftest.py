"""A live server on a municipality of its own, and a Chromium that behaves like a citizen's browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

from tests.e2e.visitor import Visitor


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
