"""Decides whether a text really links its terms or privacy policy, or only mentions them."""

import re

from consent.rules.contacts import Url
from consent.rules.subject import Subject

TERMS = re.compile(
    r"\b(?:terms?|tos|t ?& ?cs?|t ?and ?cs?|ts ?& ?cs|conditions|terminos|condiciones"
    r"|conditions|modalites)(?=\b|_)"
)
PRIVACY = re.compile(r"\b(?:privacy|privacidad|confidentialite|vie privee)(?=\b|_)")
# In an address words are glued by dashes and underscores, or not at all.
_IN_ADDRESS = {
    "terms": re.compile(
        r"terms|/tos\b|/t-?and-?c|/t-?n?-?c\b|/tc\b|tandc|t&c|conditions|terminos|condiciones"
        r"|modalites|/sms-?tc"
    ),
    "privacy": re.compile(r"privacy|privacidad|confidentialite|vie-privee|/pp\b"),
}
_WORD = {"terms": TERMS, "privacy": PRIVACY}
_OTHER = {"terms": "privacy", "privacy": "terms"}
# Between two labels of one shared address stand only words like these.
_JOINED = re.compile(
    r"^(?: ?(?:and|&|/|,|\+|\||or|y|e|et|our|the|of|service|use|policy|policies|conditions|sms"
    r"|mobile|messaging|text|program|notice|statement|\(|\)|-|_+|are|is|at|t|c|nuestra|nuestro"
    r"|la|el|los|las|de|del|politica|aviso|terminos|condiciones|notre|nos|politique|les|servicio"
    r"|servicios|uso|utilisation|d'utilisation|mensajes|full|view|read|see|also|available"
    r"|both|can be found|found|full)){0,14} ?$"
)
_AFTER = 40
_BEHIND = re.compile(r"^[.)]? ?(?:[(\[-]|(?:for|to (?:read|see|view)|where|para|pour)\b)")


def target(subject: Subject, topic: str) -> Url | None:
    """Return the address that leads to the "terms" or "privacy" page of a text, or None.

    An address serves a topic by its own words, by its label, or together with the other topic
    when one label names both ("Terms & Privacy: acme.example/sms").
    """
    urls = subject.urls
    for index, url in enumerate(urls):
        if _IN_ADDRESS[topic].search(url.path) or _IN_ADDRESS[topic].search(url.host):
            return url
        label = _label(subject, index)
        if _WORD[topic].search(label) and _may_serve(url, label, topic):
            return url
    return None


def _may_serve(url: Url, label: str, topic: str) -> bool:
    """Return whether an address with this label serves a topic that its words do not name."""
    other = _OTHER[topic]
    if url.label:
        return True
    spans = [_last(_WORD[topic], label), _last(_WORD[other], label)]
    if spans[1] is None:
        return _IN_ADDRESS[other].search(url.path) is None
    first, second = sorted(span for span in spans if span)
    joined = _JOINED.match(label[first[1] : second[0]]) is not None
    nearest = spans[0] is not None and spans[0] > spans[1]
    return joined or (nearest and _IN_ADDRESS[other].search(url.path) is None)


def _last(pattern: re.Pattern[str], label: str) -> tuple[int, int] | None:
    """Return the last match of a pattern."""
    spans = [found.span() for found in pattern.finditer(label)]
    return spans[-1] if spans else None


def _label(subject: Subject, index: int) -> str:
    """Return the words that label an address: its link text, or its sentence up to it.

    Words behind an address count when nothing stands before it ("acme.example/t (terms)").
    """
    url = subject.urls[index]
    if url.label:
        return url.label
    folded = subject.masked
    start = subject.urls[index - 1].end if index else 0
    end = min(url.end + _AFTER, len(folded))
    for a, b in subject.text.sentences:
        if a <= url.start < b:
            start, end = max(start, a), min(end, b)
    if index + 1 < len(subject.urls):
        end = min(end, subject.urls[index + 1].start)
    before = folded[start : url.start]
    if not before.strip(" (:-"):
        # The label stands on the line above its address.
        earliest = subject.urls[index - 1].end if index else 0
        before = folded[max(earliest, url.start - _AFTER) : url.start]
    if TERMS.search(before) or PRIVACY.search(before):
        return before
    behind = folded[url.end : end]
    return behind if _BEHIND.match(behind) else before
