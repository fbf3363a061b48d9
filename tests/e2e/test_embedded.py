"""A whole booking inside a foreign homepage, in a browser that blocks the cookies of everybody else."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Frame, Page

from modules.appointments.models import Booking, Origin, State
from modules.appointments.services import ensure_days
from tenants.municipality import frame
from tenants.municipality.models import MunicipalityProfile
from tests.chromium import ARGUMENTS, chromium
from tests.e2e.steps import code_in, last_mail, open_from_next_month
from tests.e2e.visitor import violations_in
from tests.factories.appointments import ConcernFactory, ConcernPlaceFactory, PoolFactory
from tests.factories.municipality import LocationFactory

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]

HOMEPAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Homepage</title>
<link rel="icon" href="data:,">
<style>iframe {{ height: 40px !important; }} button, h1 {{ background: red !important; }} main {{ max-width: 60rem; }}
</style></head>
<body><main><h1>Verbandsgemeinde</h1>
<script src="{portal}/termine/rathaus-termine.js" async></script>
<rathaus-termine {attributes}><a href="{portal}/termine/">Termin buchen</a></rathaus-termine>
<p id="after">Danach geht die Homepage weiter.</p></main></body></html>
"""
IS_DENIED = "() => { try { return !localStorage; } catch { return true; } }"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the homepage and says nothing."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def homepage(tmp_path) -> Iterator[tuple[Path, str]]:
    """A folder, and the origin at which another server shows it."""
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def town_hall(fresh_tenant) -> Iterator[str]:
    """A concern that asks nothing, bookable on every day; returns its id."""
    concern = ConcernFactory(name="Personalausweis beantragen", max_persons=1)
    pool = PoolFactory(location=LocationFactory(name="Verwaltungsamt"), grid_minutes=20)
    open_from_next_month(pool)
    ConcernPlaceFactory(concern=concern, location=pool.location, pools=[pool])
    ensure_days()
    yield str(concern.pk)
    mail.outbox.clear()


@pytest.fixture
def foreign_page(browser, homepage, fresh_tenant, live_port) -> Iterator[Page]:
    """A page of a browser that withholds the cookies of frames from elsewhere; the homepage is allowed."""
    _folder, origin = homepage
    MunicipalityProfile.objects.update_or_create(pk=1, defaults={"phone": "0393 1", "embed_origins": [origin]})
    frame.forget_all()
    strict = browser.browser_type.launch(
        executable_path=chromium(), args=[*ARGUMENTS, "--test-third-party-cookie-phaseout"]
    )
    context = strict.new_context(locale="de-DE", timezone_id="Europe/Berlin", viewport={"width": 390, "height": 800})
    yield context.new_page()
    strict.close()
    frame.forget_all()


def show(page: Page, homepage: tuple[Path, str], portal: str, attributes: str = "") -> Frame:
    """Open the homepage and return the frame of the portal, once something stands in it."""
    folder, origin = homepage
    (folder / "index.html").write_text(HOMEPAGE.format(portal=portal, attributes=attributes), encoding="utf-8")
    page.goto(f"{origin}/")
    page.locator("rathaus-termine iframe").wait_for()
    inside = next(part for part in page.frames if part is not page.main_frame)
    inside.locator("h1").wait_for()
    return inside


def fits(page: Page, inside: Frame) -> bool:
    """Return whether the frame is as tall as its content, and the homepage goes on right behind it."""
    page.wait_for_timeout(300)
    content = inside.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    box = page.locator("rathaus-termine iframe").bounding_box()
    return box is not None and abs(box["height"] - content) <= 1 and box["width"] <= 390


def press(inside: Frame, name: str) -> None:
    """Press a button inside and wait for the page that follows."""
    with inside.expect_navigation():
        inside.get_by_role("button", name=name, exact=True).click()


def test_a_citizen_books_inside_a_homepage_without_a_cookie(foreign_page, homepage, town_hall, fresh_tenant, live_port):
    portal = f"http://{fresh_tenant.slug}.localhost:{live_port}"
    page = foreign_page
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    inside = show(page, homepage, portal, f'anliegen="{town_hall}"')
    assert fits(page, inside)
    press(inside, "Weiter")
    inside.locator(".time-chip").first.wait_for()
    assert fits(page, inside)
    assert inside.locator("h1").evaluate("node => getComputedStyle(node).backgroundColor") != "rgb(255, 0, 0)"
    assert inside.locator(".site-footer").count() == 0

    inside.locator(".time-chip").nth(1).click()
    press(inside, "Zeit reservieren und weiter")
    inside.get_by_label("Vorname").fill("Mirela")
    inside.get_by_label("Nachname").fill("Brandt")
    inside.get_by_label("E-Mail-Adresse", exact=True).fill("mirela.brandt@post.example")
    assert fits(page, inside)
    assert violations_in(inside) == []
    press(inside, "Weiter und Angaben prüfen")
    press(inside, "Termin buchen")
    inside.get_by_label("Code aus der E-Mail").fill(code_in(last_mail("mirela.brandt@post.example")))
    press(inside, "Termin bestätigen")
    inside.get_by_text("Ihr Termin ist gebucht.").first.wait_for()
    assert fits(page, inside)

    booking = Booking.objects.get()
    assert (booking.state, booking.origin) == (State.CONFIRMED, Origin.EMBED)
    assert page.context.cookies() == []
    assert inside.evaluate(IS_DENIED)  # the browser is as strict as it says
    assert problems == []


def test_a_homepage_that_is_not_listed_shows_no_booking(foreign_page, homepage, town_hall, fresh_tenant, live_port):
    MunicipalityProfile.objects.update(embed_origins=["https://www.anders.example"])
    frame.forget_all()
    refused: list[str] = []
    foreign_page.on("console", lambda message: refused.append(message.text))
    folder, origin = homepage
    portal = f"http://{fresh_tenant.slug}.localhost:{live_port}"
    (folder / "index.html").write_text(HOMEPAGE.format(portal=portal, attributes=""), encoding="utf-8")
    foreign_page.goto(f"{origin}/")
    foreign_page.locator("rathaus-termine iframe").wait_for()
    foreign_page.wait_for_timeout(1000)
    assert any("frame-ancestors" in text for text in refused)
