"""The way to the BundID and back, as browsers go it: nothing but the page of our own gets our cookies."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from modules.bundid.models import Environment
from modules.bundid.selectors.setup import own_metadata
from modules.bundid.services.setup import offer, save_entity, save_provider
from tests.clients import Browser, browser_for
from tests.modules.bundid.provider import SSO_URL, Asked, Provider, pair


def registered() -> bytes:
    """Return our metadata as the BundID knows them."""
    document = own_metadata()
    assert document
    return document


def set_up(provider: Provider, *, environment: str = Environment.LIVE, name: str = "Stadt Musterstadt") -> None:
    """Connect the entered municipality with this BundID and offer it to people."""
    save_entity(display_name=name, description=f"Anmeldung am Portal {name}"[:300], actor=None)
    save_provider(environment=environment, metadata=provider.metadata(), actor=None)
    offer(environment=environment, actor=None)


def new_provider(**changes: Any) -> Provider:
    """Return a BundID at which the entered municipality is registered."""
    return Provider(metadata_of=registered, **changes)


def cached_pair(*, name: str, now: Any, bits: int) -> Any:
    """Return a key pair without the seconds that a new one costs."""
    return pair(name)


@dataclass
class Journey:
    """One browser on its way."""

    client: Browser
    provider: Provider

    def depart(self, query: str = "", path: str = "/bundid/anmelden/") -> Asked:
        """Open the page that leads away, post its form, and return what the BundID understood."""
        return self.posted(self.client.get(f"{path}{query}"))

    def posted(self, page: Any) -> Asked:
        """Post the form of a page that leads away."""
        text = page.content.decode()
        assert page.status_code == 200, text
        action = re.search(r'<form method="post" action="([^"]+)" class="flow" data-departure', text)
        assert action is not None
        assert unescape(action[1]) == SSO_URL
        message = re.search(r'name="SAMLRequest" value="([^"]+)"', text)
        assert message is not None
        return self.provider.receive(unescape(message[1]))

    def post_answer(self, message: str) -> Any:
        """Let the BundID's page post the answer: the browser adds no cookie to it."""
        stranger = browser_for(self.client.defaults["HTTP_HOST"])
        return stranger.post("/bundid/antwort/", {"SAMLResponse": message}, HTTP_ORIGIN="https://bundid.example")

    def arrive(self, message: str) -> Any:
        """Come back with an answer and open the page of ours that it leads to."""
        taken = self.post_answer(message)
        assert taken.status_code == 303, taken.content.decode()
        return self.client.get(taken.headers["Location"])

    def go(self, query: str = "", person: str = "U01", **answer: Any) -> Any:
        """Go there, sign in as this person, and come back."""
        return self.arrive(self.provider.answer(self.depart(query), person, **answer))
