"""Rules on print and keywords: the address in full, the word to text, and to which number."""

import re
from collections.abc import Iterator

from consent.content import NumberType, UseCase
from consent.keywords import is_reserved
from consent.rules import links
from consent.rules.base import MISSING, Hit, Severity, TextKind, rule
from consent.rules.phrases import Joining, joining
from consent.rules.subject import Subject

_CLICK = re.compile(
    r"\b(?:click|tap|press)(?:ing)? (?:here|the link|below|on)\b|\bhaga clic\b|\bcliquez\b"
)


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


_SCAN = re.compile(
    r"\b(?:scan|qr|visit|go to|fill|sign up (?:at|online|in store)|counter|escane[ea]|escanear"
    r"|visite|scannez|numerisez|visitez)\b"
)
_LEAVING = re.compile(
    r"^[\"'*)_]{0,3},? (?:to|for|and|if|when|at any ?time to|anytime to|para|pour|y|et)"
    r" (?:you )?(?:(?:need|get|want|more|obtener|recibir|obtenir|recevoir|de|l'|mas|plus|to|receive"
    r"|ya no|ne) ?){0,3}"
    r"(?:stop|cancel|opt[- ]?out|unsub\w*|quit|end|leave|help|info\w*|support|assist\w*|no longer"
    r"|salir|darse de baja|ayuda|terminar|desabonn\w*|desinscri\w*|arreter|annuler|aide|plus)"
)


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
        not is_reserved(found.word.upper()) or not _leaves(subject, found)
        for found in joining(subject.masked)
    )
    other_way = subject.kind == TextKind.FLYER and _SCAN.search(subject.masked)
    if not joins and not other_way:
        yield MISSING


def _leaves(subject: Subject, found: Joining) -> bool:
    """Is this the instruction to leave or to ask for help, rather than the one to join?"""
    folded = subject.masked
    if _LEAVING.match(folded[found.end : found.end + 60]):
        return True
    return _LEAVE_FIRST.search(folded, max(found.start - 50, 0), found.start) is not None


_LEAVE_FIRST = re.compile(
    r"\b(?:to|for|para|pour) (?:stop|cancel|opt[- ]?out|unsub\w*|quit|end|leave|help|assistance"
    r"|support|more info\w*|cancelar|salir|ayuda|vous desabonner|de l'aide)[^.!?]{0,25}$"
)


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
    for found in joining(subject.masked):
        if is_reserved(found.word.upper()) and not _leaves(subject, found):
            yield Hit(*found.word_span)


_CONFIRM = re.compile(
    r"\b(?:reply|replying|text|send|respond|responding|responda|responde|repondez|answer|envie"
    r"|textez)\b[^.!?]{0,20}[\"']?\b(?:yes|y|ok|agree|confirm|si|oui)[\"']? ?(?:to|back|and|when"
    r"|if|as|para|pour|or|,|\.|$)"
    r"|\bdouble[- ]opt[- ]?in\b|\bdoble (?:confirmacion|opt[- ]?in)\b|\bdouble (?:consentement"
    r"|confirmation)\b"
    r"|\bconfirm(?:ation)? (?:request|reply|your (?:opt[- ]?in|subscription|enrol\w+|number|sign"
    r"|choice|consent|participation))\b"
    r"|\b(?:ask|asked|prompted|text asking|asking|asks|need|required"
    r"|message) (?:you )?to (?:confirm"
    r"|reply yes|reply y|verify)\b|\bonce you (?:confirm|reply)\b|\bconfirm by (?:reply|text)\w*"
    r"|\b(?:confirmar su|confirmer votre) \w+"
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
