"""No other site can send a form in somebody's name: every address that takes POST wants a token or its own origin."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.contracts.test_staff_urls import walk
from tests.database import MUSTERSTADT
from tests.factories.accounts import StaffFactory, sign_in

HOST = f"{MUSTERSTADT}.localhost"
# Answers that another site hands over by its nature; each is worth something only with a signature and the state of a
# sign-in that began here, as the tests of these parts prove.
FROM_IDENTITY_PROVIDERS = {"bundid:answer", "sso:saml"}
KEYS_INSTEAD = "/api/v1/"  # programs show a key and have no session
DEVELOPMENT = "/entwicklung/"
BY_EXPRESSION = {
    "public_picture": {"file": f"{'0' * 32}.png"},
    "app_icon": {"digest": "0" * 12, "name": "icon-192"},
}


def addresses():
    """Return the path of every address of a municipality's site."""
    found = [address for address in walk(get_resolver("rathaus.urls_tenant"), "/", [], {}) if address.name]
    wanted = [address for address in found if address.name not in FROM_IDENTITY_PROVIDERS]
    return {path_of(address): address.name for address in wanted}


def path_of(address):
    """Return a path of this shape, also where the pattern is a regular expression."""
    arguments = BY_EXPRESSION.get(address.name.rpartition(":")[2])
    return reverse(address.name, "rathaus.urls_tenant", kwargs=arguments) if arguments else address.path


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}])
def test_no_post_of_another_site_is_taken(tenant, headers):
    client = Client(enforce_csrf_checks=True, HTTP_HOST=HOST, **headers)
    sign_in(client, StaffFactory(roles=["administrator"]).user)

    taken = {}
    for path, name in addresses().items():
        answer = client.post(path, {"name": "Wert"})
        allowed = {401, 403, 404, 405, 415} if path.startswith((KEYS_INSTEAD, DEVELOPMENT)) else {403}
        if answer.status_code not in allowed:
            taken[name] = answer.status_code

    assert taken == {}


@pytest.mark.django_db
def test_the_walk_finds_the_forms(tenant):
    names = set(addresses().values())

    assert {"account_login", "mfa_login_webauthn", "account_signup", "account_switch", "staff:deactivate"} <= names
