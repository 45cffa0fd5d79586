"""Asks the DNS about a tenant's own host or mail domain. Nothing is written.

Short time-outs, since a person waits. "There is none" and "nobody answered" are told apart: a
name server that is down must not cost a business its domain.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

import dns.exception
import dns.nameserver
import dns.resolver
from django.conf import settings

PROOF_PREFIX = "_assent."
PROOF_WORD = "assent-verify="
# Seconds for one question, all servers and repetitions together.
_PATIENCE = 2.0
# An answer is shown to a person; a zone may hold anything.
_SHOWN = 5


@dataclass(frozen=True)
class Look:
    """What the DNS said. `answered` is false where no server could be asked about the proof."""

    answered: bool
    proofs: tuple[str, ...] = ()  # texts of the TXT records below PROOF_PREFIX
    leads_to: tuple[str, ...] = ()  # the alias, else the addresses, of the host
    reaches_us: bool = False


class _NoAnswer(Exception):
    """No server answered in time, or none that makes sense."""


def look(host: str, *, target: str) -> Look:
    """Return what the DNS says about the host now; asks at most six questions."""
    try:
        proofs = _ask(f"{PROOF_PREFIX}{host}", "TXT")
    except _NoAnswer:
        return Look(answered=False)
    try:
        leads_to, reaches_us = _route(host, target)
    except _NoAnswer:
        leads_to, reaches_us = (), False
    return Look(True, proofs[:_SHOWN], leads_to[:_SHOWN], reaches_us)


def mail_servers(domain: str) -> tuple[str, ...] | None:
    """Return who takes mail for a domain, the preferred first; None where no server answered.

    Without a record for mail the host itself takes it (RFC 5321, 5.1), and a lone "." says that
    nobody does (RFC 7505).
    """
    try:
        found = _ask(domain, "MX")
        if not found:
            return (domain,) if _addresses(domain) else ()
    except _NoAnswer:
        return None
    ranked = sorted((each.split(" ", 1) for each in found), key=lambda pair: int(pair[0]))
    return tuple(name for _rank, name in ranked if name.strip("."))[:_SHOWN]


def _route(host: str, target: str) -> tuple[tuple[str, ...], bool]:
    """Where the host leads: to our name, or through others to our addresses and no one else's."""
    alias = _ask(host, "CNAME")
    if target in alias:
        return alias, True
    found = _addresses(host)
    return alias or found, bool(found) and set(found) <= set(_addresses(target))


def _addresses(host: str) -> tuple[str, ...]:
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        return (*_ask(host, "A"), *_ask(host, "AAAA"))


def _ask(name: str, kind: str) -> tuple[str, ...]:
    """Return the records of one kind; none where the name or the kind does not exist."""
    try:
        answer = _resolver().resolve(name, kind, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except (dns.exception.DNSException, OSError) as error:
        raise _NoAnswer from error
    return tuple(_text(record) for record in answer)


def _text(record: object) -> str:
    """One record in words: TXT parts joined, names small and without their final dot."""
    strings = getattr(record, "strings", None)
    if strings is not None:
        return b"".join(strings).decode("ascii", "replace")[:200]
    return str(record).rstrip(".").lower()


def _resolver() -> dns.resolver.Resolver:
    """The system's resolver, or the servers of DNS_RESOLVERS ("address" or "address:port")."""
    if not settings.DNS_RESOLVERS:
        resolver = dns.resolver.Resolver()
    else:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = [_server(each) for each in settings.DNS_RESOLVERS]
    resolver.timeout, resolver.lifetime = _PATIENCE / 2, _PATIENCE
    return resolver


def _server(written: str) -> dns.nameserver.Do53Nameserver:
    parts = urlsplit(f"//{written}")
    return dns.nameserver.Do53Nameserver(parts.hostname or written, parts.port or 53)
