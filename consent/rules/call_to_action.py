"""Rules on calls to action: what an end user must be shown before agreeing to texts."""

import re
from collections.abc import Iterator

from consent.rules import links
from consent.rules.base import (
    MISSING,
    US_AND_CANADA,
    DecidedBy,
    Hit,
    Rule,
    Severity,
    TextKind,
    declare,
    rule,
)
from consent.rules.full_terms import contains_terms
from consent.rules.phrases import agrees, joining
from consent.rules.subject import Subject

AWS = "AWS: call-to-action requirements for SMS programs"
CARRIERS = "US carriers' vetting of campaigns"
SHOWN_OR_SPOKEN = frozenset({TextKind.WEB, TextKind.POS, TextKind.VERBAL})


@rule(
    "CTA-BRAND",
    "Brand or program name present",
    problem="The text does not name the business that sends the messages.",
    fix="Name the business that sends the texts inside the consent sentence, exactly as it is "
    "registered.",
    prevents=("CallToActionMissingBrandName", "603"),
    source=AWS,
)
def brand(subject: Subject) -> Iterator[Hit]:
    """Look for any of the sender's names as whole words; "us" is no name."""
    if not subject.names_brand:
        yield MISSING


@rule(
    "CTA-PURPOSE",
    "Says which kind of messages",
    problem="The text does not say what kind of messages people will receive.",
    fix="State the kind of messages, for example appointment reminders or promotional offers.",
    prevents=("30544", "CallToActionMissingMessageType", "2114"),
    source=CARRIERS,
)
def names_purpose(subject: Subject) -> Iterator[Hit]:
    """Look for a purpose; bare "messages", "texts" or "updates" name none."""
    if not subject.names_purpose:
        yield MISSING


_CHANNEL = re.compile(
    r"\b(?:sms|mms|txts?|text(?:s|ed|ing)?|text-message|textos?|mensajes? de texto"
    r"|messages? textes?)\b"
    r"(?! (?:below|above|on this page|size|box|field|of this|us\b|or call|siguiente)\b)"
    r"(?![\"']? (?:us )?(?:the (?:key)?word )?[\"'(]{0,2}(?:stop|help|info|end|quit|cancel)\b)"
)
_OTHER_TEXT = re.compile(
    r"\b(?:the|this|that|following|full|fine|to any|to (?:a|this|our|the)|legal) $"
)
# On paper the way in is itself a text; "text us with questions" is no way in.
_TEXT_US = re.compile(r"\b(?:text|txt|sms) (?:us|_+)(?: at [^.!?]{3,20}?)? (?:to|for)\b")


@rule(
    "CTA-SMS-CHANNEL",
    "Names text messaging as the channel",
    problem="The text does not say that the messages are text messages.",
    fix='Write "text messages" or "SMS", not "communications".',
    prevents=("30551",),
    source=CARRIERS,
)
def channel(subject: Subject) -> Iterator[Hit]:
    """Look for SMS or text; the "text" of "text STOP" or "the text below" does not count."""
    printed = subject.kind in {TextKind.KEYWORD, TextKind.FLYER}
    prose = subject.prose
    if printed and (joins(subject) or _TEXT_US.search(prose)):
        return
    for found in _CHANNEL.finditer(prose):
        plain = found[0] not in {"text", "texts"}
        if plain or not _OTHER_TEXT.search(prose, max(found.start() - 12, 0), found.start()):
            return
    yield MISSING


@rule(
    "CTA-EXPLICIT-CONSENT",
    "Clear statement of consent",
    problem="The text has no sentence in which the person agrees to receive texts.",
    fix="Add a sentence in which the person agrees to receive texts; giving a number is not "
    "consent.",
    prevents=("30831", "30841", "30513", "30842", "CallToActionMissingExplicitConsent", "803"),
    source="AWS: get explicit consent; 47 CFR 64.1200",
)
def explicit_consent(subject: Subject) -> Iterator[Hit]:
    """Look for an agreement in the first or second person, or the act of texting a keyword."""
    if subject.kind in {TextKind.KEYWORD, TextKind.FLYER} and joins(subject):
        return
    if not agrees(subject.masked) and not _ticks_for_texts(subject):
        yield MISSING


def joins(subject: Subject) -> bool:
    """Return whether the text tells which word to text to which number."""
    return next(joining(subject.masked), None) is not None


_TICKED = re.compile(r"\b(?:texts?|sms|mms|texting|txts?|textos?|mensajes?)\b")


def _ticks_for_texts(subject: Subject) -> bool:
    """Return whether a form has a box of its own whose words speak of texts."""
    for tag in subject.text.inputs:
        if tag.attributes.get("type", "").lower() == "checkbox":
            words = subject.original[tag.end : tag.end + 200].lower()
            if _TICKED.search(words):
                return True
    return False


@rule(
    "CTA-FREQUENCY",
    "Message frequency",
    problem="The text does not say how often messages come.",
    fix='Add "Message frequency varies" or a count such as "Up to 4 msgs/month" or "One message '
    'per login".',
    prevents=("30545", "CallToActionMissingMessageFrequencyDisclosure"),
    source=AWS,
)
def frequency(subject: Subject) -> Iterator[Hit]:
    """Look for a count or "varies"; "periodic" and "from time to time" say nothing."""
    if subject.frequency is None:
        yield MISSING


