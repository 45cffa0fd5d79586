"""Fetches what strangers name, a website above all, without being sent into our own network.

A name is resolved once; if any of its addresses is not public nothing is fetched, and the
connection goes to one of the addresses that were checked, with TLS and the Host header by name.
Every redirect passes the same checks. Nothing of the environment is used: no proxy, no cookie, no
password. What is fetched is data, and is never shown as a page.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from urllib.parse import urljoin

from tenants.outbound import fetch_wire
from tenants.outbound.fetch_errors import FetchFailed, FetchRefused
from tenants.outbound.fetch_target import OwnSite, Target, parse
from tenants.outbound.fetch_wire import INTERNET, Answer, Deadline, Network

__all__ = ["FetchFailed", "FetchRefused", "OwnSite", "Page", "fetch_public"]

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
MIB = 1024 * 1024
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Page:
    """What was answered in the end."""

    status: int
    final_url: str
    headers: dict[str, str]
    """By their names in small letters; of several with one name, the last."""
    body: bytes
    """Decompressed, and no longer than was allowed."""
    is_cut: bool = False
    """There was more than was allowed."""
    chain: tuple[str, ...] = field(default=())
    """Every address that was asked, in order, the last one included."""


def fetch_public(
    url: str,
    *,
    purpose: str,
    method: Literal["GET", "HEAD"] = "GET",
    max_bytes: int = 2 * MIB,
    total: float = 15,
    connect: float = 3,
    headers: Mapping[str, str] = _NONE,
    own: OwnSite | None = None,
    network: Network = INTERNET,
) -> Page:
    """Fetch an http or https address of the public internet, following at most five redirects.

    `purpose` is told to the site in the user agent. `total` and `connect` are seconds, `total` for
    everything together however slowly it drips. Raises FetchRefused for what we will not call, and
    FetchFailed for what did not answer well; both carry a code and a sentence. `headers` replace
    our own of the same names: for a browser, whose are told apart by sites. `own` is our own site
    where it is private; only its origins may be called there. `network` is for tests only.
    """
    deadline = Deadline(time.monotonic() + total, connect)
    target, chain = parse(url, own), [url]
    while True:
        addresses = fetch_wire.checked_addresses(target, deadline, network, own)
        answer = fetch_wire.ask(
            target, addresses, method, purpose=purpose, max_bytes=max_bytes,
            deadline=deadline, network=network, headers=headers,
        )  # fmt: skip
        following = _next(target, answer, own)
        if following is None:
            return Page(
                status=answer.status,
                final_url=target.url,
                headers=answer.headers,
                body=answer.body,
                is_cut=answer.is_cut,
                chain=tuple(chain),
            )
        if len(chain) > MAX_REDIRECTS:
            raise FetchFailed.because("redirects")
        target = following
        chain.append(target.url)


def _next(target: Target, answer: Answer, own: OwnSite | None) -> Target | None:
    """Return where a redirect leads, checked like the first address; None for a final answer."""
    location = answer.headers.get("location", "")
    if answer.status not in _REDIRECTS or not location:
        return None
    following = parse(urljoin(target.url, location), own)
    if target.scheme == "https" and following.scheme == "http":
        raise FetchRefused.because("downgrade")
    return following
