"""Counts what a text costs on the air, in GSM 03.38 septets or UTF-16 units, and spares it."""

import re
import unicodedata
from typing import Literal

Encoding = Literal["GSM", "UNICODE"]

# 3GPP TS 23.038, section 6.2.1. The escape character itself cannot be typed.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these is sent as an escape and one more septet.
EXTENSION = frozenset("\f^{}\\[~]|€")

_OTHER = re.compile("[^" + "".join(map(re.escape, sorted(BASIC | EXTENSION))) + "]")

# What people type for a plain sign, and the sign.
_TYPOGRAPHY = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...",
     "\u00a0": " ", "\u202f": " ", "\t": " ", "`": "'", "•": "-"}
)  # fmt: skip

GSM_SINGLE, GSM_PART = 160, 153
UNICODE_SINGLE, UNICODE_PART = 70, 67


def non_gsm_characters(text: str) -> tuple[str, ...]:
    """Return the distinct characters that force UNICODE, in order of first appearance."""
    return tuple(dict.fromkeys(_OTHER.findall(text)))


def encoding(text: str) -> Encoding:
    """Return "GSM" when every character is in GSM 03.38, else "UNICODE" for the whole text."""
    return "UNICODE" if _OTHER.search(text) else "GSM"


def length(text: str) -> int:
    """Return the size in septets for GSM, in UTF-16 code units for UNICODE."""
    return sum(_sizes(text))


def parts(text: str) -> int:
    """Return how many message parts carriers charge for; 0 for an empty text.

    A character that takes two units (a GSM extension, an emoji) is never split between parts.
    """
    if not text:
        return 0
    gsm = encoding(text) == "GSM"
    sizes = _sizes(text)
    if sum(sizes) <= (GSM_SINGLE if gsm else UNICODE_SINGLE):
        return 1
    return _pack(sizes, GSM_PART if gsm else UNICODE_PART)


def _sizes(text: str) -> list[int]:
    """Return the units that each character takes in the encoding of the whole text."""
    if encoding(text) == "GSM":
        return [2 if c in EXTENSION else 1 for c in text]
    return [2 if ord(c) > 0xFFFF else 1 for c in text]


def _pack(sizes: list[int], capacity: int) -> int:
    """Fill parts of the given capacity in order and return how many were needed."""
    count, used = 1, 0
    for size in sizes:
        if used + size > capacity:
            count, used = count + 1, 0
        used += size
    return count


def to_gsm(text: str) -> str:
    """Return text with typography straightened and accents outside GSM 03.38 dropped.

    Letters with no plain form (other scripts, emoji) stay, since nothing could stand for them.
    """
    straight = text.translate(_TYPOGRAPHY)
    return _OTHER.sub(lambda found: _plain(found[0]), straight)


def _plain(character: str) -> str:
    """Return the letter beneath an accent, or the character itself."""
    base = unicodedata.normalize("NFKD", character)
    bare = "".join(c for c in base if not unicodedata.combining(c))
    return bare if bare and not _OTHER.search(bare) else character