_SUPPORT_WORD = re.compile(
    r"\b(?:support|help|contact(?:-us)?|customer (?:care|service)|questions|ayuda|soporte|contacto"
    r"|aide|assistance)\b"
)
_SUPPORT_NEAR = 60


def has_support_url(subject: Subject) -> bool:
    """Return whether an address in the text is one for support."""
    for url in subject.urls:
        if _SUPPORT_WORD.search(f"{url.host}{url.path}".replace("-", " ").replace("/", " ")):
            return True
        before = subject.masked[max(url.start - _SUPPORT_NEAR, 0) : url.start]
        clause = re.split(r"[.!?](?=\s)|https?://", before)[-1]
        legal = links.TERMS.search(clause) or links.PRIVACY.search(clause)
        if _SUPPORT_WORD.search(clause) and not legal:
            return True
    return False


@rule(
    "CTA-HELP",
    "Customer-care contact",
    problem="The text gives no way to reach customer care.",
    fix='Add "Text HELP for help" and, if you can, a phone number or e-mail address.',
    prevents=("CallToActionMissingHelpInstructions", "30570", "2128"),
    source=AWS,
)
def care_contact(subject: Subject) -> Iterator[Hit]:
    """Accept the HELP keyword, a telephone number, an e-mail address or a support address."""
    if not (subject.help or subject.phones or subject.emails or has_support_url(subject)):
        yield MISSING


@rule(
    "CTA-HELP-KEYWORD",
    "HELP keyword itself is named",
    problem="The text does not name the keyword HELP.",
    fix='Name the keyword: "Reply HELP for help".',
    severity_by_number_type={"sender_id": Severity.ADVICE},
    prevents=("30570", "2128", "2137"),
    source=CARRIERS,
)
def help_keyword(subject: Subject) -> Iterator[Hit]:
    """Look for an instruction to text HELP; "for help" alone is none."""
    if subject.help is None:
        yield MISSING


@rule(
    "CTA-STOP",
    "Opt-out instruction with the keyword",
    problem="The text does not say how to opt out with the keyword STOP.",
    fix='Add "Reply STOP to opt out" next to the consent.',
    prevents=("CallToActionMissingStopInstructions", "2126"),
    source=AWS,
)
def stop_instruction(subject: Subject) -> Iterator[Hit]:
    """Look for an instruction to text STOP that is not denied."""
    if subject.stop is None:
        yield MISSING


@rule(
    "CTA-RATES",
    "Cost disclosure present in some accepted form",
    problem="The text does not say that message and data rates may apply.",
    fix='Add "Message and data rates may apply."',
    number_types=US_AND_CANADA,
    prevents=("30569", "CallToActionMissingDataRatesDisclosure"),
    source=AWS,
)
def rates(subject: Subject) -> Iterator[Hit]:
    """Accept the sentence and its customary short forms."""
    if subject.rates is None:
        yield MISSING


@rule(
    "CTA-RATES-VERBATIM",
    "The disclosure is the exact sentence",
    problem='The cost disclosure is not the exact sentence "Message and data rates may apply".',
    fix='Replace the short form by "Message and data rates may apply". For Canada use "Standard '
    'message and data rates may apply".',
    severity=Severity.WARNING,
    number_types=US_AND_CANADA,
    prevents=("30569",),
    source=AWS,
)
def rates_verbatim(subject: Subject) -> Iterator[Hit]:
    """Look for the sentence word for word; point at the short form where there is one."""
    if "message and data rates may apply" in subject.masked and subject.rates is not None:
        return
    yield Hit(*subject.rates) if subject.rates else MISSING


@rule(
    "CTA-TERMS",
    "Link to public terms",
    problem="The text has no address of the terms and conditions.",
    fix='Add a working link labelled "Terms & Conditions".',
    prevents=("CallToActionMissingTermsAndConditions", "30493"),
    source=AWS,
)
def terms_link(subject: Subject) -> Iterator[Hit]:
    """Look for an address that leads to the terms; the words alone lead nowhere."""
    if links.target(subject, "terms") is None and not contains_terms(subject):
        yield MISSING


@rule(
    "CTA-PRIVACY",
    "Link to public privacy policy",
    problem="The text has no address of the privacy policy.",
    fix='Add a working link labelled "Privacy Policy".',
    prevents=("CallToActionMissingPrivacyPolicyLink", "2106", "30493"),
    source=AWS,
)
def privacy_link(subject: Subject) -> Iterator[Hit]:
    """Look for an address that leads to the privacy policy."""
    if links.target(subject, "privacy") is None and not contains_terms(subject):
        yield MISSING


CTA_EVIDENCE = declare(
    Rule(
        id="CTA-EVIDENCE",
        title="Screenshot or script for what a reviewer cannot open",
        problem="No screenshot of the call to action is on file.",
        fix="Upload a screenshot of the complete call to action; it gets a public address.",
        kinds=frozenset({TextKind.REGISTRATION}),
        prevents=("30842", "30511"),
        source="AWS: provide a screenshot where the opt-in is not public, verbal or printed",
        decided_by=DecidedBy.DATA,
    )
)
