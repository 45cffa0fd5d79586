"""Rules on the privacy policy: chiefly that opt-in data is shared with nobody."""

import re
from collections.abc import Iterator

from consent.rules.base import MISSING, US_AND_CANADA, Hit, Severity, TextKind, rule
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
    """Look for "privacy" in the title or the first heading."""
    if not re.search(r"\bprivacy\b|\bprivacidad\b|\bconfidentialite\b", subject.text.first_line):
        yield MISSING


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


_SMS_DATA = re.compile(
    r"\b(?:text messaging originator opt-in data|(?:mobile|cell(?:ular)?)(?: phone)?"
    r" (?:information|numbers?|phones?|data|opt-in)|(?:tele)?phone numbers?"
    r"|(?:sms|text(?: messag(?:e|ing))?|mobile|messaging)"
    r" (?:opt-?[ -]?in|consent|data|information|subscri\w+|numbers?|program data|originator)"
    r"(?: (?:data|information|consent|status))?|opt-?[ -]?in (?:data|information|consent|status)"
    r"|(?:data|information|consent) (?:obtained|collected|gathered|provided)[^.!?]{0,40}"
    r"\b(?:sms|text)"
    r"|numeros? (?:de telefono|moviles?|celulares?)|informacion movil"
    r"|numeros? de telephone)\b"
)
_TRANSFER = (
    r"(?:shar(?:e|ed|es|ing)|s(?:ell|old|elling|ells)|rent(?:s|ed|ing)?|transfer(?:s|red|ring)?"
    r"|provid(?:e|ed|es|ing)|disclos(?:e|ed|es|ing)|trad(?:e|ed|ing)|pass(?:ed)?|give|given"
    r"|release[sd]?|compart\w+|vend\w+|partag\w+)"
)
_NO = r"(?:not|never|no|nor|won't|don't|doesn't|cannot|isn't|aren't|exclud\w+|without|nunca|jamais)"
_THIRD_PARTY = (
    r"(?:third[- ]?part(?:y|ies)|affiliates?|partners?|anyone|any ?one else|anybody|others?|nobody"
    r"|other (?:companies|organi[sz]ations|parties|businesses)|outside|terceros|tiers|advertisers?)"
)
_DENIES = re.compile(rf"\b{_NO}\b[^.!?]{{0,120}}\b{_TRANSFER}\b|\b{_TRANSFER} with no\b")
_EXCLUDES = re.compile(r"\bexclu\w+\b")
_TO_OTHERS = re.compile(rf"\b{_THIRD_PARTY}\b")
_CONDITIONAL = re.compile(
    r"\b(?:except|unless|without|only|other than)\b[^.!?]{0,30}\b(?:your|you|express|prior|written)"
    r"\b[^.!?]{0,30}\b(?:consent|agree|permission|authori[sz]\w*|opt)"
    r"|\b(?:with|upon) your (?:prior |express |written ){0,2}(?:consent|permission)\b"
    r"|\bunless you\b|\bif you agree\b|\bunless we\b[^.!?]{0,40}\bconsent\b"
)
_POINTS_BACK = re.compile(r"\b(?:this|these|such|it|that|your)\b")
_GENERIC = re.compile(
    rf"\b{_NO}\b[^.!?]{{0,60}}\b{_TRANSFER}\b[^.!?]{{0,80}}\b(?:information|data)\b"
)


