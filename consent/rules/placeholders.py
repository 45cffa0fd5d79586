"""Rules on what must be in no published text: template tokens and public link shorteners."""

import re
from collections.abc import Iterator

from consent.rules.base import EVERY_TEXT, Hit, TextKind, rule
from consent.rules.subject import Subject

_TOKEN = re.compile(
    r"\$?\{\{?[^{}\n]{1,80}\}?\}"
    r"|\[\s?(?:brand|company|business|program|your|insert|url|email|e-mail|phone|name of|link to"
    r"|terms link|privacy link|website)\b[^\]\[]{0,60}\]"
    r"|<\s?(?:insert|your|brand|company|business|program)\b[^<>]{0,60}>"
    r"|\b[x#]{3}[-. ][x#]{3}[-. ][x#]{4}\b|\(xxx\) ?xxx-xxxx"
    r"|\blorem ipsum\b"
    r"|\bexample\.(?:com|org|net)\b"
)
# A sample may show where a name or a date goes, but not leave the sender open.
_SENDER = re.compile(r"brand|company|business|program|sender|insert|your (?:name|business|company)")
_VARIABLE = re.compile(r"^[\[{<$]")


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
    for found in _TOKEN.finditer(subject.text.folded):
        variable = subject.kind == TextKind.SAMPLE_MESSAGE and _VARIABLE.match(found[0])
        if not (variable and not _SENDER.search(found[0])):
            yield Hit(*found.span())


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
    for found in _HOST.finditer(subject.text.folded):
        if found[1] not in subject.context.domains:
            yield Hit(*found.span())
