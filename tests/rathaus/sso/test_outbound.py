"""What we ask of identity providers goes through the guard, and nobody is followed."""

import pytest
import requests
from allauth.socialaccount.adapter import get_adapter

from rathaus.sso import outbound


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_not_followed(odd, status):
    odd.status, odd.location = status, f"{odd.issuer}/.well-known/openid-configuration"

    with pytest.raises(requests.RequestException):
        outbound.read_json(f"{odd.issuer}/keys")


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "https://169.254.169.254/", "ftp://a.example/", "file:///etc/passwd", "https://[::1]/"]
)
def test_addresses_inside_of_networks_are_never_asked(tenant, url):
    with pytest.raises(requests.RequestException):
        outbound.read_json(url)


def test_an_answer_without_end_is_cut(odd, monkeypatch):
    monkeypatch.setattr(outbound, "MAX_BYTES", 10)

    with pytest.raises(requests.RequestException):
        outbound.read_json(f"{odd.issuer}/keys")


def test_allauth_asks_through_the_same_guard(tenant):
    with pytest.raises(requests.ConnectionError), get_adapter().get_requests_session() as session:
        session.get("https://10.0.0.1/")
