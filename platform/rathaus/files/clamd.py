"""Ask ClamAV's daemon about a file, by its INSTREAM command (man clamd(8))."""

import re
import socket
import struct
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

_SECONDS: Final = 30
_CHUNK: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4096


class ScannerError(RuntimeError):
    """The scanner does not answer, or not with a finding."""


def scan(content: bytes) -> str:
    """Return the name of the virus in it, "" where none was found; raises ScannerError."""
    try:
        with _connect(settings.CLAMD_ADDRESS) as connection:
            connection.sendall(b"zINSTREAM\0")
            for at in range(0, len(content), _CHUNK):
                part = content[at : at + _CHUNK]
                connection.sendall(struct.pack(">I", len(part)) + part)
            connection.sendall(struct.pack(">I", 0))
            answer = _answer(connection)
    except OSError as error:
        raise ScannerError(str(error)) from error
    return _finding(answer)


def _connect(address: str) -> socket.socket:
    """Open tcp://host:3310 or unix:///run/clamav/clamd.ctl."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=_SECONDS)


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        part = connection.recv(_LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.rstrip(b"\0").decode(errors="replace")


def _finding(answer: str) -> str:
    if answer == "stream: OK":
        return ""
    if found := re.fullmatch(r"stream: (.+) FOUND", answer):
        return found[1]
    raise ScannerError(answer or "no answer")
