"""Messages leave for public addresses only, to the address that was checked, and nothing waits for long."""

import datetime as dt
import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from rathaus.api import transport
from rathaus.api.addresses import clean_webhook_url
from rathaus.api.errors import UnfitAddressError

HEADERS = {"Content-Type": "application/json"}


class Receiver(ThreadingHTTPServer):
    """Another program on this machine: it keeps what it got and answers as it is told."""

    daemon_threads = True

    def __init__(self, status=200, text="angekommen", location="", drip=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.text, self.location, self.drip, self.received = status, text, location, drip, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://localhost:{self.server_port}/empfang?von=rathaus"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, dict(self.headers), body))
        if self.server.drip:
            self.drip()
        else:
            self.answer()

    def answer(self):
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()
        self.wfile.write(self.server.text.encode())

    def drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _number in range(200):
            try:
                self.wfile.write(b"X-Slow: 1\r\n")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    def log_message(self, *_args):
        pass


@pytest.fixture
def receiver(settings):
    """Return a function that starts a receiver; localhost is allowed as on a developer's machine."""
    settings.DEBUG = True
    started = []

    def start(**behaviour):
        started.append(Receiver(**behaviour))
        return started[-1]

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
        "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_inside_of_any_network_is_forbidden(address):
    assert not transport.is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "141.24.8.12", "2620:fe::fe", "2a01:4f8::1"])
def test_an_address_of_the_internet_is_allowed(address):
    assert transport.is_public(address)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fd00::/8"))
def test_no_private_address_is_ever_public(address):
    assert not transport.is_public(str(address))
    if address.version == 4:
        assert not transport.is_public(f"::ffff:{address}")


@pytest.mark.parametrize(
    "url",
    [
        "http://programm.example/", "https://127.0.0.1/", "https://10.1/", "https://2130706433/", "https://0x7f.1/",
        "https://[::1]/", "https://localhost/", "https://intern/", "https://name:wort@programm.example/", "ftp://x.example",
        "https://programm.example:0/", "https://programm.example:99999/", "https://pro gramm.example/", "https:///weg",
        "https://programm.example\\@intern.example/", "https://" + "a" * 70 + ".example/", "", "javascript:alert(1)",
        "https://programm.example/\r\nX: y",
    ],
)  # fmt: skip
def test_an_address_that_is_no_public_https_address_is_refused(url):
    with pytest.raises(UnfitAddressError):
        clean_webhook_url(url)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://Programm.EXAMPLE/empfang?a=1#ende ", "https://programm.example/empfang?a=1"),
        ("https://bürger.example:8443/x", "https://xn--brger-kva.example:8443/x"),
    ],
)
def test_an_address_is_kept_as_it_is_sent_to(typed, kept):
    assert clean_webhook_url(typed) == kept


def answers_of(monkeypatch, *addresses):
    """Let every name have these addresses."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)


def test_a_name_that_leads_inside_gets_nothing(monkeypatch):
    answers_of(monkeypatch, "10.0.0.7")

    assert transport.post("https://programm.example/", body=b"{}", headers=HEADERS).error == "ForbiddenAddressError"


def test_one_address_inside_is_enough_to_refuse(monkeypatch):
    answers_of(monkeypatch, "9.9.9.9", "127.0.0.1")

    assert transport.post("https://programm.example/", body=b"{}", headers=HEADERS).error == "ForbiddenAddressError"


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """A second lookup could answer otherwise (DNS rebinding): the socket gets the address, never the name."""
    answers_of(monkeypatch, "9.9.9.9")
    connected = []

    def connect(address, timeout):
        connected.append((address, timeout))
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    answer = transport.post("https://programm.example/", body=b"{}", headers=HEADERS)

    assert connected == [(("9.9.9.9", 443), 10)]
    assert answer.error == "ConnectionRefusedError"


def test_a_message_arrives(receiver):
    server = receiver()

    answer = transport.post(server.url, body=b'{"a":1}', headers=HEADERS | {"webhook-id": "7"})

    assert (answer.status, answer.text, answer.has_arrived) == (200, "angekommen", True)
    [(path, headers, body)] = server.received
    assert (path, body) == ("/empfang?von=rathaus", b'{"a":1}')
    assert (headers["Host"], headers["webhook-id"]) == (f"localhost:{server.server_port}", "7")


def test_localhost_is_forbidden_outside_of_development(receiver, settings):
    server = receiver()
    settings.DEBUG = False

    assert transport.post(server.url, body=b"{}", headers=HEADERS).error == "UnfitAddressError"
    assert server.received == []


def test_nobody_is_followed(receiver):
    target = receiver()
    server = receiver(status=307, location=target.url)

    answer = transport.post(server.url, body=b"{}", headers=HEADERS)

    assert (answer.status, answer.has_arrived, target.received) == (307, False, [])


def test_of_a_long_answer_only_the_beginning_is_read(receiver):
    answer = transport.post(receiver(status=500, text="\x00ä" * 100_000).url, body=b"{}", headers=HEADERS)

    assert (answer.status, len(answer.text), answer.has_arrived) == (500, 500, False)
    assert "\x00" not in answer.text


def test_a_server_that_sends_a_byte_now_and_then_is_cut_off(receiver, monkeypatch):
    monkeypatch.setattr(transport, "SECONDS", 0.5)

    answer = transport.post(receiver(drip=True).url, body=b"{}", headers=HEADERS)

    assert (answer.status, answer.error) == (None, "TimeoutError")


def test_a_port_where_nobody_listens_is_an_answer_too(settings):
    settings.DEBUG = True
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert transport.post(f"http://localhost:{port}/", body=b"{}", headers=HEADERS).error == "ConnectionRefusedError"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for programm.example that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "programm.example")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("programm.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(receiver, certificate, settings, monkeypatch):
    """A receiver behind TLS that pretends to be programm.example on a public address."""
    server = receiver()
    settings.DEBUG = False
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setattr(transport, "resolve", lambda _parts: "127.0.0.1")
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(transport, "tls_context", lambda: trusting)
    return server


def test_the_certificate_is_checked_against_the_name_although_the_address_is_pinned(secure):
    right = transport.post(f"https://programm.example:{secure.server_port}/", body=b"{}", headers=HEADERS)
    wrong = transport.post(f"https://anderes.example:{secure.server_port}/", body=b"{}", headers=HEADERS)

    assert (right.status, wrong.error) == (200, "SSLCertVerificationError")
    assert secure.received[0][1]["Host"] == f"programm.example:{secure.server_port}"


def test_a_certificate_that_nobody_trusts_is_refused(secure, monkeypatch):
    monkeypatch.setattr(transport, "tls_context", ssl.create_default_context)

    answer = transport.post(f"https://programm.example:{secure.server_port}/", body=b"{}", headers=HEADERS)

    assert answer.error == "SSLCertVerificationError"
