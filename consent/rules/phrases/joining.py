"""Finds the instruction to join by keyword: which word to text to which number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = (
    r"(?:\+?1?[\s.-]{0,2}\(?\d{3}\)?[\s.-]{0,2}[\da-z]{3,4}[\s.-]?[\da-z]{3,5}\b"
    r"|\d{3}[- ]?\d{2,3}\b"
    r"|\+\d[\d\s().-]{6,18}\d)"
)
_WORD = r"[a-z0-9]{1,30}(?: ?[a-z0-9]{1,20})?"
_JOINING = re.compile(
    r"\b(?:text|txt|send|sms|texting|sending|message|envia|envie|enviando|manda|mande|textea|textee"
    r"|escribe|escriba|textez|texter|envoyez|envoyer|envoie)"
    r"(?: us)?(?: (?:the|la|le|el|a|un))?(?: (?:key ?word|word|code|letters?|palabra(?: clave)?"
    r"|mot(?:[- ]cle)?|message|mensaje))?:? [\"'*_<\[(]{0,3}"
    rf"(?P<word>{_WORD})[\"'*_>\])]{{0,3}}"
    r",? (?:to|at|@|al|a|au) (?:(?:our|the|this|short ?code|text|number|line|toll[- ]free|phone"
    r"|el|numero|corto|codigo|le|court|code|de) ){0,4}[\"'*_(]{0,2}"
    rf"(?P<number>{_NUMBER})"
)
# The number first: "To 55555 text JOIN", "Join by texting to 55555 the word JOIN".
_REVERSED = re.compile(
    r"\b(?:text|txt|message|sms)(?: to)? (?:us at )?[\"'*(]{0,2}"
    rf"(?P<number>{_NUMBER})[\"'*)]{{0,2}},? (?:with )?(?:the )?(?:key ?word |word )"
    rf"[\"'*_]{{0,3}}(?P<word>{_WORD})\b"
)
# Words that stand where a keyword would, and are none.
_NO_KEYWORD = frozenset({
    "us", "me", "you", "it", "this", "message", "messages", "now", "here", "a text", "texts",
    "text", "a message", "them", "back", "photos", "questions", "directly", "a photo",
    "your name", "your order", "your question", "your questions", "your zip", "a picture",
})  # fmt: skip


@dataclass(frozen=True)
class Joining:
    """An instruction to text a word to a number, with the spans of its parts."""

    start: int
    end: int
    word: str
    word_span: tuple[int, int]
    number_span: tuple[int, int]


def joining(folded: str) -> Iterator[Joining]:
    """Yield every instruction to text a word to a number, those to leave included."""
    for pattern in (_JOINING, _REVERSED):
        for found in pattern.finditer(folded):
            if found["word"] not in _NO_KEYWORD and any(c.isdigit() for c in found["number"]):
                yield Joining(
                    found.start(),
                    found.end(),
                    found["word"],
                    found.span("word"),
                    found.span("number"),
                )
