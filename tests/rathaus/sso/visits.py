"""Browsers that go to an identity provider and come back."""

import html
import re
from typing import Any
from urllib.parse import urlsplit

import requests

from rathaus.sso.providers import acs_url, entity_id
from tests.rathaus.sso.provider import PASSWORD
from tests.rathaus.sso.saml_provider import Answer, read_request

START = "/konto/sso/"
CALLBACK = "http://musterstadt.localhost/konto/sso/oidc/"


def path_of(address: str) -> str:
    """Return path and query: the test browser stays on its host."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def is_signed_in(browser: Any) -> bool:
    """Return whether somebody is signed in there."""
    return "_auth_user_id" in browser.session


class RealProvider:
    """The provider's process, and what a person does in front of it."""

    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"

    def register(self, *, asks: bool = False) -> None:
        """Make the municipality known there; with `asks` people are asked whether they go on."""
        wish = {"redirect_uris": [CALLBACK], "asks": asks}
        requests.post(f"{self.url}/clients/", json=wish, timeout=20).raise_for_status()

    def employ(self, username: str = "katrin", *, said_in: str = "id_token", **claims: Any) -> str:
        """Make or change an account and return its subject."""
        usual = {"email": "katrin.voss@stadt.example", "given_name": "Katrin", "family_name": "Voss"}
        wish = {"username": username, "claims": usual | claims, "said_in": said_in}
        return str(requests.post(f"{self.url}/people/", json=wish, timeout=20).json()["sub"])

    def sign_in(self, address: str, username: str = "katrin", *, goes_on: bool = True) -> str:
        """Sign in there as somebody who was sent to this address; return where the provider sends them back to."""
        with requests.Session() as browser:
            page = browser.get(address, timeout=20)
            answer = self._send(browser, page, {"login": username, "password": PASSWORD})
            if not self._is_back(answer):
                answer = self._send(browser, answer, {"action": "grant" if goes_on else "cancel"})
            assert self._is_back(answer), answer.text
            return str(answer.headers["Location"])

    def _send(self, browser: requests.Session, page: requests.Response, fields: dict[str, str]) -> requests.Response:
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        hidden = {name: html.unescape(value) for name, value in found}
        answer = browser.post(page.url, data=hidden | fields, allow_redirects=False, timeout=20)
        while not self._is_back(answer) and answer.status_code == 302:
            address = requests.compat.urljoin(page.url, answer.headers["Location"])
            answer = browser.get(address, allow_redirects=False, timeout=20)
        return answer

    def _is_back(self, answer: requests.Response) -> bool:
        return answer.headers.get("Location", "").startswith(CALLBACK)


class SamlVisit:
    """A browser that was sent to the SAML provider."""

    def __init__(self, browser: Any, start: str = "/konto/sso/") -> None:
        self.browser = browser
        self.address = browser.get(start)["Location"]
        self.request = read_request(self.address)

    def answer(self, **further: Any) -> Answer:
        """Return what an honest provider would answer, with the test's changes."""
        attributes = {
            "email": ["katrin.voss@stadt.example"],
            "givenName": ["Katrin"],
            "surname": ["Voss"],
            "groups": ["Bauamt"],
        }
        usual = {"request_id": self.request.get("ID"), "destination": acs_url(), "audience": entity_id()}
        return Answer(**usual | {"attributes": attributes} | further)

    def bring(self, encoded: str) -> Any:
        """Post the answer as the provider's page does, and go on to where we send the browser."""
        foreign = {"HTTP_ORIGIN": "https://anmeldung.stadt.example"}
        answer = self.browser.post(urlsplit(acs_url()).path, {"SAMLResponse": encoded}, **foreign)
        return self.browser.get(answer["Location"]) if answer.status_code == 302 else answer
