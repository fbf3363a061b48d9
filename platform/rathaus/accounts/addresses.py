"""The network address of whoever asks, as far as it can be trusted."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """Return the nearest address that is none of our TRUSTED_PROXIES (addresses or networks).

    X-Forwarded-For is read from its end and only as far as trusted proxies wrote it: the rest anybody can invent.
    Raises PermissionDenied when there is no usable address.
    """
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    address = request.META.get("REMOTE_ADDR", "")
    while hops and is_trusted_proxy(address):
        address = hops.pop()
    try:
        return str(ip_address(address))
    except ValueError:
        raise PermissionDenied from None


def is_trusted_proxy(address: str) -> bool:
    """Return whether the address is one of our own proxies."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(network, strict=False) for network in settings.TRUSTED_PROXIES)
