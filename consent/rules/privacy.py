"""Rules on the privacy policy: chiefly that opt-in data is shared with nobody."""

import re
from collections.abc import Iterator

from consent.rules import lists, sharing
from consent.rules.base import MISSING, US_AND_CANADA, Hit, Severity, TextKind, rule
from consent.rules.call_to_action import has_support_url
from consent.rules.normalise import Text
from consent.rules.subject import Subject

PRIVACY = frozenset({TextKind.PRIVACY})
AWS = "AWS: publicly accessible privacy policy page"


@rule(
    "PRIVACY-LABELLED",
    "Labelled as privacy policy",
    problem="The page is not headed as a privacy policy.",
    fix='Head the page "Privacy Policy".',
    severity=Severity.WARNING,
    kinds=PRIVACY,
    source=AWS,
)
def labelled(subject: Subject) -> Iterator[Hit]:
    """Look for "privacy" in the title, a main heading or a line that stands like one."""
    if _PRIVACY.search(subject.text.first_line):
        return
    original = subject.text.original[:_HEAD]
    headings = _HEADING.findall(original) if subject.text.is_html else _lines(original)
    if not any(_PRIVACY.search(Text(heading).folded) for heading in headings):
        yield MISSING


_PRIVACY = re.compile(r"\bprivacy\b|\bprivacidad\b|\bconfidentialite\b|\bvie privee\b")
_HEADING = re.compile(r"<(?:title|h1)\b[^>]{0,300}>([^<]{0,300})", re.IGNORECASE)
_HEAD, _LINES, _SHORT = 4000, 6, 60


def _lines(text: str) -> list[str]:
    """Return the first short lines that are no sentences, as headings and menus are."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_LINES]
    return [
        line for line in lines if len(line) <= _SHORT and not re.search(r"[.!?:;,]$|@|://", line)
    ]


@rule(
    "PRIVACY-BRAND",
    "Names the same business",
    problem="The privacy policy does not name the business that sends the messages.",
    fix="Name the registered business.",
    kinds=PRIVACY,
    prevents=("603",),
    source=AWS,
)
def brand(subject: Subject) -> Iterator[Hit]:
    """Look for any of the sender's names."""
    if not subject.names_brand:
        yield MISSING


def exclusion(subject: Subject) -> tuple[int, int] | None:
    """Return the sentence that excludes opt-in data from sharing without conditions, or None.

    The object may stand in the sentence before ("We collect your mobile number. This is never
    shared with third parties.").
    """
    before = ""
    for start, end, sentence in lists.announced(subject):
        if sharing.is_exclusion(sentence, before):
            return start, end
        before = sentence
    return None


@rule(
    "PRIVACY-NO-SHARING",
    "States SMS opt-in data is not shared",
    problem="The policy does not say that text messaging opt-in data is shared with nobody.",
    fix='Add: "The above excludes text messaging originator opt-in data and consent; this '
    'information will not be shared with any third parties."',
    kinds=PRIVACY,
    number_types=US_AND_CANADA,
    prevents=("PrivacyPolicyDataSharingIssue", "851", "1016"),
    source=AWS,
)
def no_sharing(subject: Subject) -> Iterator[Hit]:
    """Demand an unconditional exclusion that names SMS data; a general one is not enough."""
    if exclusion(subject) is not None:
        return
    sentences = list(subject.sentences())
    for start, end, sentence in sentences:
        if sharing.CONDITION.search(sentence) and sharing.SMS_DATA.search(sentence):
            yield Hit(start, end, message="The exclusion is conditional: consent does not cure it.")
            return
    if any(sharing.is_general_denial(sentence) for _, _, sentence in sentences):
        yield Hit(
            severity=Severity.WARNING,
            message="The policy excludes sharing in general, but does not name text messaging "
            "opt-in data.",
        )
        return
    yield MISSING


