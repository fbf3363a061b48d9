"""The portal as an app in a real browser: installed, without a connection, on a device of one's own, after leaving."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from playwright.sync_api import BrowserContext, Page

from rathaus.accounts.models import User
from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Activation
from tenants.municipality.models import MunicipalityProfile
from tests.chromium import ARGUMENTS, chromium
from tests.clients import browser_for
from tests.e2e.visitor import Visitor
from tests.factories.accounts import UserFactory, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]

AS_APP = "Object.defineProperty(navigator, 'standalone', { value: true })"  # how iOS says it; one of the two signs
READY = "navigator.serviceWorker.ready.then(() => true)"
WORKERS = "navigator.serviceWorker.getRegistrations().then((found) => found.length)"
STORES = "caches.keys().then((names) => names.map((name) => name.replace(/-[0-9a-f]{12}$/, '')).sort())"
KEPT = """caches.has('rathaus-private').then(async (there) => !there ? null :
  (await (await caches.open('rathaus-private')).keys()).map((request) => new URL(request.url).pathname).sort())"""
CONTROLLED = "() => Boolean(navigator.serviceWorker.controller)"


class Server(ThreadedWSGIServer):
    """A server that hangs up when it goes: browsers keep connections open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connections: list[socket.socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.append(request)
        super().process_request(request, client_address)

    def server_close(self) -> None:
        for connection in self.connections:
            with suppress(OSError):  # it has ended by itself
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()


class ServerThread(LiveServerThread):
    server_class = Server


class Site:
    """A server for one municipality that can be taken off the net, which is what a device without a connection sees."""

    def __init__(self, host: str) -> None:
        self.thread = ServerThread("127.0.0.1", StaticFilesHandler)
        self.thread.daemon = True
        self.thread.start()
        self.thread.is_ready.wait()
        assert self.thread.error is None, self.thread.error
        self.address = f"http://{host}:{self.thread.port}"
        self.is_gone = False

    def go(self) -> None:
        if not self.is_gone:
            self.thread.terminate()
        self.is_gone = True


@pytest.fixture
def open_site(fresh_tenant) -> Iterator[Callable[[], Site]]:
    """Return a function that starts the municipality's site with accounts and inbox."""
    with enter_public():
        for module in ("citizen_accounts", "inbox"):
            Activation.objects.update_or_create(tenant=fresh_tenant, module=module, defaults={"is_on": True})
    fresh_tenant.__dict__.pop("active_modules", None)
    directory.forget_all()
    MunicipalityProfile.objects.update_or_create(
        pk=1, defaults={"phone": "03999 1000", "authority": "Die Bürgermeisterin"}
    )
    started = []

    def start() -> Site:
        started.append(Site(f"{fresh_tenant.slug}.localhost"))
        return started[-1]

    yield start
    for site in started:
        site.go()


@pytest.fixture
def site(open_site) -> Site:
    """The municipality's site."""
    found: Site = open_site()
    return found


def let_in(context: BrowserContext, site: Site, person: User) -> None:
    """Put a session of the person into the browser."""
    host = site.address.partition("://")[2].partition(":")[0]
    cookie = sign_in(browser_for(host), person, second_factor=False).cookies["rathaus_session"]
    context.add_cookies([{"name": "rathaus_session", "value": cookie.value, "url": site.address}])


def as_app(browser_profile: Callable[..., Visitor], site: Site, **options: Any) -> Visitor:
    """Open a browser in which the portal runs as an installed app."""
    visitor = browser_profile(site.address, width=390, **options)
    visitor.page.add_init_script(AS_APP)
    return visitor


def mark_as_private(visitor: Visitor) -> None:
    """Say that the device is one's own."""
    visitor.goto("/mein/geraet/")
    visitor.page.get_by_role("button", name="Ja, es gehört nur mir").click()
    visitor.expect("sobald Sie sie das nächste Mal öffnen")
    visitor.page.wait_for_function(CONTROLLED)


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_browser_finds_all_that_installing_takes_and_a_visitor_gets_nothing_stored(browser_profile, site):
    visitor = browser_profile(site.address)
    visitor.goto("/hilfe/")
    protocol = visitor.page.context.new_cdp_session(visitor.page)

    manifest = protocol.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["start_url"] == "/mein/"
    obstacles = [found["errorId"] for found in protocol.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(obstacles) <= {"in-incognito"}, "a profile of the tests installs nothing; the portal itself could"
    visitor.goto("/app/")
    assert visitor.page.evaluate(WORKERS) == 0
    assert visitor.page.evaluate(STORES) == []
    assert visitor.cookies == []


def test_without_a_connection_the_app_says_whom_to_call_in_both_languages(browser_profile, site):
    visitor = as_app(browser_profile, site)
    visitor.goto("/hilfe/")
    visitor.page.evaluate(READY)
    assert visitor.page.evaluate(STORES) == ["rathaus"]

    site.go()
    visitor.page.goto(f"{site.address}/termine/")

    assert heading(visitor.page) == "Keine Verbindung"
    assert visitor.page.get_by_role("link", name="03999 1000").get_attribute("href") == "tel:+4939991000"
    assert visitor.page.evaluate("getComputedStyle(document.querySelector('.narrow')).paddingTop") != "0px", "no style"
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.violations() == []
    visitor.page.goto(f"{site.address}/en/termine/")
    assert heading(visitor.page) == "No connection"


def test_the_dashboard_and_frames_pass_by_the_worker(browser_profile, site):
    visitor = as_app(browser_profile, site)
    visitor.goto("/hilfe/")
    visitor.page.evaluate(READY)

    site.go()

    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        visitor.page.goto(f"{site.address}/verwaltung/")
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        visitor.page.goto(f"{site.address}/termine/anzeige/irgendeine/")


def test_only_a_device_of_ones_own_keeps_overview_and_timeline_and_nothing_else(browser_profile, site):
    visitor = browser_profile(site.address, width=390)
    let_in(visitor.page.context, site, UserFactory(first_name="Anna", email="anna@post.example"))
    visitor.goto("/mein/")
    assert visitor.page.evaluate(STORES) == []

    mark_as_private(visitor)
    for path in ("/mein/", "/postfach/verlauf/", "/postfach/", "/mein/benachrichtigungen/", "/hilfe/"):
        visitor.goto(path)
    assert visitor.page.evaluate(KEPT) == ["/mein/", "/postfach/verlauf/", "/rathaus-mark"]

    site.go()
    visitor.page.goto(f"{site.address}/mein/")
    assert "Anna" in heading(visitor.page)
    assert visitor.page.get_by_text("So sah diese Seite zuletzt aus").is_visible()
    assert "202" in visitor.page.locator("[data-kept-time]").inner_text()
    visitor.page.goto(f"{site.address}/postfach/")
    assert heading(visitor.page) == "Keine Verbindung"


def test_taking_it_back_deletes_what_the_device_kept(browser_profile, site):
    visitor = browser_profile(site.address)
    let_in(visitor.page.context, site, UserFactory())
    mark_as_private(visitor)
    visitor.goto("/mein/")

    visitor.goto("/mein/geraet/")
    visitor.page.get_by_role("button", name="Alles von diesem Gerät löschen").click()
    visitor.expect("Dieses Gerät behält nichts")

    assert visitor.page.evaluate(KEPT) is None
    visitor.goto("/mein/")
    assert visitor.page.evaluate(KEPT) is None


@pytest.mark.parametrize("knows_header", [True, False])
def test_nothing_stays_after_signing_out_whether_or_not_the_browser_knows_the_header(
    browser_profile, open_site, settings, knows_header
):
    if not knows_header:
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "LeavingMiddleware" not in name]
    site = open_site()
    visitor = browser_profile(site.address)
    let_in(visitor.page.context, site, UserFactory())
    mark_as_private(visitor)
    visitor.goto("/mein/")
    assert "/mein/" in visitor.page.evaluate(KEPT)

    visitor.leave(visitor.page.get_by_role("button", name="Abmelden").last.click)

    visitor.page.wait_for_function(f"() => {KEPT}.then((pages) => pages === null)")
    if knows_header:
        assert visitor.page.evaluate(WORKERS) == 0
        assert visitor.page.evaluate(STORES) == []
    site.go()
    if knows_header:
        with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
            visitor.page.goto(f"{site.address}/mein/")
    else:
        visitor.page.goto(f"{site.address}/mein/")
        assert heading(visitor.page) == "Keine Verbindung"


def test_an_ended_session_takes_the_pages_and_another_person_the_mark(browser_profile, site):
    visitor = browser_profile(site.address)
    anna = UserFactory(first_name="Anna")
    let_in(visitor.page.context, site, anna)
    mark_as_private(visitor)
    visitor.goto("/mein/")

    Session.objects.all().delete()
    visitor.goto("/mein/")
    assert visitor.page.evaluate(KEPT) == ["/rathaus-mark"]

    let_in(visitor.page.context, site, anna)
    visitor.goto("/mein/")
    visitor.page.wait_for_function(f"() => {KEPT}.then((pages) => pages.includes('/mein/'))")

    let_in(visitor.page.context, site, UserFactory(first_name="Bert"))
    visitor.goto("/mein/")
    visitor.page.wait_for_function(f"() => {KEPT}.then((pages) => pages === null)")


@pytest.fixture
def lasting_profile(browser, tmp_path) -> Iterator[BrowserContext]:
    """A browser that keeps its profile: only there push messages arrive."""
    context = browser.browser_type.launch_persistent_context(
        str(tmp_path), executable_path=chromium(), args=ARGUMENTS, permissions=["notifications"], locale="de-DE"
    )
    yield context
    context.close()


def test_a_message_is_shown_on_the_device_with_what_it_carries_and_no_more(lasting_profile, site):
    page = lasting_profile.new_page()
    page.add_init_script(AS_APP)
    registrations: list[Any] = []
    protocol = lasting_profile.new_cdp_session(page)
    protocol.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    protocol.send("ServiceWorker.enable")
    page.goto(f"{site.address}/hilfe/")
    page.evaluate(READY)
    page.wait_for_function(CONTROLLED)
    message = {"title": "Musterstadt", "body": "Neue Nachricht", "path": "/postfach/", "tag": "eins"}
    pushed = {"origin": site.address, "data": json.dumps(message)}
    shown = """async () => {
        const registration = await navigator.serviceWorker.ready;
        for (let tries = 0; tries < 20; tries += 1) {
            const [found] = await registration.getNotifications();
            if (found) return (({ title, body, tag, data, icon }) => ({ title, body, tag, data, icon }))(found);
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
    }"""

    for _attempt in range(10):  # Chromium drops a message in silence while it still writes the new worker down
        known = registrations[-1]["registrationId"]
        protocol.send("ServiceWorker.deliverPushMessage", {**pushed, "registrationId": known})
        found = page.evaluate(shown)
        if found:
            break

    assert found
    icon = found.pop("icon")
    assert found == {"title": "Musterstadt", "body": "Neue Nachricht", "tag": "eins", "data": {"path": "/postfach/"}}
    assert "/app-" in icon
