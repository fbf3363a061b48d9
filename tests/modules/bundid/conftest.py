"""A municipality that is connected with the BundID of the test."""

import pytest

from modules.bundid.services import setup
from tests.clients import browser_for
from tests.modules.bundid.journey import Journey, cached_pair, new_provider, set_up


@pytest.fixture(autouse=True)
def _keys_at_once(monkeypatch) -> None:
    """Keys of 4096 bits cost seconds; those of the tests are made once."""
    monkeypatch.setattr(setup, "new_key_pair", cached_pair)


@pytest.fixture
def bundid(tenant):
    """The BundID, registered and offered in Musterstadt."""
    provider = new_provider()
    set_up(provider)
    return provider


@pytest.fixture
def journey(bundid, tenant) -> Journey:
    """The way of somebody who is not signed in."""
    return Journey(browser_for(f"{tenant.slug}.localhost"), bundid)


@pytest.fixture
def journey_of(bundid, signed_in):
    """The way of somebody who is signed in."""
    return lambda user: Journey(signed_in(user, second_factor=False), bundid)
