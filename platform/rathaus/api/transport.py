"""One request to a stranger's server: to the address that was checked, for ten seconds, without following anybody.

An administrator names the server, so it must not lead into our own network: the host's name is resolved here, every
address that it has must be public, and the connection goes to one of these very addresses (a second lookup could answer
otherwise). Proxies and redirects are not used.
"""

import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Event, Timer
from typing import Final
from urllib.parse import SplitResult, urlsplit

from rathaus.api.addresses import clean_webhook_url, is_local_development
from rathaus.api.errors import UnfitAddressError

SECONDS: Final = 10
_MAX_ANSWER_BYTES: Final = 2000
_TEXT_LENGTH: Final = 500
_TRANSLATED: Final = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"))


class ForbiddenAddressError(OSError):
    """The host leads into a network that is nobody's business from outside."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status and the beginning of the text, or the name of what went wrong."""

    status: int | None = None
    text: str = ""
    error: str = ""

    @property
    def has_arrived(self) -> bool:
        """Return whether the receiver has taken it."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent, and of how many bytes of the answer we want to know."""

    method: str
    headers: Mapping[str, str]
    body: bytes | None = None
    max_bytes: int = _MAX_ANSWER_BYTES


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came, its body cut at the length that was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send the body and return what came back; errors are part of the answer, nothing is raised."""
    try:
        reply = ask(url, Question("POST", headers, body))
    except UnfitAddressError:
        return Answer(error="UnfitAddressError")
    except (OSError, HTTPException, UnicodeError) as error:
        return Answer(error=type(error).__name__)
    text = reply.body.decode(errors="replace").replace("\x00", "")
    return Answer(status=reply.status, text=text[:_TEXT_LENGTH])


def ask(url: str, question: Question) -> Reply:
    """Return what the server answers; raises UnfitAddressError, OSError, HTTPException and UnicodeError."""
    parts = urlsplit(clean_webhook_url(url))
    return _send(parts, resolve(parts), question)


def resolve(parts: SplitResult) -> str:
    """Return the address to connect to; raises ForbiddenAddressError if any address of the host is not public."""
    found = socket.getaddrinfo(parts.hostname, port_of(parts), type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not is_local_development(parts) and not all(is_public(address) for address in addresses):
        raise ForbiddenAddressError
    return addresses[0]


def is_public(address: str) -> bool:
    """Return whether the address belongs to the open internet, also where IPv6 wraps an IPv4 address."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if any(found in network for network in _TRANSLATED) or found.teredo:
            return False
        found = found.ipv4_mapped or found
    return found.is_global and not found.is_multicast and not found.is_reserved


def port_of(parts: SplitResult) -> int:
    """Return the port of the address."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def tls_context() -> ssl.SSLContext:
    """Return what checks the receiver's certificate."""
    return ssl.create_default_context()


def _send(parts: SplitResult, address: str, question: Question) -> Reply:
    connection = HTTPConnection(str(parts.hostname), port_of(parts), timeout=SECONDS)
    with socket.create_connection((address, port_of(parts)), timeout=SECONDS) as plain:
        connection.sock = _secured(plain, parts)
        return _before_time_is_up(connection.sock, lambda: _exchange(connection, parts, question))


def _secured(plain: socket.socket, parts: SplitResult) -> socket.socket:
    if parts.scheme != "https":
        return plain
    return tls_context().wrap_socket(plain, server_hostname=parts.hostname)


def _before_time_is_up(connected: socket.socket, exchange: Callable[[], Reply]) -> Reply:
    """End the exchange after ten seconds in all: a server that sends a byte now and then never runs into a timeout."""
    is_over = Event()
    timer = Timer(SECONDS, _cut, [connected, is_over])
    timer.daemon = True
    timer.start()
    try:
        reply = exchange()
        if is_over.is_set():
            raise TimeoutError  # what was cut off may look like an answer
        return reply
    finally:
        timer.cancel()
        connected.close()


def _cut(connected: socket.socket, is_over: Event) -> None:
    is_over.set()  # before the end of the connection wakes the other side
    with suppress(OSError):  # it has just ended by itself
        connected.shutdown(socket.SHUT_RDWR)


def _exchange(connection: HTTPConnection, parts: SplitResult, question: Question) -> Reply:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {**question.headers, "Connection": "close"}
    connection.request(question.method, path, body=question.body, headers=headers)
    response = connection.getresponse()
    return Reply(response.status, dict(response.getheaders()), response.read(question.max_bytes))
