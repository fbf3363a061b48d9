"""Addresses that administrators type: origins of web pages, and where webhooks go."""

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from rathaus.api.errors import UnfitAddressError, UnfitOriginError

_LOCAL_HOSTS: Final = ("localhost", "127.0.0.1")
_HOST: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")


def clean_origin(text: str) -> str:
    """Return scheme, host and port as browsers send them in Origin; raises UnfitOriginError."""
    try:
        parts = _split(text)
        is_fit = _is_public(parts) and parts.path in ("", "/") and not parts.query
        port = f":{parts.port}" if parts.port not in (None, 443) else ""
    except ValueError:
        raise UnfitOriginError from None
    if not is_fit:
        raise UnfitOriginError
    return f"https://{_ascii_host(parts)}{port}"


def clean_webhook_url(text: str) -> str:
    """Return the address if something may be sent there; raises UnfitAddressError.

    Only https, no password, no bare IP address. On a developer's machine localhost is allowed, also by http. Where the
    host's name leads is asked each time something is sent (`transport.py`): it may change.
    """
    try:
        parts = _split(text)
        is_fit = (_is_public(parts) or is_local_development(parts)) and parts.port != 0
    except ValueError:
        raise UnfitAddressError from None
    if not is_fit:
        raise UnfitAddressError
    host = f"{_ascii_host(parts)}:{parts.port}" if parts.port else _ascii_host(parts)
    return parts._replace(netloc=host, fragment="").geturl()


def is_local_development(parts: SplitResult) -> bool:
    """Return whether the address is the developer's own machine, which production never is."""
    return settings.DEBUG and parts.scheme in ("http", "https") and parts.hostname in _LOCAL_HOSTS


def _split(text: str) -> SplitResult:
    text = text.strip()
    if not text.isprintable() or " " in text or "\\" in text:
        raise ValueError
    parts = urlsplit(text)
    if parts.username is not None or parts.password is not None:
        raise ValueError
    return parts


def _is_public(parts: SplitResult) -> bool:
    host = _ascii_host(parts)
    return parts.scheme == "https" and bool(_HOST.fullmatch(host)) and not _is_ip(host)


def _ascii_host(parts: SplitResult) -> str:
    return (parts.hostname or "").encode("idna").decode().lower()


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True
