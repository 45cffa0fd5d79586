"""Makes what people type safe to store and to show: no control signs, no hidden direction marks."""

import unicodedata

# They turn the reading direction round, so that a name can pretend to be another one.
_DIRECTION_MARKS = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def one_line(text: str) -> str:
    """Return text on one line, without control signs and direction marks, spaces collapsed."""
    return " ".join(_visible(text).split())


def paragraph(text: str) -> str:
    """Return text with its line breaks, each line cleaned as by `one_line`."""
    lines = (one_line(line) for line in text.replace("\r\n", "\n").split("\n"))
    return "\n".join(lines).strip()


def _visible(text: str) -> str:
    """Replace control signs by spaces (PostgreSQL refuses NUL) and drop direction marks."""
    kept = (sign for sign in text if sign not in _DIRECTION_MARKS)
    return "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in kept)
