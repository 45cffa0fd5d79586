"""Turns addresses into words that a person can say on the telephone."""

_SYMBOLS = {
    ".": "dot", "/": "slash", "-": "dash", "_": "underscore", ":": "colon", "@": "at",
    "?": "question mark", "=": "equals", "&": "and", "#": "hash", "%": "percent", "+": "plus",
    "~": "tilde",
}  # fmt: skip


def url(address: str) -> str:
    """Return a URL as one reads it out: no scheme, no "www.", "dot" and "slash" for the signs."""
    bare = address.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return _words(bare)


def email(address: str) -> str:
    """Return an e-mail address as one reads it out: "care at maple dash dental dot example"."""
    return _words(address)


def _words(address: str) -> str:
    """Replace each sign by its name, with single spaces around it."""
    return " ".join("".join(f" {_SYMBOLS[c]} " if c in _SYMBOLS else c for c in address).split())
