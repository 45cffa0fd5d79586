"""Reads an address once, so that what is checked is what is called."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from tenants.hosting.public_addresses import Address
from tenants.outbound.fetch_errors import FetchRefused

_PORTS = {"https": 443, "http": 80}
_MAX_URL = 2000
_MAX_HOST = 253
# Control characters, blanks and backslashes are read differently by different parsers.
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# A last label like this makes some resolvers read the whole name as a number.
_NUMERIC = re.compile(r"(?:\d+|0x[0-9a-f]*)")


@dataclass(frozen=True)
class Target:
    """The parts of an address that was read and found plain."""

    scheme: str
    host: str
    """In ASCII and small letters; an IPv6 address without brackets."""
    port: int
    path: str
    """With its query, percent-encoded; begins with a slash."""

    @property
    def url(self) -> str:
        """The address again, from the parts."""
        return f"{self.origin}{self.path}"

    @property
    def origin(self) -> str:
        """Scheme and host, with the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


@dataclass(frozen=True)
class OwnSite:
    """Our own site where it stands on a private address: it alone may be called there.

    The origins are ours by configuration, never by anybody's wish. Whatever DNS says of their
    names is not asked: the connection goes to this address.
    """

    origins: frozenset[str]
    """As `Target.origin` writes them, such as http://127.0.0.1:8000."""
    address: Address


def parse(url: str, own: OwnSite | None = None) -> Target:
    """Return the parts of an http or https address; raise FetchRefused for anything unusual.

    An address of `own` may name a port and an unusual host, since it equals one that is ours.
    """
    if not url or len(url) > _MAX_URL or _ODD.search(url):
        raise FetchRefused.because("address_odd")
    try:
        parts = urlsplit(url)
        port, name = parts.port, parts.hostname or ""
    except ValueError:
        raise FetchRefused.because("address_odd") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise FetchRefused.because("scheme")
    if "@" in parts.netloc:
        raise FetchRefused.because("user_info")
    path = _path(parts.path, parts.query)
    ours = Target(scheme, name, _PORTS[scheme] if port is None else port, path)
    if own is not None and ours.origin in own.origins:
        return ours
    if port not in (None, _PORTS[scheme]):
        raise FetchRefused.because("port")
    return Target(scheme, _host(name), _PORTS[scheme], path)


def _path(path: str, query: str) -> str:
    safe = "%/:=&?~#+!$,;'@()*[]"
    encoded = quote(path or "/", safe=safe)
    return f"{encoded}?{quote(query, safe=safe)}" if query else encoded


def _host(name: str) -> str:
    """Return a host name in ASCII; an address in numbers only in its plain form."""
    try:
        # Also turns full-width and circled digits into plain ones.
        host = name.encode("idna").decode("ascii").lower() if not name.isascii() else name.lower()
    except UnicodeError:
        raise FetchRefused.because("address_odd") from None
    host = host.removesuffix(".")
    if _is_plain_address(host):
        return host
    labels = host.split(".")
    named = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    if len(host) > _MAX_HOST or not named or _NUMERIC.fullmatch(labels[-1]):
        raise FetchRefused.because("address_odd")
    return host


def _is_plain_address(host: str) -> bool:
    try:
        # A zone such as %eth0 names an interface of this machine.
        return "%" not in host and bool(ip_address(host))
    except ValueError:
        return False
