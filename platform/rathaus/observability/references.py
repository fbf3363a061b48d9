"""Reference numbers: the request id that a person can read out on the phone."""

import re
import secrets
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks or sounds like something else
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{6,62}[A-Za-z0-9]")

Network = IPv4Network | IPv6Network


def new_reference() -> str:
    """Return a fresh reference number such as `R7K2-9QXM`."""
    first, second = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(2))
    return f"{first}-{second}"


def is_well_formed(value: str) -> bool:
    """Return whether a reference number from outside may stand in logs and pages."""
    return _WELL_FORMED.fullmatch(value) is not None


def parse_networks(values: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks named by addresses or CIDR ranges; raises ValueError for anything else."""
    return tuple(ip_network(value, strict=False) for value in values)


def is_from(address: str, networks: Iterable[Network]) -> bool:
    """Return whether the address belongs to one of the networks; anything unreadable does not."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