def exclusion(subject: Subject) -> tuple[int, int] | None:
    """Return the sentence that excludes opt-in data from sharing without conditions, or None.

    The object may stand in the sentence before ("We collect your mobile number. This is never
    shared with third parties.").
    """
    before = ""
    for start, end, sentence in subject.sentences():
        about_sms = _SMS_DATA.search(sentence) or (
            _SMS_DATA.search(before) and _POINTS_BACK.search(sentence)
        )
        denied = _DENIES.search(sentence) and _TO_OTHERS.search(sentence)
        if about_sms and denied and not _CONDITIONAL.search(sentence):
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
    for start, end, sentence in subject.sentences():
        if _CONDITIONAL.search(sentence) and _SMS_DATA.search(sentence):
            yield Hit(start, end, message="The exclusion is conditional: consent does not cure it.")
            return
    if any(_GENERIC.search(sentence) for _, _, sentence in subject.sentences()):
        yield Hit(
            severity=Severity.WARNING,
            message="The policy excludes sharing in general, but does not name text messaging "
            "opt-in data.",
        )
        return
    yield MISSING


_PERMITS = re.compile(
    rf"\b(?:may|can|will|might|could|reserve the right to|we|also)\b(?: [a-z]+){{0,3}}?"
    rf" {_TRANSFER}\b"
    rf"|\b(?:may|can|will|might|could) (?:also )?be {_TRANSFER}\b"
)
_RECIPIENTS = re.compile(
    r"\b(?:third[- ]?part(?:y|ies)|partners?|affiliates?|affiliated|advertisers?|sponsors?"
    r"|other companies|terceros)\b"
)
_MARKETING = re.compile(r"\b(?:marketing|promotion\w*|advertis\w+|their own|offers?)\b")
_DENIED = re.compile(rf"\b{_NO}\b")
_CLAUSE = re.compile(r"[;:]|, (?:but|however|and we|except)\b|\bhowever\b|\bbut\b")


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
    for start, end, sentence in subject.sentences():
        if _permits(sentence, cured):
            yield Hit(start, end)


def _permits(sentence: str, cured: bool) -> bool:
    """Return whether any clause of a sentence permits sharing that no exclusion cures."""
    excluded = _EXCLUDES.search(sentence) is not None
    position = 0
    for cut in [*(found.start() for found in _CLAUSE.finditer(sentence)), len(sentence)]:
        clause, position = sentence[position:cut], cut
        found = _PERMITS.search(clause)
        if found is None or _DENIED.search(clause, 0, found.end()):
            continue
        names_sms = _SMS_DATA.search(clause) is not None and not excluded
        to_others = _RECIPIENTS.search(clause) is not None
        marketing = _MARKETING.search(clause) is not None
        if names_sms and (to_others or marketing):
            return True
        if to_others and marketing and not cured and not excluded:
            return True
    return False


_ADDRESS = re.compile(
    r"\b\d{1,6} (?:[a-z0-9.'-]+ ){1,4}(?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln"
    r"|lane|way|court|ct|place|pl|pkwy|parkway|hwy|highway|suite|square)\b|\bp\.? ?o\.? box \d+"
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
    """Accept an e-mail address, a telephone number or a postal address."""
    if not (subject.emails or subject.phones or _ADDRESS.search(subject.masked)):
        yield MISSING


_COLLECTS = re.compile(
    r"\b(?:collect\w*|gather\w*|obtain\w*|use[sd]?|store[sd]?|keep|receive|recopil\w+"
    r"|collecte\w*)\b"
)
_NUMBER = re.compile(r"\b(?:phone|mobile|cell|numbers?|telefono|telephone)\b")
_REASON = re.compile(
    r"\b(?:to (?:send|text|provide|contact|notify|deliver|remind|confirm|verify|communicate"
    r"|message|you\b)|for (?:\w+ )?(?:\w+ )?(?:texts?|messages?|purposes?|reminders|updates|alerts"
    r"|sms|notifications?)|in order to|so that|used (?:for|to)|when you|para enviar"
    r"|pour (?:vous )?envoyer)\b"
)


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
    """Look for collecting, a number and a reason within two neighbouring sentences."""
    before = ""
    for _, _, sentence in subject.sentences():
        pair = before + sentence
        if _COLLECTS.search(pair) and _NUMBER.search(pair) and _REASON.search(pair):
            return
        before = sentence
    yield MISSING
