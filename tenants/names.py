"""Compares business names the way reviewers do: without case, accents, punctuation, suffixes."""

import re
import unicodedata

LEGAL_SUFFIXES = frozenset({
    "inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "corp", "corporation", "co",
    "company", "plc", "gmbh", "ag", "sa", "srl", "sarl", "sl", "bv", "nv", "pty", "pllc", "pc",
})  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’‘ʼ`´]")


def fold(text: str) -> str:
    """Return text casefolded and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def tokens(name: str) -> tuple[str, ...]:
    """Return the words of a name: folded, "&" read as "and", apostrophes and dots dropped."""
    plain = _APOSTROPHE.sub("", fold(name)).replace("&", " and ").replace("+", " and ")
    # "L.L.C." and "P.C." are one word each.
    plain = re.sub(r"\b((?:[a-z]\.){2,5})", lambda found: found[1].replace(".", "") + " ", plain)
    return tuple(_TOKEN.findall(plain))


def key(name: str) -> tuple[str, ...]:
    """Return the words that identify a business, without legal suffixes at the end."""
    words = list(tokens(name))
    while len(words) > 1 and words[-1] in LEGAL_SUFFIXES:
        words.pop()
    return tuple(words)


def without_suffix(name: str) -> str:
    """Return the name as written, without legal suffixes at its end."""
    words = name.split()
    while len(words) > 1 and "".join(tokens(words[-1])) in LEGAL_SUFFIXES:
        words.pop()
    return " ".join(words).rstrip(",")


def same(first: str, second: str) -> bool:
    """Return whether two names mean one business once written alike."""
    forms = _spellings(first), _spellings(second)
    return any(bool(mine) and mine[-1] in others for mine, others in (forms, forms[::-1]))


def _spellings(name: str) -> tuple[str, ...]:
    """Return a name run together, with each of its legal suffixes taken off in turn."""
    words = tokens(name)
    least = max(len(key(name)), 1)
    return tuple("".join(words[:count]) for count in range(len(words), least - 1, -1))
