"""Turns addresses into words that a person can say on the telephone."""

from consent.rendering.phrasebook import book


def url(address: str, language: str = "en") -> str:
    """Return a URL as one reads it out: no scheme, no "www.", "dot" and "slash" for the signs."""
    bare = address.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return _words(bare, language)


def email(address: str, language: str = "en") -> str:
    """Return an e-mail address as one reads it out: "care at maple dash dental dot example"."""
    return _words(address, language)


def _words(address: str, language: str) -> str:
    """Replace each sign by its name, with single spaces around it."""
    signs = book(language).script.signs
    return " ".join("".join(f" {signs[c]} " if c in signs else c for c in address).split())
