"""Rules on what must be in no published text: template tokens and public link shorteners."""

import re
from collections.abc import Iterator

from consent.rules.base import EVERY_TEXT, Hit, TextKind, rule
from consent.rules.normalise import Text
from consent.rules.subject import Subject

# Every branch begins with its sign, so that the search leaps from sign to sign.
_FRAMED = re.compile(
    r"\$\{\{?[^{}\n]{1,80}\}?\}|\{\{?[^{}\n]{1,80}\}?\}|%(?:first_?name|name|brand|company|business)%"
    r"|\[\s?(?:(?:enter|add|your|the|full|legal|insert) )?(?:brand|company|business|program|your"
    r"|insert|enter|add|url|email|e-mail|phone|number|address|date|name|name of|link to|contact"
    r"|website|domain|store|service|support|toll-free|short ?code|terms link|privacy link"
    r"|privacy policy url|keyword|frequency|nombre|empresa|su |tu |marca|nom|entreprise|votre"
    r"|marque)\b[^\]\[]{0,60}\](?!\()"
    r"|<\s?(?:insert|enter|your|brand|company|business|program|website|phone|email)(?:\b|_)"
    r"[^<>]{0,60}>"
    r"|#(?<!##)#{3,7}(?!#)|###[-. ]#{3}[-. ]#{4}|_(?<!\w_)_{3,}(?!\w)"
)
_UNFRAMED = {
    "xxx": re.compile(r"\bxxx[-. ]xxx[-. ]xxxx\b|\(xxx\) ?xxx-xxxx|\bxxxxx+\b"),
    "lorem": re.compile(r"\blorem ipsum\b"),
    "example.": re.compile(r"\bexample\.(?:com|org|net)\b"),
    "insert": re.compile(
        r"\binsert (?:your |a |the )?(?:company|business|brand|brief description|description|url"
        r"|phone number|email address)\b(?= ?(?:here|\)|\]))"
    ),
}
_YOUR_DOMAIN = re.compile(
    r"(?:www\.)?\byour-?(?:company|domain|business|website|brand|site|store|app|name)"
    r"\.[a-z]{2,4}\b"
)
# These are words too, and stand for a gap only in capitals.
_GAP = re.compile(r"\b(?:TBD|TBC|TODO|INSERT [A-Z]+(?: [A-Z]+)? HERE|YOUR COMPANY(?: NAME)?)\b")
_GAPS = ("TBD", "TBC", "TODO", "INSERT ", "YOUR COMPANY")
# A sample may show where a name or a date goes, but not leave the sender open.
_SENDER = re.compile(r"brand|company|business|program|sender|insert|your (?:name|business|company)")
_VARIABLE = re.compile(r"^[\[{<$%]")
# What is printed or read from paper has lines to write on.
_SIGNED = frozenset({TextKind.POS, TextKind.FLYER, TextKind.VERBAL, TextKind.WEB})


@rule(
    "TEXT-PLACEHOLDER",
    "No unfilled template tokens",
    problem="The text still contains a placeholder.",
    fix="Replace the placeholder by the real value.",
    kinds=EVERY_TEXT,
    prevents=("CallToActionInvalidOrIncomplete",),
    source="US carriers return incomplete texts",
)
def placeholder(subject: Subject) -> Iterator[Hit]:
    """Find tokens; samples may carry variables, except for the sender's own name."""
    plain = subject.text.plain
    if any(map(plain.__contains__, _GAPS)):
        for found in _GAP.finditer(plain):
            yield Hit(*found.span())
    for found in _tokens(subject.text):
        variable = subject.kind == TextKind.SAMPLE_MESSAGE and _VARIABLE.match(found[0])
        signature = found[0].startswith("_") and subject.kind in _SIGNED
        if not (variable and not _SENDER.search(found[0])) and not signature:
            yield Hit(*found.span())


def _tokens(text: Text) -> Iterator[re.Match[str]]:
    """Yield what stands for something else; most texts have none of the signs."""
    folded = text.folded
    yield from _FRAMED.finditer(folded)
    yield from text.in_dotted(_YOUR_DOMAIN)
    for sign, pattern in _UNFRAMED.items():
        if sign in folded:
            yield from pattern.finditer(folded)


SHORTENERS = frozenset({
    "bit.ly", "bitly.com", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd", "v.gd", "buff.ly",
    "rebrand.ly", "rb.gy", "cutt.ly", "shorturl.at", "shorturl.com", "tiny.cc", "tiny.one",
    "bl.ink", "soo.gd", "s2r.co", "bc.vc", "budurl.com", "clicky.me", "lc.chat", "t.ly", "lnkd.in",
    "adf.ly", "shorte.st", "s.id", "qr.ae", "trib.al", "dlvr.it", "snip.ly", "short.io",
    "urlz.fr", "x.co",
})  # fmt: skip
# Hosts under doubtful top-level domains count here even without a path.
_HOST = re.compile(
    r"(?<![@\w.-])(?:https?://)?(?:www\.)?("
    + "|".join(sorted(map(re.escape, SHORTENERS), key=len, reverse=True))
    + r")(?![\w-]|\.[a-z0-9])(?:/[^\s<>\"')]*)?"
)


@rule(
    "URL-SHORTENER",
    "No public shorteners",
    problem="The text uses a public link shortener, which carriers filter.",
    fix="Use your own domain.",
    kinds=EVERY_TEXT,
    prevents=("SampleMessageContainsPublicURLShortener", "30857"),
    source="US carriers block shared shorteners",
)
def shortener(subject: Subject) -> Iterator[Hit]:
    """Find shorteners with or without a scheme; a short domain of the tenant's own is fine."""
    for found in subject.text.in_dotted(_HOST):
        if found[1] not in subject.context.domains:
            yield Hit(*found.span())
