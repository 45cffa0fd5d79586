"""Where a program's pages are, which of them are ours, and what they must say."""

import ipaddress
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings

from consent import addresses
from consent.looking.comparing import Attested, attested
from consent.models import Program, ProgramVersion
from consent.states import LookPage
from tenants.hosting import hosts
from tenants.outbound.fetching import OwnSite

PAGES = (LookPage.JOIN, LookPage.TERMS, LookPage.PRIVACY)


def url(version: ProgramVersion, page: str) -> str:
    """Return the live address of a page: the tenant's own where it gave one, else ours."""
    return own_url(version, page) or addresses.url(version.program, page)


def own_url(version: ProgramVersion, page: str) -> str:
    """Return the tenant's own address of a page; empty where ours is used."""
    return str(getattr(version, f"own_{page}_url"))


def is_hosted(version: ProgramVersion, page: str) -> bool:
    """Is the page one that we host?"""
    return not own_url(version, page)


def own_site(program: Program, looked_at: str) -> OwnSite | None:
    """Return our own site for a look at a hosted page of a run on one machine, else None.

    Only there do our pages stand on a private address. A tenant's own host is ours once it is
    verified; it is reached where we are, so that its DNS cannot send us anywhere.
    """
    portal = urlsplit(settings.PUBLIC_URL)
    address = _loopback(portal.hostname or "")
    origins = frozenset(filter(None, (settings.PUBLIC_URL, hosts.base_url(program.tenant))))
    is_ours = any(looked_at.startswith(f"{origin}/") for origin in origins)
    return OwnSite(origins, address) if address is not None and is_ours else None


def _loopback(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if host == "localhost":
        return ipaddress.IPv4Address("127.0.0.1")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return address if address.is_loopback else None


def wanted(version: ProgramVersion, page: str) -> Attested:
    """Return what a page must say by the version that was published.

    What our texts lack is held against our own pages alone: a tenant's page may well say it.
    """
    found = attested(page, version.frozen_content, version.frozen_texts)
    return found if is_hosted(version, page) else replace(found, lacking=frozenset())