@rule(
    "PRIVACY-SHARING-CONFLICT",
    "No sentence that permits sharing SMS data",
    problem="This sentence permits sharing of data that came from texting.",
    fix="Remove the sentence, or exclude SMS opt-in data and consent from it without conditions.",
    kinds=PRIVACY,
    number_types=US_AND_CANADA,
    prevents=("PrivacyPolicyDataSharingIssue", "851", "1016"),
    source=AWS,
)
def sharing_conflict(subject: Subject) -> Iterator[Hit]:
    """Find sentences that permit sharing; a general one is cured by an exclusion elsewhere."""
    cured = exclusion(subject) is not None
    for start, end, sentence in lists.announced(subject):
        if sharing.permits(sentence, cured=cured):
            yield Hit(start, end)


_ADDRESS = re.compile(
    r"\b\d{1,6} (?:[a-z0-9.'-]+ ){1,4}(?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln"
    r"|lane|way|court|ct|place|pl|pkwy|parkway|hwy|highway|suite|square|plaza|broadway)\b"
    r"|\bp\.? ?o\.? box \d+|, [a-z]{2}\.?,? \d{5}(?:-\d{4})?\b|\b[a-z]\d[a-z] ?\d[a-z]\d\b"
    r"|\b[a-z]{1,2}\d{1,2}[a-z]? \d[a-z]{2}\b"
)


@rule(
    "PRIVACY-CONTACT",
    "Contact details",
    problem="The policy gives no way to contact the business.",
    fix="Add a contact.",
    severity=Severity.WARNING,
    kinds=PRIVACY,
    source="US carriers' reviewers expect it",
)
def contact(subject: Subject) -> Iterator[Hit]:
    """Accept an e-mail address, a telephone number, a postal address or a contact page."""
    if subject.emails or subject.phones or has_support_url(subject):
        return
    if not _ADDRESS.search(subject.masked):
        yield MISSING


_COLLECTS = re.compile(
    r"\b(?:collect\w*|gather\w*|obtain\w*|ask(?:s|ed)? (?:you )?for|store[sd]?|keep|receive"
    r"|provide (?:us|your)|recopila\w*|recog\w+|obten\w+|recueill\w+|collecte\w*)\b"
)
_NUMBER = re.compile(
    r"(?<! our )(?<!by )(?<!via )(?<!the )\b(?:(?:tele|mobile |cell )?phones?|mobile|cell(?:ular)?"
    r"|numbers?|telefono|celular|telephone|portable)\b"
)
_REASON = re.compile(
    r"\b(?:to (?:send|text|provide|contact|notify|deliver|remind|confirm|verify|communicate"
    r"|message|respond|reply|process|inform|schedule|you\b)|for (?:\w+ )?(?:\w+ )?(?:texts?"
    r"|messages?|purposes?|reminders|updates|alerts|sms|notifications?)|in order to"
    r"|purposes? (?:is|are|of)|so (?:that|we)|used (?:for|to|only|solely)"
    r"|when you|help us"
    r"|para (?:enviar\w*|recordar\w*|contactar\w*|confirmar)"
    r"|(?:pour|afin de) (?:vous )?(?:envoyer|contacter|rappeler|informer))\b"
    r"|\b(?:purposes?|why):"
)
_USED = re.compile(
    r"\b(?:used|use) (?:(?:only|solely|exclusively|it|them) )?(?:for|to)\b|\bsirve para\b"
)
_DENIED = re.compile(r"\b(?:not|never|n't|no|ne)(?: [a-z]+){0,1} $")
# How far a list of data and the reasons under the next heading may stand from its heading.
_NEAR, _FAR = 500, 1500


@rule(
    "PRIVACY-COLLECTS",
    "Says what is collected and why",
    problem="The policy does not say that phone numbers are collected and what for.",
    fix="Say that you collect phone numbers to send the texts described.",
    severity=Severity.WARNING,
    kinds=PRIVACY,
    source="US carriers return incomplete policies",
)
def collects(subject: Subject) -> Iterator[Hit]:
    """Look for collecting, a number and a reason, in one sentence or under following headings."""
    prose = subject.prose
    for found in _COLLECTS.finditer(prose):
        denied = _DENIED.search(prose, max(found.start() - 20, 0), found.start())
        number = _NUMBER.search(prose, found.start(), found.start() + _NEAR)
        reason = _REASON.search(prose, found.start(), found.start() + _FAR)
        if number and reason and not denied:
            return
    for found in _NUMBER.finditer(prose):
        if _USED.search(prose, found.end(), found.end() + 60):
            return
    yield MISSING
