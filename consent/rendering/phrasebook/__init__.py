"""The phrasebooks, one a language; a language without one is spoken in English."""

from consent.rendering.phrasebook.base import KindWording, Phrasebook
from consent.rendering.phrasebook.en import ENGLISH
from consent.rendering.phrasebook.es import SPANISH
from consent.rendering.phrasebook.fr import FRENCH

__all__ = ["KindWording", "Phrasebook", "book", "books"]

_BOOKS: dict[str, Phrasebook] = {each.code: each for each in (ENGLISH, SPANISH, FRENCH)}


def book(language: str) -> Phrasebook:
    """Return the phrasebook of a language code; unknown ones read English."""
    return _BOOKS.get(language, ENGLISH)


def books() -> tuple[Phrasebook, ...]:
    """Return every phrasebook there is."""
    return tuple(_BOOKS.values())
