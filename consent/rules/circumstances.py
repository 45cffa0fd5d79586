"""Rules on what is claimed about an opt-in: no exemption, in view, in the reviewer's language."""

import re
from collections.abc import Iterator

from consent.content import NumberType, UseCase
from consent.rules.base import (
    CALL_TO_ACTION,
    MISSING,
    Hit,
    Severity,
    TextKind,
    rule,
)
from consent.rules.call_to_action import explicit_consent
from consent.rules.subject import Subject

_EXEMPT = re.compile(
    r"\b(?:no|without(?: an?)?|not require[sd]?|n't (?:need|require)|not need(?:ed)?|exempt from"
    r"|need no"
    r"|requires? no)(?: (?:any|an?|the|separate|explicit|prior|additional|to))*"
    r" (?:opt[- ]?in|consent|permission|agreement|sign[- ]?up)\b"
    r"|\b(?:opt[- ]?in|consent|permission|agreement)(?: form)? (?:is |are )?(?:not (?:needed"
    r"|required"
    r"|necessary|collected)|unnecessary|n/a|not applicable|waived|exempt)\b"
    r"|\b(?:is|are) (?:exempt|automatically (?:enrolled|opted[- ]in|subscribed|added))\b"
    r"|\b(?:as )?part of (?:the|their|your) (?:job|employment|contract|duties|work)\b"
    r"|\b(?:opt[- ]?in|consent) is (?:implied|implicit|assumed|automatic|given by (?:employment"
    r"|being|having))\b"
    r"|\b(?:employees|staff|workers|drivers|they|users?) (?:do not|don't|cannot|can't) (?:opt"
    r"|choose"
    r"|have a choice)\b"
    r"|\bno (?:se (?:requiere|necesita)|es necesario|hace falta) (?:el )?(?:consentimiento|permiso"
    r"|dar)\b|\bparte (?:de su|del) (?:trabajo|empleo)\b"
    r"|\b(?:aucun consentement|consentement (?:n'est )?pas)\b|\bpartie de (?:leur|votre) (?:travail"
    r"|emploi)\b"
)
_NOT_PURCHASE = re.compile(
    r"^[^.!?]{0,40}\b(?:purchas\w*|buy\w*|services?|goods|sale|employment|compra|empleo|achat"
    r"|emploi)\b"
)


def _exemption(subject: Subject) -> re.Match[str] | None:
    """Return where the text claims that nobody has to agree; "not to buy" is none."""
    for found in _EXEMPT.finditer(subject.masked):
        if not _NOT_PURCHASE.match(subject.masked[found.end() : found.end() + 80]):
            return found
    return None


def _disclosures(subject: Subject) -> int:
    """How many of rates, frequency, STOP and HELP the text carries."""
    return sum(
        x is not None for x in (subject.rates, subject.frequency, subject.stop, subject.help)
    )


@rule(
    "OTP-OPTIN",
    "OTP programs need the same opt-in",
    problem="The number is asked for a code without the disclosures of an opt-in.",
    fix="Show the disclosure beside the phone field on the sign-in page.",
    kinds=frozenset({TextKind.WEB, TextKind.POS, TextKind.VERBAL}),
    use_cases=frozenset({UseCase.OTP}),
    prevents=("30842",),
    source="AWS: one-time codes have the same requirements",
)
def codes_need_opt_in(subject: Subject) -> Iterator[Hit]:
    """Refuse a claimed exemption, and a form without any agreement or disclosure."""
    found = _exemption(subject)
    if found:
        yield Hit(*found.span())
    elif _disclosures(subject) < (1 if _agrees(subject) else _ENOUGH):
        yield MISSING


def _agrees(subject: Subject) -> bool:
    """Does the text pass CTA-EXPLICIT-CONSENT?"""
    return not any(explicit_consent(subject))


@rule(
    "INTERNAL-USE-OPTIN",
    "Employees opt in too",
    problem="The text says that employees are texted without having agreed.",
    fix="Add an employee opt-in form.",
    kinds=CALL_TO_ACTION | {TextKind.MESSAGE_FLOW, TextKind.DESCRIPTION},
    use_cases=frozenset({UseCase.INTERNAL}),
    prevents=("803",),
    source="AWS: internal use has the same requirements, without exception",
)
def employees_opt_in(subject: Subject) -> Iterator[Hit]:
    """Refuse a claimed exemption; a call to action or flow must also say how they agree."""
    found = _exemption(subject)
    if found:
        yield Hit(*found.span())
    elif subject.kind == TextKind.MESSAGE_FLOW:
        if not _WAY_IN.search(subject.masked):
            yield MISSING
    elif subject.kind != TextKind.DESCRIPTION and not _agrees(subject):
        yield MISSING


