"""The wire under `fetching`: resolves once, connects to a checked address, reads within limits."""

import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Any

import dns.exception
import dns.resolver
from django.conf import settings

from tenants.hosting.public_addresses import Address, is_public
from tenants.outbound.fetch_errors import FetchError, FetchFailed, FetchRefused
from tenants.outbound.fetch_target import OwnSite, Target

HEADER_BYTES = 32 * 1024
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Deadline:
    """When everything must be over, on the monotonic clock, and how long a connection may take."""

    at: float
    connect: float

    def left(self, at_most: float | None = None) -> float:
        """Return the seconds left; raise FetchFailed when there are none."""
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise FetchFailed.because("timeout")
        return seconds if at_most is None else min(seconds, at_most)


def resolve(host: str, timeout: float) -> list[Address]:
    """Return every address of a name, as DNS alone says: no hosts file, no search list."""
    asking = dns.resolver.Resolver()
    found: list[Address] = []
    for kind in ("A", "AAAA"):
        try:
            rows = asking.resolve(f"{host}.", kind, lifetime=timeout, raise_on_no_answer=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.YXDOMAIN):
            return []
        found += [ip_address(row.to_text()) for row in rows.rrset or ()]
    return found


def dial(address: Address, port: int, timeout: float) -> socket.socket:
    """Connect to an address, never to a name."""
    return socket.create_connection((str(address), port), timeout=timeout)


@dataclass(frozen=True)
class Network:
    """What tests put in the internet's place."""

    resolve: Callable[[str, float], Sequence[Address]] = resolve
    is_public: Callable[[Address], bool] = is_public
    dial: Callable[[Address, int, float], socket.socket] = dial
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


INTERNET = Network()


@dataclass(frozen=True)
class Answer:
    """One answer of one server."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_cut: bool


def checked_addresses(
    target: Target, deadline: Deadline, network: Network, own: OwnSite | None = None
) -> list[Address]:
    """Return the addresses of a target, IPv4 first; refuse all of them if one is not public."""
    if own is not None and target.origin in own.origins:
        return [own.address]
    found: Sequence[Address] = _literal(target.host)
    if not found:
        try:
            found = network.resolve(target.host, deadline.left(deadline.connect))
        except (dns.exception.DNSException, OSError):
            # Our own network may be at fault; the name may well exist.
            raise FetchFailed.because("lookup") from None
    if not found:
        raise FetchFailed.because("name")
    if not all(network.is_public(address) for address in found):
        raise FetchRefused.because("not_public")
    return sorted(found, key=lambda address: address.version)


def _literal(host: str) -> list[Address]:
    try:
        return [ip_address(host)]
    except ValueError:
        return []


def ask(
    target: Target,
    addresses: Sequence[Address],
    method: str,
    *,
    purpose: str,
    max_bytes: int,
    deadline: Deadline,
    network: Network,
    headers: Mapping[str, str],
    body: bytes | None = None,
) -> Answer:
    """Send one request to one of the checked addresses and read its answer."""
    try:
        with _connected(target, addresses, deadline, network) as raw:
            wire = _Wire(raw, deadline)
            connection = _connection(target, wire, network)
            connection.request(method, target.path, body=body, headers=_headers(purpose, headers))
            response = connection.getresponse()
            wire.count_no_more()
            return _read(response, max_bytes)
    except FetchError:
        raise
    except ssl.SSLCertVerificationError:
        raise FetchFailed.because("certificate") from None
    except TimeoutError:
        raise FetchFailed.because("timeout") from None
    except OSError:
        raise FetchFailed.because("connection") from None
    except (http.client.HTTPException, ValueError):
        raise FetchFailed.because("answer") from None


def agent(purpose: str) -> str:
    """Return how we call ourselves, so that a site that wants to keep us out can."""
    return f"Assent/1.0 ({purpose}; +{settings.PUBLIC_URL}/help/)"


def _headers(purpose: str, given: Mapping[str, str]) -> dict[str, str]:
    """Say who asks and why, and what the caller wants said differently."""
    return {
        "User-Agent": agent(purpose),
        "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
        **given,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _connected(
    target: Target, addresses: Sequence[Address], deadline: Deadline, network: Network
) -> socket.socket:
    """Connect to the first checked address that answers; with TLS, prove the name."""
    last: OSError = OSError("no address")
    for address in addresses:
        try:
            raw = network.dial(address, target.port, deadline.left(deadline.connect))
        except OSError as error:
            last = error
            continue
        if target.scheme == "http":
            return raw
        try:
            raw.settimeout(deadline.left(deadline.connect))
            return network.tls.wrap_socket(raw, server_hostname=target.host)
        except (OSError, FetchError):
            raw.close()
            raise
    raise last


def _connection(target: Target, wire: "_Wire", network: Network) -> http.client.HTTPConnection:
    """Return a connection that uses our socket, so that it resolves and connects to nothing."""
    host = f"[{target.host}]" if _is_v6(target.host) else target.host
    made: http.client.HTTPConnection = (
        http.client.HTTPSConnection(host, target.port, context=network.tls)
        if target.scheme == "https"
        else http.client.HTTPConnection(host, target.port)
    )
    made.auto_open = 0
    made.sock = wire
    return made


def _is_v6(host: str) -> bool:
    return any(isinstance(address, IPv6Address) for address in _literal(host))


def _read(response: http.client.HTTPResponse, max_bytes: int) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    unpack = _unpacker(headers.get("content-encoding", "identity").strip().lower())
    body = b""
    while len(body) <= max_bytes:
        chunk = response.read(_CHUNK)
        if not chunk:
            break
        body += unpack(chunk, max_bytes + 1 - len(body))
    return Answer(response.status, headers, body[:max_bytes], len(body) > max_bytes)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """Return what unpacks a chunk to at most so many bytes; a bomb never gets to unfold."""
    if encoding in ("", "identity"):
        return lambda chunk, at_most: chunk[:at_most]
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchFailed.because("encoding")
    # 32 makes zlib tell gzip from deflate by itself.
    packer = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)

    def unpack(chunk: bytes, at_most: int) -> bytes:
        try:
            return packer.decompress(packer.unconsumed_tail + chunk, at_most)
        except zlib.error:
            raise FetchFailed.because("answer") from None

    return unpack


class _Wire:
    """A socket as http.client uses one, which keeps the deadline at every single read."""

    def __init__(self, raw: socket.socket, deadline: Deadline) -> None:
        self._raw, self._deadline = raw, deadline
        self._reader: _Reader | None = None

    def sendall(self, data: Any) -> None:
        """Send, within what time is left."""
        self._raw.settimeout(self._deadline.left())
        self._raw.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the reading end."""
        self._reader = _Reader(self._raw, self._deadline)
        return io.BufferedReader(self._reader)

    def count_no_more(self) -> None:
        """The headers are through; the body is counted by its reader."""
        if self._reader is not None:
            self._reader.left = None

    def close(self) -> None:
        """The caller closes the socket itself."""


class _Reader(io.RawIOBase):
    """Reads from a socket under the deadline, and no more than a header's bytes at first."""

    def __init__(self, raw: socket.socket, deadline: Deadline) -> None:
        self._raw, self._deadline = raw, deadline
        # A buffered reader asks for a block ahead of what it needs.
        self.left: int | None = HEADER_BYTES + io.DEFAULT_BUFFER_SIZE

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read once; raise FetchFailed when the time or the headers' room is used up."""
        self._raw.settimeout(self._deadline.left())
        count = self._raw.recv_into(buffer)
        if self.left is not None:
            self.left -= count
            if self.left < 0:
                raise FetchFailed.because("headers")
        return count
