"""Rules on print and keywords: the address in full, the word to text, and to which number."""

import re
from collections.abc import Iterator

from consent.content import NumberType, UseCase
from consent.keywords import is_reserved
from consent.rules import links
from consent.rules.base import MISSING, Hit, Severity, TextKind, rule
from consent.rules.subject import Subject

_CLICK = re.compile(r"\b(?:click|tap|press)(?:ing)? (?:here|the link|below|on)\b")


@rule(
    "PRINT-URL-TYPED",
    "Printed matter shows the address",
    problem="The print does not show the address of terms and privacy policy in full.",
    fix="Print the address in full.",
    kinds=frozenset({TextKind.FLYER, TextKind.POS}),
    source="AWS: printed calls to action need the address, since nobody can press paper",
)
def address_typed(subject: Subject) -> Iterator[Hit]:
    """Demand a typed address wherever there is no screen to press."""
    if subject.text.links:
        return
    if not subject.urls:
        yield MISSING
        return
    pressed = _CLICK.search(subject.masked)
    if pressed and not (links.target(subject, "terms") or links.target(subject, "privacy")):
        yield Hit(*pressed.span())


_NUMBER = (
    r"(?:\+?1?[\s.-]{0,2}\(?\d{3}\)?[\s.-]{0,2}[\da-z]{3,4}[\s.-]?[\da-z]{3,5}\b"
    r"|\d{3}[- ]?\d{2,3}\b"
    r"|\+\d[\d\s-]{6,16}\d)"
)
_INSTRUCTION = re.compile(
    rf"\b(?:text|txt|send|sms|texting|sending|envia|envie|textez"
    rf"|envoyez)(?: the)?(?: (?:key)?word)?"
    rf"(?: code| palabra| la palabra"
    rf"| le mot)? [\"'*]*(?P<word>[a-z0-9]{{1,30}}(?: ?[a-z0-9]{{1,20}})?)[\"'*]*"
    rf",? (?:to|at|al|a|au) (?:(?:our|the|this|short ?code|number|el|numero"
    rf"|le) ){{0,3}}[\"']?(?P<number>{_NUMBER})"
)
_SCAN = re.compile(r"\b(?:scan|qr|visit|go to|fill|sign up (?:at|online|in store)|counter)\b")
# Words that stand where a keyword would, and are none.
_NO_KEYWORD = frozenset({"us", "me", "you", "it", "this", "message", "messages", "now", "here"})
_LEAVING = re.compile(
    r"^[\"'*]*,? (?:to|for|and|if|when|at any time to|anytime to) (?:you )?(?:need |get |want "
    r"|more )*"
    r"(?:stop|cancel|opt[- ]?out|unsub\w*|quit|end|leave|help|info\w*|support|assist\w*|no longer)"
)


def _instructions(subject: Subject) -> Iterator[re.Match[str]]:
    for found in _INSTRUCTION.finditer(subject.masked):
        if found["word"] not in _NO_KEYWORD:
            yield found


@rule(
    "KEYWORD-INSTRUCTION",
    "Keyword and number shown",
    problem="The text does not say which word to text to which number.",
    fix='Write "Text JOIN to 55555 to get ...".',
    kinds=frozenset({TextKind.KEYWORD, TextKind.FLYER}),
    prevents=("CallToActionInvalidOrIncomplete",),
    source="US carriers: a reviewer must see how the opt-in starts",
)
def instruction(subject: Subject) -> Iterator[Hit]:
    """Demand "Text WORD to NUMBER"; a flyer may lead to a form by its QR code instead."""
    joins = any(
        not is_reserved(found["word"].upper()) or not _leaves(subject, found)
        for found in _instructions(subject)
    )
    other_way = subject.kind == TextKind.FLYER and _SCAN.search(subject.masked)
    if not joins and not other_way:
        yield MISSING


def _leaves(subject: Subject, found: re.Match[str]) -> bool:
    """Is this the instruction to leave or to ask for help, rather than the one to join?"""
    return _LEAVING.match(subject.masked[found.end() : found.end() + 60]) is not None


@rule(
    "KEYWORD-RESERVED",
    "Opt-in keyword is not a reserved word",
    problem="The keyword to join is a word that stops texts or asks for help.",
    fix="Choose another keyword, e.g. JOIN.",
    kinds=frozenset({TextKind.KEYWORD, TextKind.FLYER}),
    source="AWS: reserved keywords; a person who texts it would be opted out",
)
def reserved(subject: Subject) -> Iterator[Hit]:
    """Find an instruction to join by STOP, END, INFO and the like."""
    for found in _instructions(subject):
        if is_reserved(found["word"].upper()) and not _leaves(subject, found):
            yield Hit(*found.span("word"))


_CONFIRM = re.compile(
    r"\b(?:reply|text|send|respond|responda|repondez)\b[^.!?]{0,20}[\"']?\b(?:yes|y|ok|agree"
    r"|confirm"
    r"|si|oui)\b|\bdouble opt[- ]?in\b|\bconfirm(?:ation)? (?:request|reply|your (?:opt[- ]?in|"
    r"subscription|enrol\w+|number))\b|\b(?:asked|prompted|text asking) (?:you )?to confirm\b"
)


@rule(
    "KEYWORD-DOUBLE-OPTIN",
    "Confirm marketing keyword opt-ins",
    problem="A marketing opt-in by keyword is not confirmed by a second text.",
    fix='Send "Reply YES to confirm" before the first promotion.',
    severity=Severity.WARNING,
    severity_by_number_type={NumberType.TEN_DLC: Severity.ADVICE},
    kinds=frozenset({TextKind.KEYWORD}),
    number_types=frozenset({NumberType.TOLL_FREE, NumberType.SHORT_CODE, NumberType.TEN_DLC}),
    use_cases=frozenset({UseCase.MARKETING}),
    prevents=("30540",),
    source="Toll-free guidance of US aggregators",
)
def double_opt_in(subject: Subject) -> Iterator[Hit]:
    """Look for a confirmation that is asked for before the first promotion."""
    if not _CONFIRM.search(subject.masked):
        yield MISSING
