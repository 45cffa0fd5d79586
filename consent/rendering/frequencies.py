"""Reads how often messages come, and says it in another language."""

import re
from dataclasses import dataclass

from consent.rendering.phrasebook import Phrasebook, books


@dataclass(frozen=True)
class Count:
    """A number of messages a unit; without a number, the frequency varies."""

    number: int = 0
    unit: str = ""
    is_limit: bool = False


def said(frequency: str, book: Phrasebook) -> str:
    """Return a frequency in the language of a book.

    What is in that language already, and what no book can read, stays as it was written.
    """
    for spoken in (book, *(each for each in books() if each is not book)):
        count = read(frequency, spoken)
        if count is not None:
            return frequency.strip() if spoken is book else _say(count, book)
    return frequency.strip()


def read(frequency: str, book: Phrasebook) -> Count | None:
    """Return what a frequency says in the language of a book, or None."""
    words = book.frequencies
    text = " ".join(frequency.strip().rstrip(".").casefold().replace("’", "'").split())
    if re.search(words.varies_pattern, text):
        return Count()
    found = re.match(words.count_pattern, text)
    if found is None:
        return None
    raw = found["number"]
    number = int(raw) if raw.isdigit() else words.numbers.get(raw, 0)
    for unit, pattern in words.unit_patterns.items():
        if number and re.fullmatch(pattern, found["unit"]):
            return Count(number, unit, is_limit=bool(found["limit"]))
    return None


def _say(count: Count, book: Phrasebook) -> str:
    words = book.frequencies
    if not count.number:
        return words.varies
    said = words.count.format(
        limit=words.up_to if count.is_limit else "",
        number=count.number,
        messages=words.message if count.number == 1 else words.messages,
        unit=words.units[count.unit],
    )
    return said[0].upper() + said[1:]
