"""Rules on the free texts of a registration: the message flow and the description."""

import re
from collections.abc import Iterator

from consent.rules import links
from consent.rules.base import MISSING, US_AND_CANADA, Hit, Severity, TextKind, rule
from consent.rules.subject import Subject

FLOW = frozenset({TextKind.MESSAGE_FLOW})
DESCRIPTION = frozenset({TextKind.DESCRIPTION})
SHORTEST = 40

_WEB = re.compile(
    r"\b(?:web ?sites?|web ?page|online|(?:web|online|sign-?up|contact|contact us|landing"
    r"|check-?out"
    r"|booking|registration|opt-?in|lead|inquiry|quote|account) (?:forms?|pages?)|landing page"
    r"|(?:mobile|web|ios|android|our|the) app|portal|check-?out|sign-?up page|https?"
    r"|check-?box(?:es)?|click(?:s|ing|ed)?|toggles?|forms?|tick(?:s|ed)? (?:a|the|an)|box)\b"
)
# A box or a form may as well be printed.
_MAY_BE_PAPER = re.compile(r"\b(?:check-?box(?:es)?|forms?|box|tick(?:s|ed)? (?:a|the|an))\b")
_PAPER = re.compile(
    r"\b(?:paper|printed|physical|hard[- ]copy|clipboard|intake|paperwork|hand(?:s|ed)? out"
    r"|in[- ]person|in[- ]store|front desk|at the (?:desk|counter|register)|written form|signs?"
    r"|verbal\w*|over the phone|by phone|on the phone|workday|onboarding form)\b"
)
_METHOD = re.compile(
    r"\b(?:point[- ]of[- ]sale|pos terminal|pos system|pin pad|keypad|register|cashier|paper"
    r"|flyers?|posters?|signs?|signage|counter|front desk|in[- ]person|in[- ]store|verbal(?:ly)?"
    r"|phone calls?|over the phone|by phone|(?:call|calls|calling|called) (?:our|the|us|in|into"
    r"|to)|call cent(?:er|re)|agents? asks?|(?:representative|staff|receptionist|associate"
    r"|agent)\w*"
    r" (?:will |then )?(?:asks?|reads?)|ivr|qr|kiosk|tablet|(?:registering|registers?) (?:with|at"
    r"|on|for"
    r"|in)|(?:creates?|creating|opens?|opening) an account|keywords?|intake|enroll?s?|signs? up"
    r"|subscribes? (?:at|on|via|through|by)|fills? (?:out|in)|submit(?:s|ting)?|enter(?:s|ing)? (?:"
    r"their|a|his|her|the) (?:mobile |cell |phone )*(?:phone|number)|formulario|casilla|sitio web"
    r"|formulaire|case|site web)\b"
    r"|\b(?:text|texting|send|sending|sms)(?:s)? (?:the (?:key)?word )?[\"']?[a-z0-9]{2,30}[\"']?"
    r" to\b"
)


@rule(
    "FLOW-METHOD",
    "Message flow says how people opt in",
    problem="The message flow does not say how people opt in.",
    fix="Describe step by step where and how the person agrees.",
    kinds=FLOW,
    prevents=("804", "806", "2100", "30842", "CallToActionIsMissingOrInaccessible"),
    source="AWS: if the reviewer cannot determine how the opt-in works, it is denied",
)
def flow_method(subject: Subject) -> Iterator[Hit]:
    """Demand forty characters and a method; "existing customers" names none."""
    folded = subject.masked
    if len(folded) < SHORTEST or not (_WEB.search(folded) or _METHOD.search(folded)):
        yield MISSING


@rule(
    "FLOW-URL",
    "Direct address in the flow",
    problem="The message flow names a web opt-in but not the address of its page.",
    fix="Add the page address.",
    kinds=FLOW,
    prevents=("30543", "804"),
    source="AWS: provide the URL when you submit",
)
def flow_url(subject: Subject) -> Iterator[Hit]:
    """Demand an address with a path for web opt-ins; warn of a bare home page."""
    if not (subject.urls or _opts_in_online(subject.prose)):
        return
    pages = [url for url in subject.urls if url.path.strip("/")]
    if not subject.urls:
        yield MISSING
    elif not pages:
        first = subject.urls[0]
        yield Hit(
            first.start,
            first.end,
            severity=Severity.WARNING,
            message="This is only the home page; give the page with the form.",
        )


def _opts_in_online(prose: str) -> bool:
    """Return whether people opt in on a page; a form or a box on paper has no address."""
    ways = {found[0] for found in _WEB.finditer(prose)}
    if ways and all(_MAY_BE_PAPER.fullmatch(way) for way in ways):
        return _PAPER.search(prose) is None
    return bool(ways)


@rule(
    "FLOW-DISCLOSURES",
    "Flow quotes the disclosures",
    problem="The message flow does not quote the disclosures.",
    fix="Quote the full disclosure in the flow.",
    severity=Severity.WARNING,
    kinds=FLOW,
    prevents=("2137", "CallToActionInvalidOrIncomplete"),
    source="US carriers' vetting of campaigns",
)
def flow_disclosures(subject: Subject) -> Iterator[Hit]:
    """Name every disclosure that the flow leaves out; worse when no call to action is linked."""
    rates_needed = subject.context.number_type in US_AND_CANADA
    parts = (
        ("the brand", subject.names_brand),
        ("message frequency", subject.frequency),
        ("message and data rates", subject.rates or not rates_needed),
        ("STOP", subject.stop),
        ("HELP", subject.help or subject.phones or subject.emails),
        ("the address of the terms", links.target(subject, "terms")),
        ("the address of the privacy policy", links.target(subject, "privacy")),
    )
    missing = [name for name, present in parts if not present]
    if missing:
        unlinked = subject.context.linked_call_to_action is False
        yield Hit(
            severity=Severity.BLOCKER if unlinked else None,
            message=f"The message flow leaves out: {', '.join(missing)}.",
        )


