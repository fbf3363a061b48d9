"""Where a request comes from, and what it calls itself."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from rathaus.accounts.addresses import client_ip
from rathaus.accounts.devices import device_words


def request_from(address: str, forwarded: str = ""):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "expected"),
    [
        ([], "203.0.113.7", "", "203.0.113.7"),
        ([], "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.2", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.1, 10.0.0.9", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.2", "", "10.0.0.2"),
        (["::1"], "::1", "2001:db8::5", "2001:db8::5"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies, address, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies

    assert client_ip(request_from(address, forwarded)) == expected


def test_without_a_usable_address_nobody_signs_in(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.2"]

    with pytest.raises(PermissionDenied):
        client_ip(request_from("10.0.0.2", "not an address"))
    with pytest.raises(PermissionDenied):
        client_ip(request_from(""))


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox auf Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge auf Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604", "Safari auf iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140 Safari/537", "Chrome auf Android"),
        ("curl/8.5 (Linux)", "Linux"),
        ("", "Unbekanntes Gerät"),
    ],
)
def test_a_device_is_named_as_its_owner_knows_it(user_agent, words):
    assert device_words(user_agent) == words
