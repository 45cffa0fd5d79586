"""Reads the words of a page's HTML as a program without script and styles gets them. Pure.

The page is a stranger's: it is read within a time, and whatever is broken is read as far as it
goes. What style sheets hide is only known to a browser; what the markup itself hides is left out.
"""

import contextlib
import re
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from consent.looking.sightings import TEXT_MAX

_READ_MAX = 2_000_000
# Seconds: a page of tags that never end would keep a worker busy for minutes.
_READ_FOR = 3.0
_FRAMES_MAX = 10
_SILENT = frozenset({"script", "style", "template", "svg", "object", "canvas", "audio", "video"})
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section",
    "select", "summary", "table", "td", "th", "tr", "ul",
})  # fmt: skip
# A new one ends the last one of these that was left open.
_ENDS = {
    "p": ("p",), "li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt"), "tr": ("tr", "td", "th"),
    "td": ("td", "th"), "th": ("td", "th"), "option": ("option",),
}  # fmt: skip
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$|!)"
    r"|font-size\s*:\s*0(?![.\d])|(?:text-indent|left|top)\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PHONE = re.compile(r"phone|mobile|cell|\btel\b|sms|telefono|celular", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """What the markup says."""

    title: str
    text: str
    has_password: bool
    has_form: bool
    frames: tuple[str, ...]


def read(body: bytes, *, content_type: str, url: str) -> Words:
    """Return the words of a page in their order, with where the links lead."""
    html = _decoded(body[:_READ_MAX], content_type)
    if content_type.lower().startswith("text/plain"):
        return Words("", tidy(html), False, False, ())
    reader = _Reader(url)
    with contextlib.suppress(_TooSlow):
        reader.feed(html)
        reader.close()
    return Words(
        title=" ".join("".join(reader.title).split())[:200],
        text=tidy("".join(reader.text)),
        has_password=reader.has_password,
        has_form=reader.has_form,
        frames=tuple(reader.frames),
    )


def tidy(text: str) -> str:
    """Return a text with single blanks and single line breaks, no longer than is compared."""
    lines = (" ".join(line.split()) for line in _CONTROL.sub(" ", text).split("\n"))
    return "\n".join(filter(None, lines))[:TEXT_MAX]


def _decoded(body: bytes, content_type: str) -> str:
    declared = _CHARSET.search(content_type) or _CHARSET.search(body[:2048].decode("latin-1"))
    try:
        return body.decode(declared[1] if declared else "utf-8", errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


class _TooSlow(Exception):
    """The page takes longer than an honest one can."""


class _Reader(HTMLParser):
    """Collects the words that the markup itself does not hide."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.text: list[str] = []
        self.frames: list[str] = []
        self.has_password = self.has_form = False
        self._url = url
        # The open elements with whether each hides what is in it.
        self._open: list[tuple[str, bool]] = []
        self._links: list[tuple[str, int]] = []
        self._until = time.monotonic() + _READ_FOR

    def updatepos(self, i: int, j: int) -> int:
        """Look at the clock after each piece, which the parser passes through here."""
        if time.monotonic() > self._until:
            raise _TooSlow
        return super().updatepos(i, j)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element, or note one that has no content."""
        given = {name: value or "" for name, value in attrs}
        self._end_implied(tag)
        if tag in _BLOCKS:
            self.text.append("\n")
        is_hidden = self._is_hidden or _hides(tag, given)
        self._note(tag, given, is_hidden)
        if tag in _VOID:
            return
        self._open.append((tag, is_hidden))
        if tag == "a":
            self._links.append((given.get("href", ""), len(self.text)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Treat <p/> as browsers do, which is like <p>."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and what was left open in it."""
        if tag in _BLOCKS:
            self.text.append("\n")
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        for position in range(len(self._open) - 1, max(-1, len(self._open) - 200), -1):
            if self._open[position][0] == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        """Keep words that are shown."""
        if self._open and self._open[-1][0] == "title" and not self._in_body:
            self.title.append(data)
        elif not self._is_hidden:
            self.text.append(data)

    @property
    def _is_hidden(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    @property
    def _in_body(self) -> bool:
        return any(tag in ("body", "svg") for tag, _ in self._open[:4])

    def _end_implied(self, tag: str) -> None:
        if self._open and self._open[-1][0] in _ENDS.get(tag, ()):
            self._open.pop()

    def _end_link(self, href: str, since: int) -> None:
        """Write out where a link leads, since disclosures name addresses, too."""
        if self._is_hidden or href.startswith("#"):
            return
        with contextlib.suppress(ValueError):
            leads_to = urljoin(self._url, href.strip())
            words = "".join(self.text[since:])
            if leads_to.startswith(("http://", "https://")) and leads_to not in words:
                self.text.append(f" ({leads_to}) ")

    def _note(self, tag: str, given: dict[str, str], is_hidden: bool) -> None:
        if tag == "input":
            kind = given.get("type", "text").lower()
            self.has_password |= kind == "password" and not is_hidden
            name = f"{given.get('name', '')} {given.get('id', '')}"
            asked = kind in ("tel", "checkbox") or bool(_PHONE.search(name))
            self.has_form |= asked and kind != "hidden" and not is_hidden
        elif tag in ("iframe", "frame") and len(self.frames) < _FRAMES_MAX:
            with contextlib.suppress(ValueError):
                self.frames.append(urljoin(self._url, given.get("src", ""))[:300])


def _hides(tag: str, given: dict[str, str]) -> bool:
    """Does the element itself say that nobody sees it?"""
    return (
        tag in _SILENT
        or tag in ("iframe", "head", "title")
        or "hidden" in given
        or (tag == "dialog" and "open" not in given)
        or bool(_HIDING.search(given.get("style", "")))
    )
