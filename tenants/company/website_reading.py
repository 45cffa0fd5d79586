"""Reads a fetched page as a reviewer would: name, words, policies, and whether it is a site at all.

Pure. The page is data of a stranger: it is read, bounded, and never shown but as escaped text.
"""

import contextlib
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from tenants import names
from tenants.domains import host_of, registrable_domain

MIN_WORDS = 200
TITLE_MAX, EXCERPT_MAX = 200, 1000
# Longer pages are read to here: what matters stands at the top and at the foot of shorter ones.
_READ_MAX = 400_000
# Seconds: the parser looks at the rest of a page anew for each tag that never ends, so that a page
# of nothing else would keep a worker busy for minutes.
_READ_FOR = 3.0
_SOCIAL = frozenset({
    "facebook.com", "instagram.com", "linkedin.com", "twitter.com", "x.com", "tiktok.com",
    "youtube.com", "linktr.ee", "yelp.com", "pinterest.com", "wa.me", "t.me", "threads.net",
})  # fmt: skip
_UNFINISHED = re.compile(
    r"coming soon|under construction|launching soon|site is being built|website is on its way"
    r"|domain (?:name )?(?:is|may be) (?:for sale|parked)|(?:this|the) domain is parked"
    r"|buy this domain|parked (?:free|domain)|domain parking|default web ?page"
    r"|welcome to nginx|apache2? .{0,20}default page|it works!|index of /"
    r"|account (?:has been )?suspended|site (?:is )?not published|just another wordpress site",
    re.IGNORECASE,
)
_SILENT = frozenset({"script", "style", "template", "svg", "iframe", "object"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """What a page says of itself."""

    title: str
    excerpt: str
    words: int
    is_brand_seen: bool
    has_privacy: bool
    has_terms: bool
    is_unfinished: bool
    """Parked, for sale, coming soon, or a server's own page."""
    is_social: bool
    """A page at a network, where the business owns nothing."""


def read(body: bytes, *, content_type: str, url: str, brand_names: Sequence[str]) -> Reading:
    """Read a page's HTML; whatever is broken in it is read as far as it goes, for seconds."""
    reader = _Reader()
    with contextlib.suppress(_TooSlow):
        reader.feed(_decoded(body[:_READ_MAX], content_type))
        reader.close()
    title, text = _tidy(" ".join(reader.title)), _tidy(" ".join(reader.text))
    words = len(text.split())
    seen = f"{title} {text} {' '.join(reader.labels)}"
    links = " ".join(reader.links).casefold()
    doubtful = text if words < MIN_WORDS else ""
    return Reading(
        title=title[:TITLE_MAX],
        excerpt=text[:EXCERPT_MAX],
        words=words,
        is_brand_seen=any(_names(seen, name) for name in brand_names),
        has_privacy="privacy" in links,
        has_terms=bool(re.search(r"terms|conditions|\btos\b", links)),
        is_unfinished=bool(_UNFINISHED.search(f"{title} {doubtful}")),
        is_social=registrable_domain(host_of(url)) in _SOCIAL,
    )


def _names(text: str, name: str) -> bool:
    """Does a text hold a business name, written together or apart, with its ending or without?"""
    wanted = names.key(name)
    if not wanted:
        return False
    found = names.tokens(text)
    apart = f" {' '.join(wanted)} " in f" {' '.join(found)} "
    return apart or "".join(wanted) in found


def _decoded(body: bytes, content_type: str) -> str:
    declared = _CHARSET.search(content_type) or _CHARSET.search(body[:2048].decode("latin-1"))
    try:
        return body.decode(declared[1] if declared else "utf-8", errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


def _tidy(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


class _TooSlow(Exception):
    """The page takes longer than an honest one can."""


class _Reader(HTMLParser):
    """Collects the words that a person would see, the titles, and where the links go."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.text: list[str] = []
        self.links: list[str] = []
        self.labels: list[str] = []
        self._silent = 0
        self._in_title = self._in_link = False
        self._until = time.monotonic() + _READ_FOR

    def updatepos(self, i: int, j: int) -> int:
        """Look at the clock after each piece, which the parser passes through here."""
        if time.monotonic() > self._until:
            raise _TooSlow
        return super().updatepos(i, j)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link's address, a picture's words, and where text is not text."""
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "title":
            self._in_title = True
        elif tag == "a":
            self._in_link = True
            self.links.append(given.get("href", ""))
        elif tag == "img":
            self.labels.append(given.get("alt", ""))
        elif tag == "meta" and given.get("property") == "og:site_name":
            self.labels.append(given.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave what was entered."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "title":
            self._in_title = False
        elif tag == "a":
            self._in_link = False

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if self._silent:
            return
        if self._in_title:
            self.title.append(data)
            return
        self.text.append(data)
        if self._in_link:
            self.links.append(data)
