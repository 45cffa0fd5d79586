"""Normalises a text for matching, and maps every match back to the original characters."""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from consent.rules import markup
from consent.rules.lazy import lazy

# Longer inputs are cut, so that no text can take the checker's time from others.
MAX_CHARACTERS = 20_000

_TYPOGRAPHY = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "’": "'", "‘": "'", "‚": "'",
    "ʼ": "'", "′": "'", "`": "'", "´": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    "―": "-",
}  # fmt: skip
# A run is what normalisation leaves alone: printable ASCII with single spaces inside.
_SCAN = re.compile(
    r"(?P<run>[!-%'-_a-~]++(?: [!-%'-_a-~]++)*+)"
    r"|(?P<entity>&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<space>\s+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
# Printable ASCII with single spaces, no markup, entity or grave accent: most texts are just this.
_AS_IT_IS = re.compile(r" *+(?:(?:[!-%'-;=-_a-~]|&(?![#A-Za-z]))++ ?)*+ *+")
_ABBREVIATIONS = (
    "msg", "msgs", "inc", "est", "approx", "max", "min", "no", "co", "ltd", "llc", "corp", "st",
    "dr", "mr", "mrs", "ms", "freq", "std", "e.g", "i.e", "etc", "u.s", "ave", "tel", "ph", "vs",
)  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?•](?:(?<=•)|[\"')\]]*\s)")
# A full stop or a colon that is not the last character of its word.
_SIGN_INSIDE = re.compile(r"[.:](?! |$)")
_LAST_WORD = re.compile(r"([a-z.]{1,8})\.$")
# A line shorter than this ended on purpose; a longer one was probably wrapped.
_SHORT_LINE = 45


@dataclass(frozen=True)
class Link:
    """An HTML link: its label and, behind it in the normalised text, its address."""

    href: str
    label_start: int
    start: int
    end: int


class Text:
    """A text in normalised form: `plain` keeps case, `folded` does not; both are equally long."""

    def __init__(self, original: str) -> None:
        """Normalise the first MAX_CHARACTERS of a text."""
        self.original = original[:MAX_CHARACTERS]
        if _AS_IT_IS.fullmatch(self.original):
            self._keep()
        else:
            self._normalise()

    def _keep(self) -> None:
        """Take a text on one line that normalising would only strip of the space around it."""
        self.plain = self.original.strip()
        self.folded = self.plain.lower()
        self.links: tuple[Link, ...] = ()
        self.inputs: tuple[markup.Tag, ...] = ()
        self.is_html = False
        self._breaks: list[tuple[int, bool]] = []
        start = len(self.original) - len(self.original.lstrip())
        end = start + len(self.plain)
        self._pieces = [(0, end - start, start, end)] if self.plain else []

    def _normalise(self) -> None:
        """Read the text character by character where nothing else will do."""
        builder = _Builder(self.original)
        source = markup.read(self.original)
        builder.read(source)
        self.plain = "".join(builder.plain)
        self.folded = "".join(builder.folded)
        self.links = tuple(builder.links)
        self.inputs = tuple(source.inputs)
        self.is_html = source.is_html
        self._breaks = builder.breaks
        self._pieces = builder.pieces

    @lazy
    def _starts(self) -> list[int]:
        return [piece[0] for piece in self._pieces]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the original that a normalised span stands for."""
        if not self._pieces:
            return 0, 0
        first = self._piece(start)
        last = self._piece(max(end - 1, start))
        return self._original(first, start, False), self._original(last, max(end - 1, start), True)

    def _piece(self, position: int) -> tuple[int, int, int, int]:
        """Return the piece that holds a normalised position."""
        return self._pieces[max(bisect_right(self._starts, position) - 1, 0)]

    @staticmethod
    def _original(piece: tuple[int, int, int, int], position: int, end: bool) -> int:
        """Return where a position of a piece begins (or ends) in the original."""
        norm_start, length, start, stop = piece
        if stop - start == length:
            return start + position - norm_start + end
        return stop if end else start

    @lazy
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Return the spans of the sentences, in order.

        Sentences end at full stops, question and exclamation marks and bullets, not inside
        addresses, numbers and abbreviations; and at line ends that were not mere wrapping.
        """
        cuts = {0, len(self.folded)}
        for found in _SENTENCE_END.finditer(self.folded):
            start, end = found.span()
            word = found[0][0] == "." and _LAST_WORD.search(
                self.folded, max(start - 8, 0), start + 1
            )
            if not (word and word[1] in _ABBREVIATIONS and not self._capital_at(end)):
                cuts.add(end)
        cuts.update(self._line_cuts())
        ordered = sorted(cuts)
        return tuple((a, b) for a, b in pairwise(ordered) if self.folded[a:b].strip())

    @lazy
    def _dotted(self) -> tuple[tuple[int, int], ...]:
        folded, end = self.folded, 0
        spans = []
        for found in _SIGN_INSIDE.finditer(folded):
            sign = found.start()
            if sign >= end:
                start = folded.rfind(" ", 0, sign) + 1
                end = folded.find(" ", sign)
                end = end if end >= 0 else len(folded)
                spans.append((start, end))
        return tuple(spans)

    def in_dotted(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield what matches in the few words with a sign inside, the only ones with addresses."""
        for start, end in self._dotted:
            yield from pattern.finditer(self.folded, start, end)

    def _capital_at(self, position: int) -> bool:
        """Return whether a new sentence seems to begin at a position."""
        return self.plain[position : position + 1].isupper()

    def _acronym_at(self, position: int) -> bool:
        """Return whether a word such as SMS or STOP begins here, which says nothing of its line."""
        word = self.plain[position : position + 12].split(" ", 1)[0]
        return len(word) > 1 and word.isalpha() and word.isupper()

    def _line_cuts(self) -> list[int]:
        """Return the line ends that end a sentence."""
        cuts, previous = [], 0
        for position, hard in self._breaks:
            short = position - previous < _SHORT_LINE
            following = self.plain[position + 1 : position + 2]
            ended = short and not following.islower() and not self._acronym_at(position + 1)
            if hard or ended or following in {"-", "*", "•"}:
                cuts.append(position + 1)
            previous = position
        return cuts

    @lazy
    def first_line(self) -> str:
        """Return the folded text up to the first line end or sentence end."""
        start, end = self.sentences[0] if self.sentences else (0, 0)
        return self.folded[start:end]


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with underscores in place of some spans, so that their words match nothing."""
    parts: list[str] = []
    position = 0
    for start, end in sorted(spans):
        if end > position:
            start = max(start, position)
            parts += (text[position:start], "_" * (end - start))
            position = end
    return "".join((*parts, text[position:])) if parts else text


class _Builder:
    """Collects normalised characters with the places they came from."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.plain: list[str] = []
        self.folded: list[str] = []
        # (start in the normalised text, length, start and end in the original)
        self.pieces: list[tuple[int, int, int, int]] = []
        self.breaks: list[tuple[int, bool]] = []
        self.links: list[Link] = []
        self.length = 0
        self._gap: tuple[int, int, int] | None = None

    def read(self, source: markup.Markup) -> None:
        """Take in all pieces of a text."""
        opened: tuple[markup.Tag, int] | None = None
        for piece in source.pieces:
            if piece.kind == "text":
                self._text(piece.start, piece.end)
            elif piece.kind in {"break", "paragraph"}:
                self._space(piece.start, piece.end, 1 if piece.kind == "break" else 2)
            elif piece.kind == "link" and piece.tag is not None:
                opened = (piece.tag, self.length)
            elif opened is not None:
                self._address(*opened)
                opened = None

    def _address(self, tag: markup.Tag, label_start: int) -> None:
        """Write a link's address in brackets behind its label."""
        href = html.unescape(tag.attributes.get("href", "")).strip()
        if not href or any(c.isspace() for c in href):
            return
        start, end = tag.href_span
        self._space(start, start, 0)
        self._add(f"({href})", start, end)
        self.links.append(Link(href, label_start, self.length - len(href) - 1, self.length - 1))

    def _text(self, start: int, end: int) -> None:
        """Normalise a stretch of visible text."""
        for found in _SCAN.finditer(self.source, start, end):
            kind = found.lastgroup
            if kind == "run":
                self._add(found[0], *found.span())
            elif kind == "space":
                self._space(*found.span(), found[0].count("\n"))
            elif kind == "entity":
                self._characters(html.unescape(html.unescape(found[0])), *found.span())
            else:
                self._characters(found[0], *found.span())

    def _characters(self, text: str, start: int, end: int) -> None:
        """Add characters that need normalising; invisible and combining ones vanish."""
        for character in text:
            for c in _normal(character):
                if c.isspace():
                    self._space(start, end, c.count("\n"))
                else:
                    self._add(c, start, end)

    def _space(self, start: int, end: int, newlines: int) -> None:
        """Remember white space; it is written as one space before the next character."""
        before = self._gap or (start, end, 0)
        self._gap = (before[0], end, before[2] + newlines)

    def _add(self, text: str, start: int, end: int) -> None:
        """Write text, after the one space that stands for any white space before it."""
        if self._gap is not None and self.length:
            gap_start, gap_end, newlines = self._gap
            if newlines:
                self.breaks.append((self.length, newlines > 1))
            self._write(" ", gap_start, gap_end)
        self._gap = None
        self._write(text, start, end)

    def _write(self, text: str, start: int, end: int) -> None:
        """Append to both forms of the text and to the map."""
        self.pieces.append((self.length, len(text), start, end))
        self.plain.append(text)
        self.folded.append(text.lower() if text.isascii() else "".join(map(_fold, text)))
        self.length += len(text)


@lru_cache(maxsize=4096)
def _normal(character: str) -> str:
    """Return a character as it is compared: compatible form, straight quotes, plain dashes."""
    if unicodedata.category(character) in {"Cf", "Mn", "Me", "Cc"} and not character.isspace():
        return ""
    mapped = _TYPOGRAPHY.get(character)
    return mapped if mapped is not None else unicodedata.normalize("NFKC", character)


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    """Return a character without case and accent, still as one character."""
    decomposed = unicodedata.normalize("NFKD", character)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return bare if len(bare) == 1 else character
