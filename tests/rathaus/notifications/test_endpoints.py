"""Only push services of browsers are ever sent to, whatever a browser claims."""

import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from rathaus.notifications.endpoints import clean_endpoint, clean_keys, encoded, origin_of
from rathaus.notifications.errors import UnfitEndpointError, UnfitKeysError

POINT = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def_-",
        "https://fcm.googleapis.com:443/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QGuQyavXutnMH",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2b",
        "https://FCM.googleapis.com/fcm/send/abc",
    ],
)
def test_push_services_of_browsers_are_taken(endpoint):
    assert clean_endpoint(endpoint) == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://fcm.googleapis.com.boese.example/abc",
        "https://boese.example/fcm.googleapis.com",
        "https://boesefcm.googleapis.com/abc",
        "https://fcm.googleapis.com@boese.example/abc",
        "https://boese.example#fcm.googleapis.com",
        "https://boese.example\\.fcm.googleapis.com/",
        "https://fcm.googleapis.com#@boese.example",
        "https://push.apple.com/abc",
        "https://evilpush.apple.com/abc",
        "https://notify.windows.com/abc",
        "https://fcm.googleapis.com./abc",
        "https://127.0.0.1/abc",
        "https://[::1]/abc",
        "https://localhost/abc",
        "https://169.254.169.254/latest/meta-data/",
        "https://fcm.googleapis.com/\r\nHost: boese.example",
        "https://ﬀcm.googleapis.com/abc",
        "file:///etc/passwd",
        "//fcm.googleapis.com/abc",
        "https://[fcm.googleapis.com/",
        "https://fcm.googleapis.com:port/",
        "https://fcm.googleapis.com/" + "a" * 600,
        "",
    ],
    ids=lambda endpoint: endpoint[:60] or "nothing",
)
def test_anything_else_is_refused(endpoint):
    with pytest.raises(UnfitEndpointError):
        clean_endpoint(endpoint)


def test_localhost_is_taken_only_on_a_developers_machine_and_only_where_it_is_listed(settings):
    endpoint = "http://localhost:8765/push"
    settings.PUSH_HOSTS = [*settings.PUSH_HOSTS, "localhost"]
    with pytest.raises(UnfitEndpointError):
        clean_endpoint(endpoint)
    settings.DEBUG = True
    assert clean_endpoint(endpoint) == endpoint
    settings.PUSH_HOSTS = ["fcm.googleapis.com"]
    with pytest.raises(UnfitEndpointError):
        clean_endpoint(endpoint)


@given(st.text(max_size=80))
def test_no_text_is_an_endpoint_unless_it_names_a_known_host(text):
    with pytest.raises(UnfitEndpointError):
        clean_endpoint(f"https://{text}.example/")


def test_a_token_is_made_for_scheme_and_host():
    assert origin_of("https://fcm.googleapis.com/fcm/send/abc") == "https://fcm.googleapis.com"


def test_keys_come_with_or_without_padding_and_in_either_alphabet():
    secret = os.urandom(16)
    point, auth = encoded(POINT), encoded(secret)

    assert clean_keys(p256dh=point + "=", auth=auth + "==") == (point, auth)
    plain = point.replace("-", "+").replace("_", "/"), auth.replace("-", "+").replace("_", "/")
    assert clean_keys(p256dh=plain[0], auth=plain[1]) == (point, auth)


LONGER_CURVE = (
    ec.generate_private_key(ec.SECP384R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
)


@pytest.mark.parametrize(
    ("point", "secret"),
    [
        (b"\x04" + b"\x01" * 64, b"s" * 16),
        (POINT[:-1], b"s" * 16),
        (POINT, b"s" * 15),
        (b"", b""),
        (LONGER_CURVE, b"s" * 16),
    ],
    ids=["on no curve", "a byte missing", "secret too short", "nothing", "another curve"],
)
def test_keys_that_cannot_encrypt_are_refused(point, secret):
    with pytest.raises(UnfitKeysError):
        clean_keys(p256dh=encoded(point), auth=encoded(secret))


@pytest.mark.parametrize("text", ["ä", "a b", "*", "AAAAA"])
def test_texts_that_are_no_base64_are_refused(text):
    with pytest.raises(UnfitKeysError):
        clean_keys(p256dh=text, auth=text)
