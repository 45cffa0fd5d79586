"""One text under examination: its normalised form, its context, and what was found in it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from consent.rules import contacts, phrases, purpose
from consent.rules.base import Context
from consent.rules.lazy import lazy
from consent.rules.normalise import Text, blanked
from tenants import names

_KEYWORDS = frozenset({"stop", "help", "reply", "text", "info", "end", "cancel"})
# A name this long may be shortened to its leading words, since texts have little room.
_LONG_NAME = 40


class Subject:
    """A text with its kind and context; every look-up is made once and shared by the rules."""

    def __init__(self, kind: str, original: str, context: Context) -> None:
        """Normalise the text; nothing is searched before a rule asks for it."""
        self.kind = kind
        self.context = context
        self.original = original
        self.text = Text(original)

    @lazy
    def brand_spans(self) -> tuple[tuple[int, int], ...]:
        """Return where the sender is named, outside of URLs and e-mail addresses."""
        found = [
            match.span()
            for pattern in map(_name_pattern, self.context.brand_names)
            if pattern is not None
            for match in pattern.finditer(self.text.folded)
        ]
        if not found:
            return ()
        addresses = sorted([*((u.start, u.end) for u in self.urls), *self.emails])
        if not addresses:
            return tuple(found)
        return tuple(span for span in found if not _inside(span[0], addresses))

    @property
    def names_brand(self) -> bool:
        """Return whether the text names the sender; true when the sender is not known."""
        return not self.context.brand_names or bool(self.brand_spans)

    @lazy
    def masked(self) -> str:
        """Return the folded text with the brand blanked, so that "Stop & Shop" is no STOP."""
        folded, plain = self.text.folded, self.text.plain
        return blanked(
            folded,
            (
                (start, end)
                for start, end in self.brand_spans
                if folded[start:end] not in _KEYWORDS or not plain[start:end].isupper()
            ),
        )

    @lazy
    def urls(self) -> tuple[contacts.Url, ...]:
        """Return the addresses in the text, spoken ones too where the text is read out."""
        written = contacts.urls(self.text)
        if self.kind != "verbal":
            return written
        return tuple(sorted(written + contacts.spoken_urls(self.text), key=lambda u: u.start))

    @lazy
    def emails(self) -> tuple[tuple[int, int], ...]:
        """Return the spans of e-mail addresses."""
        return contacts.emails(self.text)

    @lazy
    def phones(self) -> tuple[tuple[int, int], ...]:
        """Return the spans of telephone numbers that people can call."""
        return contacts.phones(self.text)

    @lazy
    def stop(self) -> tuple[int, int] | None:
        """Return the span of the STOP instruction."""
        return phrases.stop_instruction(self.masked, self.text.plain)

    @lazy
    def help(self) -> tuple[int, int] | None:
        """Return the span of the HELP instruction."""
        return phrases.help_instruction(self.masked, self.text.plain)

    @lazy
    def frequency(self) -> tuple[int, int] | None:
        """Return the span of the message frequency."""
        return phrases.frequency(self.masked)

    @lazy
    def rates(self) -> tuple[int, int] | None:
        """Return the span of the cost disclosure."""
        return phrases.rates(self.masked)

    @lazy
    def prose(self) -> str:
        """Return the masked text without addresses, whose paths would count as words."""
        spans = (*((u.start, u.end) for u in self.urls), *self.emails)
        return blanked(self.masked, spans)

    @lazy
    def purposes(self) -> tuple[tuple[str, int, int], ...]:
        """Return (group, start, end) of each purpose that the text names."""
        return tuple(purpose.matches(self.prose))

    @property
    def names_purpose(self) -> bool:
        """Return whether the text says what kind of messages people get."""
        return bool(self.purposes)

    def sentences(self) -> Iterator[tuple[int, int, str]]:
        """Yield the spans and masked texts of the sentences."""
        for start, end in self.text.sentences:
            yield start, end, self.masked[start:end]


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    """Return whether a position lies in the last of the sorted spans that begin before it."""
    index = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return index >= 0 and position < spans[index][1]


@lru_cache(maxsize=512)
def _name_pattern(name: str) -> re.Pattern[str] | None:
    """Return a pattern for whole-word matches of a name, however it is punctuated."""
    words = names.key(name)
    if not words:
        return None
    if sum(map(len, words)) > _LONG_NAME:
        words = _leading(words)
    gap = r"(?:[^a-z0-9<>@/]{1,4}|\s?(?:l\.?l\.?c\.?|inc)\s?)"
    body = gap.join(_word_pattern(word) for word in words)
    body = body.replace(rf"{gap}(?:and|&|\+){gap}", r"\s?(?:\s(?:and|y|et)\s|&|\+)\s?")
    return re.compile(rf"{_at_its_start(body)}(?![^\W_])")


def _at_its_start(body: str) -> str:
    """Return a pattern that begins at no place inside a word.

    It looks behind its first letter, so that the search can leap from one such letter to another.
    """
    first, rest = body[0], body[1:]
    return rf"{first}(?<![^\W_]{first}){rest}" if first.isalnum() else rf"(?<![^\W_]){body}"


def _leading(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first words of a long name, enough of them to tell it from others."""
    kept: tuple[str, ...] = ()
    for word in words:
        kept += (word,)
        if len(kept) >= 2 and sum(map(len, kept)) >= _LONG_NAME // 2:
            break
    return kept


def _word_pattern(word: str) -> str:
    """Return a pattern for one word, with the apostrophes and dots people put into it."""
    if word == "and":
        return r"(?:and|&|\+)"
    if len(word) > 2 and word.endswith("s"):
        return re.escape(word[:-1]) + "'?s"
    if 2 <= len(word) <= 4:
        # "AT&T" and "U.S.A." keep their letters apart.
        return r"\.?".join(map(re.escape, word))
    return re.escape(word)
