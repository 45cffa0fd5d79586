"""Rules on content that carriers never or only conditionally carry, whoever asks for it."""

import re
from collections.abc import Iterator

from consent.rules import categories
from consent.rules.base import EVERY_TEXT, MISSING, Hit, Severity, TextKind, rule
from consent.rules.subject import Subject


def is_age_restricted(subject: Subject) -> bool:
    """Return whether a text speaks of what only adults may be offered."""
    return categories.restricted(subject.prose) is not None


@rule(
    "CONTENT-PROHIBITED",
    "Forbidden categories",
    problem="Carriers do not carry this content.",
    fix="This program cannot be registered; remove the content.",
    kinds=EVERY_TEXT,
    prevents=("701", "703", "704", "705", "708", "709", "30460", "30464", "30466", "30885"),
    source="CTIA: SHAFT and high-risk content; US carriers",
)
def prohibited(subject: Subject) -> Iterator[Hit]:
    """Find the words of a forbidden category that are not denied."""
    # A flow or policy that says where lists come from is FLOW-NO-PURCHASED-LIST's to judge.
    found = categories.forbidden(subject.prose)
    if found and not (found[0] == "resale of leads" and subject.kind in _POLICIES):
        yield Hit(found[1], found[2], message=f"Carriers do not carry this content: {found[0]}.")


_POLICIES = frozenset({TextKind.TERMS, TextKind.PRIVACY, TextKind.MESSAGE_FLOW})


@rule(
    "CONTENT-AGE-RESTRICTED",
    "Allowed with age gate",
    problem="This content is for adults only and needs a date-of-birth gate.",
    fix="Add a date-of-birth gate and set the attribute.",
    severity=Severity.WARNING,
    kinds=EVERY_TEXT,
    prevents=("702", "706", "707", "30875"),
    source="CTIA: age-gated content; US carriers",
)
def age_restricted(subject: Subject) -> Iterator[Hit]:
    """Find alcohol, tobacco, vape and firearms, except where the text itself has the gate."""
    found = categories.restricted(subject.prose)
    if found and not _has_gate(subject):
        yield Hit(found[1], found[2], message=f"This content needs an age gate: {found[0]}.")


_BIRTH = re.compile(
    r"\bdates? of birth\b|\bbirth ?(?:date|day)\b(?! (?:offers?|gift|treat|reward|club|deal|sale))"
    r"|\bdob\b|\bmm ?[/-] ?dd ?[/-] ?yyyy\b|\bdd ?[/-] ?mm ?[/-] ?yyyy\b|\bage verif\w+ (?:service"
    r"|provider|system)|\bveratad\b|\bagechecker\b|\bmonth,? day,? (?:and )?year\b"
    r"|\bfecha de nacimiento\b|\bdate de naissance\b"
)


def _has_gate(subject: Subject) -> bool:
    """Does the text ask for a full date of birth? A question answered by yes or no is no gate."""
    if any(
        tag.attributes.get("autocomplete", "").startswith("bday") for tag in subject.text.inputs
    ):
        return True
    return _BIRTH.search(subject.masked) is not None


@rule(
    "CTA-AGE-GATE",
    "Date-of-birth gate for adult content",
    problem="Adult content is offered without asking for the date of birth.",
    fix="Ask for the full date of birth before the content and before the opt-in.",
    kinds=frozenset({TextKind.WEB, TextKind.POS, TextKind.KEYWORD}),
    prevents=("30825", "30875", "702", "706", "707", "CallToActionDoesNotContainRobustAgeGate"),
    source="CTIA and AWS: age-gated content needs a robust gate",
)
def age_gate(subject: Subject) -> Iterator[Hit]:
    """Demand a date of birth wherever adult content is named."""
    if categories.restricted(subject.prose) and not _has_gate(subject):
        yield MISSING


_MINE = (
    r"my (?:own )?(?:friends?|famil(?:y|ies)|wife|husband|spouse|kids|children|parents|mom|dad"
    r"|relatives|own phone|phone|personal|girlfriend|boyfriend|roommates?|buddies)"
)
_PERSONAL = re.compile(
    r"\b(?:(?:text|message|notify|send|contact|reach|remind|updates? (?:for|to)"
    r"|messages? (?:for|to)|texts? (?:for|to)|alerts? (?:for|to)|(?:chat|stay in touch"
    r"|communicate|talk|group) with)"
    rf" (?:only )?(?:messages |texts |reminders |alerts |sms )?(?:to |with )?(?:myself|{_MINE})"
    r"|personal (?:use(?! of)|messages|messaging|texting|projects?(?! manage)|account use)"
    r"|(?:test|testing) (?:for|by|on) myself|for myself|just for me\b|only me and"
    r"|friends and family (?:chat|group|texting|messages)"
    r"|(?:family|friends) group (?:chat|texts?)|group chat (?:with|for) (?:my )?(?:friends|family)"
    r"|send myself|hobby project|my home (?:server|automation|assistant|lab))\b"
)
_NOT_PERSONAL = re.compile(r"\b(?:no|not|never|non|isn't)(?: for| any)? $")


@rule(
    "PERSONAL-USE",
    "Business use only",
    problem="This describes personal messaging.",
    fix="Personal messaging cannot be registered.",
    kinds=frozenset({TextKind.DESCRIPTION, TextKind.MESSAGE_FLOW}),
    prevents=("30532",),
    source="US carriers: application-to-person traffic is for businesses",
)
def personal(subject: Subject) -> Iterator[Hit]:
    """Find texts to oneself, friends and family."""
    for found in _PERSONAL.finditer(subject.masked):
        if not _NOT_PERSONAL.search(subject.masked, max(found.start() - 20, 0), found.start()):
            yield Hit(*found.span())
            return
