"""How a text is encoded for the network, and into how many parts it is split."""

import math

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")


def encoding(body: str) -> str:
    """Return GSM when every character is in the GSM 03.38 alphabet, else UNICODE."""
    return "GSM" if set(body) <= _BASIC | _EXTENDED else "UNICODE"


def count(body: str) -> int:
    """Return the number of parts: 160 or 153 GSM septets each, 70 or 67 UTF-16 units."""
    if encoding(body) == "GSM":
        size, single, several = len(body) + sum(ch in _EXTENDED for ch in body), 160, 153
    else:
        size, single, several = len(body.encode("utf-16-le")) // 2, 70, 67
    return 1 if size <= single else math.ceil(size / several)
