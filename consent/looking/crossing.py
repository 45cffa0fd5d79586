"""The only way from the browser to the internet: every request is made by our own checked client.

The browser itself can resolve no name and reach no server. What a page asks for is refused or
fetched here, with every address and every redirect checked, and handed to the browser as bytes.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from consent.looking.chromium import BrowserError
from tenants.outbound import fetch_wire
from tenants.outbound.fetch_wire import INTERNET, Network
from tenants.outbound.fetching import (
    MIB,
    FetchFailed,
    FetchRefused,
    OwnSite,
    Page,
    fetch_public,
)

PURPOSE = "page check"
# For one page with all that belongs to it.
MAX_REQUESTS, MAX_BYTES, MAX_FILE_BYTES = 150, 25 * MIB, 5 * MIB
AT_ONCE = 6
# Headers of answers that the page needs; no cookies, no downloads.
_KEPT = frozenset({
    "content-type", "content-language", "content-security-policy", "refresh", "x-frame-options",
    "access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers",
    "cross-origin-opener-policy", "cross-origin-embedder-policy", "cross-origin-resource-policy",
    "x-content-type-options", "referrer-policy", "permissions-policy", "link",
})  # fmt: skip
_TELLING = ("accept", "accept-language", "user-agent", "origin", "referer")
_SAFE = frozenset({"GET", "HEAD"})


@dataclass
class Crossing:
    """Answers the requests of one page within what one page may cost."""

    until: float
    """On the monotonic clock."""
    own: OwnSite | None = None
    network: Network = INTERNET
    requests: int = 0
    blocked: int = 0
    bytes_left: int = MAX_BYTES
    frame: Any = None
    """The frame of the page itself, once it is opened."""
    first: Page | None = None
    """The answer to the page itself."""
    problem: FetchFailed | FetchRefused | None = None
    """Why the page itself was not fetched."""
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def answer(self, route: Any) -> None:
        """Answer one request, or refuse it."""
        request = route.request
        is_page = self._is_page(request)
        if not self._may(request.method, request.url):
            await self._refuse(route)
            return
        self.requests += 1
        try:
            async with self._slots:
                page = await asyncio.to_thread(self._fetch, request.url, request)
        except (FetchFailed, FetchRefused) as error:
            if is_page and self.first is None:
                self.problem = error
            await self._refuse(route, is_counted=isinstance(error, FetchRefused))
            return
        await self._hand_over(route, page, is_page=is_page)

    async def refuse_socket(self, socket: Any) -> None:
        """Close a WebSocket before it has reached anybody."""
        self.blocked += 1
        await socket.close()

    def _is_page(self, request: Any) -> bool:
        """Is it the page itself, and neither a frame in it nor a window that it opens?"""
        if not request.is_navigation_request() or self.frame is None:
            return False
        try:
            return bool(request.frame == self.frame)
        except BrowserError:
            # A window that is not there yet.
            return False

    def _may(self, method: str, url: str) -> bool:
        is_within = self.requests < MAX_REQUESTS and self.bytes_left > 0
        return is_within and method in _SAFE and url.startswith(("http://", "https://"))

    async def _refuse(self, route: Any, *, is_counted: bool = True) -> None:
        self.blocked += is_counted
        # "aborted" leaves a page that would be led away where it is.
        await route.abort("aborted")

    def _fetch(self, url: str, request: Any) -> Page:
        """Fetch in a thread; `request.headers` are those that the page itself set."""
        sent = request.headers
        page = fetch_public(
            url.partition("#")[0],
            purpose=PURPOSE,
            method=request.method,
            max_bytes=max(1, min(MAX_FILE_BYTES, self.bytes_left)),
            total=max(0.1, min(15.0, self.until - time.monotonic())),
            headers=_headers(sent),
            own=self.own,
            network=self.network,
        )
        self.bytes_left -= len(page.body)
        return page

    async def _hand_over(self, route: Any, page: Page, *, is_page: bool) -> None:
        """Give the browser what was fetched; a page that moved is opened anew where it is now."""
        if len(page.chain) > 1 and route.request.is_navigation_request():
            await route.fulfill(status=200, content_type="text/html", body=_moved(page.final_url))
            return
        if is_page and self.first is None:
            self.first = page
        headers = {name: value for name, value in page.headers.items() if name in _KEPT}
        await route.fulfill(status=page.status, headers=headers, body=page.body)


def _headers(sent: Mapping[str, str]) -> dict[str, str]:
    """Say what the browser is, so that sites answer as they do to people, and who drives it."""
    kept = {name.title(): sent[name] for name in _TELLING if name in sent}
    kept["User-Agent"] = f"{sent.get('user-agent', '')} {fetch_wire.agent(PURPOSE)}".strip()
    return kept


def _moved(url: str) -> str:
    """Return a page that leads on. The browser must know where it is for relative addresses."""
    return f'<!doctype html><meta http-equiv="refresh" content="0;url={escape(url)}">'
