"""Rules on free choice: consent is no condition, is not forced, and is given to one sender."""

import re
from collections.abc import Iterator

from consent.content import UseCase
from consent.rules.base import MISSING, US_AND_CANADA, Hit, Severity, TextKind, rule
from consent.rules.subject import Subject

_GOODS = (
    r"(?:purchas\w*|buy\w*|goods|services?|products?|sales?|orders?|ordering|transactions?"
    r"|treatments?|care|employment|donat\w*|membership|account|obtain\w*|use|using|anything"
    r"|any of our)"
)
_NOT_A_CONDITION = re.compile(
    rf"\b(?:not|isn't|never|aren't|no)\b[^.!?]{{0,60}}\bconditions? (?:of|to|for)\b[^.!?]{{0,60}}"
    rf"\b{_GOODS}\b"
    r"|\bnot (?:required|obligated|obliged) to (?:agree|provide|opt[- ]?in|consent|give|sign|accept"
    rf"|receive)\b[^.!?]{{0,100}}\b(?:condition of|in order to|to|before)\b[^.!?]{{0,40}}\b{_GOODS}"
    rf"|\b(?:consent|agreement|opt(?:ing)?[- ]?in)\b[^.!?]{{0,40}}\b(?:not|isn't|never)"
    rf"(?: be)? (?:required|needed|necessary|mandatory)\b[^.!?]{{0,40}}\b{_GOODS}"
    rf"|\byou (?:can|may) (?:still )?(?:buy|purchase|order|use our services)[^.!?]{{0,60}}"
    r"\bwithout (?:agree|consent|opt)"
    r"|\bno (?:es|constituye) (?:una )?(?:condicion|requisito) (?:de|para)\b[^.!?]{0,30}\bcompra"
    r"|\bn'est pas (?:une condition|requis|obligatoire)[^.!?]{0,40}\bachat"
)


@rule(
    "CTA-NOT-PREREQUISITE",
    "Consent is not a condition of purchase",
    problem="The text does not say that consent is not a condition of purchase.",
    fix='Add "Consent is not a condition of purchase."',
    number_types=US_AND_CANADA,
    severity=Severity.ADVICE,
    severity_by_use_case={
        UseCase.MARKETING: Severity.BLOCKER,
        UseCase.MIXED: Severity.WARNING,
    },
    prevents=("30475",),
    source="47 CFR 64.1200(f)(9), prior express written consent",
)
def not_prerequisite(subject: Subject) -> Iterator[Hit]:
    """Look for the sentence in any of its usual forms."""
    if not _NOT_A_CONDITION.search(subject.masked):
        yield MISSING


_ACTS = (
    r"(?:creating|ordering|purchasing|continuing|placing|signing in|logging in|registering|booking"
    r"|buying|using (?:this|our|the)|completing|checking out|scheduling|visiting|shopping"
    r"|proceeding|making a (?:purchase|payment|reservation))"
)
_FORCED = re.compile(
    r"\b(?P<must>must|required to|have to|need to|obligated to|obliged to) "
    r"(?:first |also )?(?:agree|consent|opt[- ]?in|accept)\b[^.!?]{0,60}\b(?:texts?|sms|texting"
    r"|text messages?|messages)\b"
    rf"|\bby {_ACTS}\b[^.!?]{{0,60}}\b(?:agree|consent)[^.!?]{{0,80}}\b(?:texts?|sms|texting)\b"
    r"|\b(?P<condition>(?:as )?a condition of|as a condition for|is a requirement (?:of|for|to)"
    r"|(?:is|are) (?:required|mandatory|compulsory)(?: to| for| in order| as)?)\b"
    r"|\bcourt[- ](?:order(?:ed)?|mandated|required)\b|\border(?:ed)? by (?:a|the) court\b"
    r"|\b(?:cannot|can't|can not|unable to) (?:complete|continue|proceed|check ?out|order|register"
    r"|sign up|create)\b[^.!?]{0,40}\b(?:without|unless|until)\b[^.!?]{0,40}"
    r"\b(?:agree|consent|opt|texts?|sms)"
)
_DENIED = re.compile(r"(?:\b(?:not|never|no|nor|without|neither)|n't)\b(?: [a-z_-]+){0,4} ?$")
_CONSENT = re.compile(r"\b(?:consent|agree\w*|opt(?:ing)?[- ]?in|texts?|sms|enrol?lment)\b")


@rule(
    "CTA-CONSENT-FORCED",
    "Text must not make consent compulsory",
    problem="The text makes consent to texts compulsory.",
    fix="Make the choice separate: a box or a question that may be refused while the service "
    "still works.",
    kinds=frozenset({TextKind.WEB, TextKind.POS, TextKind.VERBAL}),
    prevents=(
        "CallToActionConsentNotOptional",
        "30475",
        "CallToActionCourtOrderedOptIn",
        "agreeing to receive messages must be optional",
    ),
    source="AWS: consent is an intentional action; US carriers' vetting of toll-free numbers",
)
def consent_forced(subject: Subject) -> Iterator[Hit]:
    """Find duties to agree and agreements hidden in another act, unless they are denied."""
    folded = subject.masked
    for found in _FORCED.finditer(folded):
        if _DENIED.search(folded, max(found.start() - 60, 0), found.start()):
            continue
        if found["condition"]:
            clause = re.split(r"[.!?]", folded[max(found.start() - 80, 0) : found.start()])[-1]
            after = re.split(r"[.!?]", folded[found.end() : found.end() + 60])[0]
            if not _CONSENT.search(clause) and not _CONSENT.search(after):
                continue
            if found["condition"].startswith(("is", "are")) and not _CONSENT.search(clause):
                continue
        yield Hit(*found.span())


_OTHERS = re.compile(
    r"\b(?:(?:marketing |business |trusted |our |its |their )?(?:partners?|affiliates?"
    r"|affiliated (?:companies|entities)|sponsors?|subsidiaries)|third[- ]part(?:y|ies)"
    r"|select(?:ed)? companies|other companies|and others|socios|terceros|partenaires|tiers)\b"
)
_CONTACTING = re.compile(r"\b(?:texts?|texting|sms|messages?|contact(?:ed|s|ing)?|mensajes)\b")
_NEGATION = re.compile(r"(?:\b(?:not|never|no|nor|cannot|without|exclud\w+|nunca|jamais|ne)|n't)\b")
_NEAR = 60


@rule(
    "CTA-THIRD-PARTY-CONSENT",
    "Consent is to one sender only",
    problem="The text asks for consent to messages of other companies too.",
    fix="Name only the registered brand; remove partners and affiliates.",
    prevents=("708", "1016"),
    source="CTIA: opt-ins cannot be transferred; AWS: never share phone numbers",
)
def third_party_consent(subject: Subject) -> Iterator[Hit]:
    """Find partners and affiliates near texting, unless the sentence denies sharing."""
    for start, end, sentence in subject.sentences():
        for found in _OTHERS.finditer(sentence):
            near = sentence[max(found.start() - _NEAR, 0) : found.end() + _NEAR]
            before = sentence[: found.start()]
            if _CONTACTING.search(near) and not _NEGATION.search(before):
                yield Hit(start + found.start(), min(start + found.end(), end))
                break
