"""What counts as one address of somebody who connects. Pure."""

from __future__ import annotations

import ipaddress

_IPV6_NETWORK = 64
"""Bits: whoever has one IPv6 address has its whole /64 (RFC 6177), and could come from another one each time."""


def counted(address: str) -> str:
    """An IPv4 address as it is, also inside an IPv6 one; of an IPv6 address its network."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _IPV6_NETWORK), strict=False))