_LISTS = r"(?:lists?|leads?|numbers?|contacts?|data(?:bases?)?|opt-?ins?|phones?)"
_BOUGHT = re.compile(
    r"\b(?:purchas(?:e|es|ed|ing)|bought|rent(?:s|ed|ing)?|buy(?:s|ing)?|acquir(?:e|es|ed|ing)"
    rf"|licens(?:e|ed|ing))(?: (?!and\b|or\b|tickets?\b|products?\b)[a-z-]+){{0,4}} {_LISTS}\b"
    r"|\b(?:obtain|receiv|get|got|sourc|collect|com|gather|import)\w* [^.!?]{0,40}?\b(?:from"
    r"|through"
    r"|via|by)"
    r" (?:an? |our |the |other |various )*(?:third[- ]part(?:y|ies)|lead\b|data (?:brokers?"
    r"|providers?|vendors?)|brokers?|list vendors?|partner(?:s|ed)?\b|affiliates?|vendors?"
    r"|public records?|public(?:ly)? (?:available|directories)|directories|co-?registration)"
    rf"|\b{_LISTS} (?:are|is|was|were|have been) (?:purchased|bought|rented|acquired|licensed"
    r"|scraped)"
    r"|\blead (?:lists?|vendors?|providers?|generat\w+|sellers?)|\bleads? (?:come|from|are sold)\b"
    r"|\bthird[- ]party (?:lists?|leads?|data)\b|\bscrap(?:ed?|ing)\b|\bdata brokers?\b"
    r"|\b(?:shared|sold|resold) (?:leads?|lists?|to us)\b|\bcold (?:list|leads?|text\w*)\b"
    r"|\b(?:on|through|via) (?:our )?(?:partner|affiliate|third[- ]party) (?:web)?sites?\b"
)
# What one's own pages bring in is no bought list.
_OWN = re.compile(
    r"^[^.!?]{0,40}\b(?:fill|submit|complete|sign|opt)\w*\b[^.!?]{0,30}\b(?:our|own)\b"
)
_DENIED = re.compile(r"(?:\b(?:not|never|no|nor|without)|n't)\b(?: [a-z-]+,?){0,6} ?$")


@rule(
    "FLOW-NO-PURCHASED-LIST",
    "Consent is first-hand",
    problem="The message flow speaks of bought or shared lists.",
    fix="Only text people who agreed with you directly.",
    kinds=FLOW,
    prevents=("708", "709"),
    source="CTIA: no bought or shared lists",
)
def no_purchased_list(subject: Subject) -> Iterator[Hit]:
    """Find bought lists, unless the flow denies them."""
    for found in _BOUGHT.finditer(subject.masked):
        denied = _DENIED.search(subject.masked, max(found.start() - 40, 0), found.start())
        own = _OWN.match(subject.masked[found.end() : found.end() + 120])
        if not denied and not own:
            yield Hit(*found.span())


_RECIPIENTS = re.compile(
    r"\b(?:customers?|clients?|patients?|members?|subscribers?|users?|guests?|donors?|employees?"
    r"|staff|drivers?|students?|parents?|residents?|account holders?|shoppers?|buyers?|people|those"
    r"|recipients?|tenants?|(?:home)?owners?|consumers?|famil(?:y|ies)|riders?|passengers?|fans"
    r"|players|travell?ers|voters?|congregants?|worshippers|applicants?|candidates?|borrowers?"
    r"|attendees?|volunteers?|anyone|contacts?|end users?|you)\b"
    r"|\bto (?:[a-z-]+ ){1,4}?who\b"
)


@rule(
    "DESC-SPECIFIC",
    "Description is specific",
    problem="The description does not say who sends what to whom.",
    fix="Say who sends, to whom, and why.",
    kinds=DESCRIPTION,
    prevents=("30886", "CampaignDescriptionNotUnique", "CampaignDescriptionNotMatchingUseCase"),
    source="US carriers' vetting of campaigns",
)
def description_specific(subject: Subject) -> Iterator[Hit]:
    """Demand forty characters, the brand, a purpose and the recipients."""
    parts = (
        ("it is shorter than forty characters", len(subject.text.folded) >= SHORTEST),
        ("it does not name the brand", subject.names_brand),
        ("it does not say what kind of messages", subject.names_purpose or _codes(subject)),
        ("it does not say who receives them", _RECIPIENTS.search(subject.masked)),
    )
    missing = [problem for problem, present in parts if not present]
    if missing:
        yield Hit(message=f"The description is not specific: {', '.join(missing)}.")


def _codes(subject: Subject) -> bool:
    """Return whether a description speaks of things people get without naming a message."""
    return re.search(r"\b(?:remind|notif|alert|updat|codes?)\w*\b", subject.prose) is not None
