"""Two names side by side, letter by letter: where they are similar but not the same. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

COMPANY_ENDING = re.compile(
    r"[\s,]*\b(?:inc|incorporated|llc|l\.l\.c|llp|lp|pllc|pc|p\.c|corp|corporation|co|company|ltd"
    r"|limited|plc|gmbh|ag|sarl|sas|sa|bv|nv|ab|oy|aps|srl|spa|pty|kk)\b\.?\)?$",
    re.IGNORECASE,
)
# How much two names must have in common to be meant as the same one; 1 is all.
_SIMILAR = 0.75


@dataclass(frozen=True)
class Piece:
    """A run of letters: in both names, or in one of them only."""

    text: str
    only_in: str = ""  # "first", "second", or "" for both


def difference(first: str, second: str) -> tuple[Piece, ...]:
    """Return two names as one run of pieces where they are similar but not equal, else nothing.

    Capitals do not count, since tax letters are printed in them. A name without any company ending
    is how customers know the business, and is compared without the other's ending.
    """
    if not first or not second or first.casefold() == second.casefold():
        return ()
    if not (_has_ending(first) and _has_ending(second)):
        first, second = COMPANY_ENDING.sub("", first), COMPANY_ENDING.sub("", second)
        if first.casefold() == second.casefold():
            return ()
    matcher = SequenceMatcher(None, first.casefold(), second.casefold(), autojunk=False)
    return tuple(_pieces(first, second, matcher)) if matcher.ratio() >= _SIMILAR else ()


def in_words(pieces: tuple[Piece, ...], *, first: str, second: str) -> str:
    """Say which words differ, for those who do not see it; the two names are called so."""
    texts = [_text(pieces, without="second").split(), _text(pieces, without="first").split()]
    sentence, found = _("Only in %(name)s: %(words)s."), []
    for name, mine, other in ((first, *texts), (second, *reversed(texts))):
        words = ", ".join(f"“{word}”" for word in mine if word not in other)
        if words:
            found.append(sentence % {"name": name, "words": words})
    return " ".join(found)


def _text(pieces: tuple[Piece, ...], *, without: str) -> str:
    return "".join(piece.text for piece in pieces if piece.only_in != without)


def _pieces(first: str, second: str, matcher: SequenceMatcher[str]) -> Iterator[Piece]:
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(first[start:end])
            continue
        if first[start:end]:
            yield Piece(first[start:end], "first")
        if second[other_start:other_end]:
            yield Piece(second[other_start:other_end], "second")


def _has_ending(name: str) -> bool:
    return bool(COMPANY_ENDING.search(name))
