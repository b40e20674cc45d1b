"""Which addresses of the network may be reached: public ones, told by property and by an explicit list (A30-A34)."""

import ipaddress
import re
import socket
import threading
from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, urlsplit

from sceau.errors import FetchFailed

PORTS: Final = {"http": 80, "https": 443}
"""The schemes that may be asked, and the only port of each."""

_MAX_URL = 2048

# "..", "." or "//" as a step, written out or not: some servers go up where others do not.
_UPWARDS: Final = re.compile(r"/(\.|%2e)*(/|\Z)|%2f|%5c|\\", re.IGNORECASE)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

Resolver = Callable[[str, int], list[str]]
"""From a host name and a port to its addresses as text; raises `OSError` when it has none."""

# Python calls several of these "global"; tunnels and translations (6to4, NAT64, Teredo, mapped) lead inside.
_DENIED: Final = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_IPV6_PUBLIC: Final = ipaddress.IPv6Network("2000::/3")


def split(address: str) -> SplitResult:
    """The parts of an address; all empty for what Python refuses to split ("https://[x")."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def goes_up(address: str) -> bool:
    """Whether the path of an address has a step upwards or an empty one, so that servers disagree where it leads."""
    return _UPWARDS.search(split(address).path.rstrip("/")) is not None


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are of one host, with or without "www." before it; the port counts."""
    first, second = (split(address).netloc.lower().rpartition("@")[2].removeprefix("www.") for address in (one, other))
    return first == second and bool(first)


def is_public(address: Address) -> bool:
    """Whether an address is a public one, reachable by anybody: global unicast and outside every special block."""
    if isinstance(address, ipaddress.IPv6Address) and (address not in _IPV6_PUBLIC or address.scope_id):
        return False
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address in block for block in _DENIED if block.version == address.version)


def is_loopback(address: Address) -> bool:
    """Whether an address is 127.0.0.1 or ::1, written plainly."""
    return str(address) in ("127.0.0.1", "::1")


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host as the machine knows them."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def checked_parts(url: str, *, any_port: bool) -> SplitResult:
    """The parts of an address that may be asked; everything unusual is refused before the network is touched."""
    if len(url) > _MAX_URL or any(ord(sign) <= 32 or ord(sign) == 127 for sign in url) or "\\" in url:
        raise FetchFailed("bad-address", url[:200])
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchFailed("bad-address", url) from None
    if parts.scheme not in PORTS:
        raise FetchFailed("bad-scheme", url)
    if parts.username is not None or parts.password is not None or "@" in parts.netloc or not parts.hostname:
        raise FetchFailed("bad-address", url)
    if port is not None and port not in PORTS.values() and not any_port:
        raise FetchFailed("bad-port", url)
    return parts


def ascii_host(parts: SplitResult, *, url: str) -> str:
    """The host as ASCII. A number in disguise (octal, hexadecimal, short, one integer) is no host."""
    name = parts.hostname or ""
    try:
        host = name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        raise FetchFailed("bad-address", url) from None
    if ":" in host:
        return host
    last = host.rstrip(".").rpartition(".")[2]
    numeric = last.isdigit() or last.lower().startswith("0x")
    if host.endswith(".") or (numeric and not _is_plain_ipv4(host)):
        raise FetchFailed("bad-address", url)
    return host


def _is_plain_ipv4(host: str) -> bool:
    try:
        return str(ipaddress.ip_address(host)) == host
    except ValueError:
        return False


def resolved(resolver: Resolver, host: str, port: int, *, seconds: float, url: str) -> list[Address]:
    """The addresses of a host, in bounded time: the resolver of the machine knows no deadline of its own."""
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    found: list[list[str]] = []

    def ask() -> None:
        try:
            found.append(resolver(host, port))
        except (OSError, UnicodeError):
            found.append([])

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if not found:
        raise FetchFailed("timeout", url)
    try:
        return [ipaddress.ip_address(text) for text in found[0]]
    except ValueError:
        raise FetchFailed("unknown-host", url) from None
