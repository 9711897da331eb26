"""Connections to the outside, each to an address that was looked at first, and none for longer than its time.

A name may lead anywhere, and elsewhere a moment later. So it is resolved once; every address that it has is checked,
and the connection goes to a checked one, while the name stays the one that the certificate must be for.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore2

from conflictdesk.errors import UnreadableFile

Resolve = Callable[[str, int], Sequence[str]]
MOST_TRIED = 3  # addresses of one name

# Of IPv6 only this part belongs to hosts on the open internet.
_OPEN_IPV6 = ipaddress.IPv6Network("2000::/3")
# Ways to write an IPv4 address as one of IPv6, and special parts of IPv4 that not every Python tells.
_NOT_OPEN = ("2001::/32", "2002::/16", "64:ff9b::/96", "64:ff9b:1::/48", "192.0.0.0/24", "192.88.99.0/24")
# Where machines, and clouds, talk about themselves; also as some of the ways above write it.
_LINK_LOCAL = tuple(ipaddress.ip_network(one) for one in ("169.254.0.0/16", "fe80::/10", "64:ff9b::a9fe:0/112"))
_NOT_OPEN_NETWORKS = tuple(ipaddress.ip_network(network) for network in _NOT_OPEN)


def is_public(address: str) -> bool:
    """Whether an IP address is a host's on the open internet.

    Not so are loopback, private, link-local, shared (CGNAT), multicast and reserved addresses, and IPv6 addresses
    that stand for an IPv4 one (mapped, 6to4, Teredo, NAT64): what they lead to is decided elsewhere.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # one with a zone, as link-local addresses have
        return False
    if ip.version == 6 and ip not in _OPEN_IPV6:
        return False
    if any(ip in network for network in _NOT_OPEN_NETWORKS):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def is_link_local(address: str) -> bool:
    """Whether an IP address leads no farther than the next cable, or cannot be read as one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    plain = ip.ipv4_mapped or ip.sixtofour or ip if isinstance(ip, ipaddress.IPv6Address) else ip
    return any(one in network for one in (ip, plain) for network in _LINK_LOCAL)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the system's order. Raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Clock:
    """What is left of the time that something may take."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds, at most `most`. Raises ReadTimeout where none is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return left if most is None else min(left, most)


class CheckedConnections(httpcore2.SyncBackend):
    """Opens connections to public addresses alone; to others only for the hosts `private`, to link-local ones never."""

    def __init__(
        self, clock: Clock, connect_seconds: float, private: frozenset[str], resolve: Resolve = resolve
    ) -> None:
        self._clock, self._connect_seconds = clock, connect_seconds
        self._private, self._resolve = private, resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to one of the addresses of `host`, in the clock's time, whatever `timeout` says.

        Raises UnreadableFile where one of the addresses is not public.
        """
        for address in self._checked(host, port):
            seconds = self._clock.left(self._connect_seconds)
            try:
                opened = super().connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _Timed(opened, self._clock)
        raise failed

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.NetworkStream:
        raise UnreadableFile("A socket of this machine is no address to fetch from.")

    def _checked(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host, port)[:MOST_TRIED]
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(str(error)) from error
        wrong = [address for address in addresses if not self._allowed(host, address)]
        if wrong or not addresses:
            raise UnreadableFile(
                f"{host} is not on the open internet ({', '.join(wrong) or 'no address'}). If it is yours and you"
                " trust it, name it yourself, with --allow-private; else save the page and add the file."
            )
        return addresses

    def _allowed(self, host: str, address: str) -> bool:
        return is_public(address) or (host in self._private and not is_link_local(address))


class _Timed(httpcore2.NetworkStream):
    """A connection on which no wait goes beyond the end of the clock, however often something comes."""

    def __init__(self, inner: httpcore2.NetworkStream, clock: Clock) -> None:
        self._inner, self._clock = inner, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._clock.left(timeout)), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
