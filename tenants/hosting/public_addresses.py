"""Tells which internet addresses are public, so that we never call into our own network. Pure.

Python's `is_global` is not enough: it lets multicast pass, and addresses in which a private IPv4
address is wrapped, such as NAT64 and 6to4 forms of a cloud's metadata service.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

_V4_REFUSED = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments, and one cloud's metadata service
    IPv4Network("192.88.99.0/24"),  # the relay of 6to4, withdrawn
    IPv4Network("168.63.129.16/32"),  # another cloud's host, reachable from its guests only
)
_V6_UNICAST = IPv6Network("2000::/3")
_V6_REFUSED = (
    IPv6Network("2001::/23"),  # protocol assignments: Teredo, benchmarks, ORCHID
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("3fff::/20"),  # documentation
)
_COMPATIBLE = IPv6Network("::/96")
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Is this a unicast address that the whole internet reaches, and no other in disguise?"""
    if isinstance(address, IPv4Address):
        return _is_public_v4(address)
    inner = _wrapped(address)
    if inner is not None:
        return _is_public_v4(inner)
    return (
        address in _V6_UNICAST
        and address.is_global
        and address.scope_id is None
        and not any(address in block for block in _V6_REFUSED)
    )


def _is_public_v4(address: IPv4Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in block for block in _V4_REFUSED)
    )


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that a gateway would take out of this one, if there is one."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _COMPATIBLE or address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
