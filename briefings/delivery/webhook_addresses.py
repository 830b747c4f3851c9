"""Decides to which IP addresses and URLs webhooks may be posted. Pure."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from briefings.errors import BadInput

LONGEST_URL = 2_000  # characters
# Ranges that reach machines of one's own network, or a cloud's own services, though some count as global.
_REFUSED_4 = (
    IPv4Network("192.0.0.0/24"),  # protocols, and the metadata service of Oracle's cloud
    IPv4Network("192.88.99.0/24"),  # relays of 6to4
    IPv4Network("168.63.129.16/32"),  # the metadata service of Azure
)
_REFUSED_6 = (
    IPv6Network("::/96"),  # IPv4 in IPv6, as it was written earlier
    IPv6Network("64:ff9b::/96"),  # NAT64
    IPv6Network("64:ff9b:1::/48"),  # NAT64 within a network
    IPv6Network("2001::/32"),  # Teredo
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("fec0::/10"),  # site-local
)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a machine in the public internet, and no tunnel may lead from it elsewhere."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        return _is_global(ip.ipv4_mapped)
    return _is_global(ip)


def _is_global(ip: IPv4Address | IPv6Address) -> bool:
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _REFUSED_4)
    return not any(ip in network for network in _REFUSED_6)


def is_ip(host: str) -> bool:
    """Whether a host is an IP address rather than a name."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def checked_url(typed: str, *, private: bool) -> str:
    """A URL to which may be posted, as typed. Raises BadInput; with `private`, http and private addresses will do."""
    split = _split(typed)
    if split is None or not split.hostname:
        raise BadInput("That isn't an address. A webhook's address looks like https://example.org/hooks/readout")
    if split.scheme not in (("https", "http") if private else ("https",)):
        raise BadInput("The address has to begin with https://")
    if split.username is not None or split.password is not None or split.fragment:
        raise BadInput("The address may hold no user name, password or #fragment.")
    if not private and is_ip(split.hostname) and not is_public(split.hostname):
        raise BadInput("Nothing is posted to private addresses. The operator can allow it: READOUT_WEBHOOK_PRIVATE")
    return typed


def _split(typed: str) -> SplitResult | None:
    """The parts of a URL; None for text that is none."""
    if len(typed) > LONGEST_URL or not typed.isascii() or not typed.isprintable() or any(c in ' <>"\\' for c in typed):
        return None
    try:
        split = urlsplit(typed)
        _ = split.port
    except ValueError:
        return None
    return split