_WAY_IN = re.compile(
    r"\b(?:opt(?:s|ed|ing)?[- ]?in|consents?|consented|consenting|agrees?|agreed|sign(?:s"
    r"|ed)? (?:up|the|a|an)"
    r"|form|check(?:s|ed|ing)?[- ]?(?:box|the box)|box|texts? \w+ to \d+|keyword|enroll?(?:s"
    r"|ed)?|accepts?)\b"
)

_HIDDEN = re.compile(
    r"\b(?:disclosures?|full terms|sms terms|text(?:ing|ing)? terms|details|consent (?:text"
    r"|language)"
    r"|conditions)\b[^.!?]{0,40}\b(?:in (?:the|our) footer|at the bottom|on the next (?:page"
    r"|screen)"
    r"|after (?:you )?(?:scan|submit|sign|click)\w*|behind the (?:qr|link)|in (?:our|the) terms"
    r"|on (?:our|the) (?:web ?site|back)|once you (?:scan|click|submit))"
)
_QR = re.compile(r"\b(?:scan|qr)\b")
_ENOUGH = 2


@rule(
    "CTA-VISIBLE",
    "Disclosures at the point of consent",
    problem="The disclosures are not where people agree.",
    fix="Put the disclosure beside the phone field or on the sign itself.",
    severity=Severity.WARNING,
    kinds=frozenset({TextKind.WEB, TextKind.POS, TextKind.FLYER}),
    prevents=("30841",),
    source="AWS: disclosures must not be hidden behind the QR code or the terms",
)
def in_view(subject: Subject) -> Iterator[Hit]:
    """Find disclosures that are said to stand elsewhere, and QR codes with hardly any beside."""
    found = _HIDDEN.search(subject.masked)
    few = _disclosures(subject) < _ENOUGH
    if found and few:
        yield Hit(*found.span())
    elif few and subject.kind != TextKind.WEB and _QR.search(subject.masked):
        yield MISSING


_ENGLISH = frozenset({
    "the", "and", "you", "your", "to", "of", "for", "is", "are", "we", "our", "with", "this",
    "from", "at", "or", "by", "on", "in", "be", "will", "their", "they", "when", "reply", "have",
    "that",
})  # fmt: skip
_FOREIGN = frozenset({
    "el", "los", "las", "una", "para", "por", "con", "su", "sus", "del", "que", "es", "y", "al",
    "mensajes", "responda", "envie", "recibir", "usted", "tu", "tus", "cancelar", "ayuda", "cita",
    "manana", "hola", "gracias", "pedido", "le", "les", "des", "est", "et", "pour", "vous",
    "votre", "avec", "repondez", "envoyez", "recevoir", "bonjour", "merci", "demain",
    "rendez-vous", "vos", "nous", "du", "um", "uma", "voce", "seu", "sua", "nao", "mensagens",
    "receber", "dos", "obrigado", "ola", "amanha", "sair", "como", "mas", "lista", "esta",
    "listo", "codigo", "desabonner", "aide",
    "und", "der", "das", "ist", "nicht", "mit", "auf", "sich", "sie", "ihre", "ihr", "ein", "eine",
    "werden", "nachrichten", "gli", "della", "sono", "che", "messaggi",
})  # fmt: skip
_TRANSLATION = re.compile(r"\b(?:english )?translation\b|\bin english\b|\benglish ?[:(]|\(en\)")


@rule(
    "FLOW-ENGLISH",
    "Registration text in English",
    problem="Reviewers read English, and this text is in another language.",
    fix="Add an English translation.",
    kinds=frozenset({TextKind.MESSAGE_FLOW, TextKind.SAMPLE_MESSAGE, TextKind.DESCRIPTION}),
    number_types=frozenset({NumberType.TEN_DLC}),
    prevents=("506", "30910"),
    source="US carriers' vetting of campaigns",
)
def in_english(subject: Subject) -> Iterator[Hit]:
    """Guess the language by its small words; a translation beside it is enough."""
    words = re.findall(r"[a-z]+(?:-[a-z]+)?", subject.prose)
    foreign = sum(word in _FOREIGN for word in words)
    english = sum(word in _ENGLISH for word in words)
    if foreign >= 2 and foreign > english and not _TRANSLATION.search(subject.masked):
        yield MISSING
