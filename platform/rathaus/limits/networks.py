"""Whose network it is: neighbours on one line count as one, since a single address is easily changed."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from rathaus.accounts.addresses import client_ip


def client_network(request: HttpRequest) -> str:
    """Return the network that asks, such as 203.0.113.0/24; behind proxies only what TRUSTED_PROXIES wrote counts.

    Raises PermissionDenied when there is no usable address.
    """
    return network_of(client_ip(request))


def network_of(address: str) -> str:
    """Return the network of an address by LIMIT_IPV4_PREFIX and LIMIT_IPV6_PREFIX; ValueError if it is none."""
    found = _plain(ip_address(address))
    prefix = settings.LIMIT_IPV4_PREFIX if found.version == 4 else settings.LIMIT_IPV6_PREFIX
    return str(ip_network((found, prefix), strict=False))


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return an IPv4 address that is written as IPv6 as what it is, and any other without its zone."""
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or IPv6Address(int(address))
    return address
