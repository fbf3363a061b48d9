"""An administrator connects the town hall's own accounts, tests and switches on; a colleague comes in by them.

The identity provider stands on another site (127.0.0.1) and answers by a form that its page posts to us, as real ones
do: browsers keep our session's cookie from that request and send it with the redirect that follows.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from rathaus.accounts.models import StaffMembership
from tests.e2e.visitor import BOTH
from tests.factories.accounts import StaffFactory
from tests.rathaus.sso.saml_provider import NAMES, SIGN_IN_URL, Answer, SamlProvider, read_request

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]

PAGE = """<!doctype html><html lang="de"><title>Anmeldedienst</title><link rel="icon" href="data:,">
<form method="post" action="{address}"><input type="hidden" name="SAMLResponse" value="{answer}">
<button>Weiter als Katrin</button></form></html>"""


class ProviderPage(BaseHTTPRequestHandler):
    """The provider's page: whoever comes is Katrin."""

    server: Any

    def do_GET(self) -> None:
        """Show the form that carries the answer."""
        request = read_request(self.path)
        address = request.get("AssertionConsumerServiceURL")
        answer = Answer(
            request_id=request.get("ID"),
            destination=address,
            audience=request.find("saml:Issuer", NAMES).text,
            attributes={"email": ["katrin.voss@stadt.example"], "surname": ["Voss"], "groups": ["Bauamt"]},
        )
        body = PAGE.format(address=address, answer=self.server.provider.encoded(answer)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings) -> Iterator[ThreadingHTTPServer]:
    """The provider with its page; addresses of this machine are allowed as for developers."""
    settings.DEBUG = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), ProviderPage)
    server.provider = SamlProvider()
    server.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_an_administrator_connects_the_town_hall_s_accounts(fresh_tenant, provider, visitor, signed_in):
    desk = visitor(width=BOTH)
    desk.friends = (provider.address,)
    cookies = signed_in(StaffFactory(roles=["administrator"]).user).cookies.values()
    desk.page.context.add_cookies([{"name": c.key, "value": c.value, "url": desk.address} for c in cookies])
    page = desk.page

    desk.goto("/verwaltung/anmeldung/")
    desk.follow("SAML einrichten")
    page.get_by_label("Name für den Knopf").fill("Rathauskonto")
    metadata = provider.provider.metadata.replace(SIGN_IN_URL, f"{provider.address}/anmelden")
    page.get_by_label("Metadaten des Anmeldedienstes").fill(metadata)
    page.get_by_label("E-Mail-Domänen Ihrer Verwaltung").fill("stadt.example")
    desk.press("Angaben speichern")
    page.get_by_label("Gruppe", exact=True).fill("Bauamt")
    page.get_by_label("Rolle", exact=True).select_option(label="Sachbearbeitung")
    desk.press("Gruppe zuordnen")
    page.get_by_role("link", name="Anmeldung testen").click()
    desk.press("Weiter als Katrin")
    desk.expect("Der Test ist gelungen")
    desk.follow("Weiter einrichten")
    desk.press("Anmeldung einschalten")

    colleague = visitor(width=BOTH)
    colleague.friends = (provider.address,)
    colleague.goto("/konto/anmelden/?passwort=1")
    colleague.page.get_by_role("link", name="Mit Rathauskonto anmelden").first.click()
    colleague.press("Weiter als Katrin")

    membership = StaffMembership.objects.get(user__email="katrin.voss@stadt.example")
    assert [role.slug for role in membership.roles.all()] == ["case_worker"]
    assert "/konto/zweiter-faktor/" in colleague.page.url
    assert colleague.problems == []
