"""Two wordings of a text, word by word, and whether what differs is more than spelling. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s]+")
# Two spellings of one word have at least this much in common; 1 is all.
_SAME_WORD = 0.8
# Characters that stay on either side of a change, so that its sentence can be understood.
_KEPT = 120


def difference(before: str, after: str) -> list[dict[str, str]]:
    """Return both as one run of pieces {text, change}; change is "added", "removed" or ""."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[dict[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append({"text": "".join(old[a:b]), "change": ""})
            continue
        if b > a:
            pieces.append({"text": "".join(old[a:b]), "change": "removed"})
        if d > c:
            pieces.append({"text": "".join(new[c:d]), "change": "added"})
    return pieces


def folded(pieces: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the pieces with long stretches that stay the same cut to their ends."""
    return [
        {**piece, "text": piece["text"] if piece["change"] else _shortened(piece["text"])}
        for piece in pieces
    ]


def _shortened(text: str) -> str:
    if len(text) <= 3 * _KEPT:
        return text
    begin, end = text[:_KEPT].rpartition(" ")[0], text[-_KEPT:].partition(" ")[2]
    return f"{begin} […] {end}"


def says_the_same(before: str, after: str) -> bool:
    """Return whether two wordings differ in capitals, punctuation and spelling alone.

    A word that only one of them has, or another number, is a difference in what is said.
    """
    old, new = words(before), words(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if b - a != d - c or not all(map(_is_one_word, old[a:b], new[c:d])):
            return False
    return True


def words(text: str) -> list[str]:
    """Return the words of a text without capitals, accents and punctuation around them."""
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(sign)
    )
    bare = (word.strip(".,;:!?\"'()[]“”‘’«»*-–—") for word in plain.split())
    return [word.replace("’", "'") for word in bare if word]


def _is_one_word(first: str, second: str) -> bool:
    """Are they two spellings of one word? Numbers, addresses and short words must be equal."""
    if first == second:
        return True
    if min(len(first), len(second)) < 4 or not (first + second).isalpha():
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _SAME_WORD
