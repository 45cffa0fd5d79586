"""Rules on the terms page: the elements that carriers list, each in some accepted wording."""

import re
from collections.abc import Iterator

from consent.content import UseCase
from consent.rules import links, purpose
from consent.rules.base import ALL_USE_CASES, MISSING, US_AND_CANADA, Hit, Severity, TextKind, rule
from consent.rules.subject import Subject

TERMS = frozenset({TextKind.TERMS})
BOILERPLATE = "AWS: boilerplate terms of service for SMS programs"


@rule(
    "TERMS-BRAND",
    "Program or brand name",
    problem="The terms do not name the program or the business.",
    fix="Put the program name in the heading.",
    kinds=TERMS,
    prevents=("TermsAndConditionsMissingBrandName",),
    source=BOILERPLATE,
)
def brand(subject: Subject) -> Iterator[Hit]:
    """Look for any of the sender's names."""
    if not subject.names_brand:
        yield MISSING


_RECEIVING = re.compile(
    r"\b(?:receiv\w+|sends?|sending|sent|gets?|getting|texts? you|deliver\w*|message you|program"
    r"|alerts you|notif\w+ you|remind\w* you|recibir\w*|envia\w*|recevoir|recevrez|envoy\w+)\b"
)


@rule(
    "TERMS-DESCRIPTION",
    "Describes the program",
    problem="The terms do not describe which messages people will receive.",
    fix="Add one sentence on the messages people will get.",
    kinds=TERMS,
    prevents=("TermsAndConditionsMissingProgramDescription",),
    source=BOILERPLATE,
)
def description(subject: Subject) -> Iterator[Hit]:
    """Look for a purpose in a sentence that speaks of receiving or sending."""
    for start, end in subject.text.sentences:
        sentence = subject.prose[start:end]
        if _RECEIVING.search(sentence) and purpose.named(sentence):
            return
    yield MISSING


@rule(
    "TERMS-FREQUENCY",
    "Frequency",
    problem="The terms do not say how often messages come.",
    fix='Add "Message frequency varies" or a count.',
    kinds=TERMS,
    prevents=("30558", "TermsAndConditionsMissingMessageFrequency"),
    source=BOILERPLATE,
)
def frequency(subject: Subject) -> Iterator[Hit]:
    """Look for a count or "varies"."""
    if subject.frequency is None:
        yield MISSING


@rule(
    "TERMS-RATES",
    "Cost disclosure",
    problem="The terms do not say that message and data rates may apply.",
    fix='Add "Message and data rates may apply for messages sent to you from us and to us from '
    'you."',
    kinds=TERMS,
    number_types=US_AND_CANADA,
    prevents=("30562",),
    source=BOILERPLATE,
)
def rates(subject: Subject) -> Iterator[Hit]:
    """Accept the sentence and its short forms."""
    if subject.rates is None:
        yield MISSING


@rule(
    "TERMS-STOP",
    "How to cancel",
    problem="The terms do not say that texting STOP cancels.",
    fix='Add "Text STOP to cancel at any time."',
    kinds=TERMS,
    prevents=("TermsAndConditionsMissingOptOutInstructions",),
    source=BOILERPLATE,
)
def stop(subject: Subject) -> Iterator[Hit]:
    """Look for an instruction to text STOP."""
    if subject.stop is None:
        yield MISSING


_CONFIRMED = re.compile(r"\bconfirm(?:s|ed|ing|ation)?\b|\backnowledg\w+|\bconfirmacion\b")
_NO_MORE = re.compile(
    r"\b(?:no longer|no more|no further|not (?:receive|send|text|get|message)[^.!?]{0,30}"
    r"\b(?:more|further|additional|again|any)|stop (?:sending|receiving)"
    r"|(?:no|not|nothing)[^.!?]{0,20}\b(?:after|thereafter)|ya no|ne recevrez plus)\b"
)


@rule(
    "TERMS-STOP-CONFIRM",
    "Says one confirmation follows, then nothing",
    problem="The terms do not say that one confirmation follows STOP and nothing after it.",
    fix="Add that one confirmation is sent and nothing after it.",
    severity=Severity.WARNING,
    kinds=TERMS,
    use_cases=ALL_USE_CASES - {UseCase.OTP},
    source=BOILERPLATE,
)
def stop_confirmed(subject: Subject) -> Iterator[Hit]:
    """Look for the confirmation and the silence after it."""
    if not (_CONFIRMED.search(subject.masked) and _NO_MORE.search(subject.masked)):
        yield MISSING


_REJOIN = re.compile(
    r"\b(?:re-?join|re-?subscrib\w+|re-?enrol\w*|resume|opt back in|unstop)\b"
    r"|\b(?:join|sign(?:ing)? up|opt[- ]?in|subscrib\w+|enrol\w*|start sending)\b[^.!?]{0,50}"
    r"\b(?:again|back)\b"
    r"|\b(?:again|back)\b[^.!?]{0,40}\b(?:join|sign up|opt[- ]?in|subscrib\w+|text)\b"
    r"|\b(?:text|reply|send)\b[^.!?]{0,20}\bstart\b"
    r"|\bvolver a (?:unirse|suscribirse|inscribirse)\b|\bs'inscrire a nouveau\b"
)
_NEVER_AGAIN = re.compile(r"\b(?:cannot|can't|not able to|unable to|never)(?: [a-z]+){0,2} ?$")


@rule(
    "TERMS-REJOIN",
    "How to come back",
    problem="The terms do not say how to join again.",
    fix="Add how to rejoin.",
    severity=Severity.ADVICE,
    kinds=TERMS,
    source=BOILERPLATE,
)
def rejoin(subject: Subject) -> Iterator[Hit]:
    """Look for a way back that is not denied."""
    folded = subject.masked
    for found in _REJOIN.finditer(folded):
        if not _NEVER_AGAIN.search(folded, max(found.start() - 40, 0), found.start()):
            return
    yield MISSING


@rule(
    "TERMS-HELP",
    "HELP plus e-mail or toll-free number",
    problem="The terms do not give both the keyword HELP and a support e-mail or number.",
    fix="Add the keyword HELP and a support e-mail or toll-free number.",
    kinds=TERMS,
    prevents=("30560", "TermsAndConditionsMissingCustomerSupportInformation"),
    source=BOILERPLATE,
)
def help_and_contact(subject: Subject) -> Iterator[Hit]:
    """Demand the keyword and a contact, and say which one is missing."""
    if subject.help is None:
        yield Hit(message="The terms do not name the keyword HELP.")
    elif not (subject.emails or subject.phones):
        yield Hit(message="The terms give no support e-mail or telephone number.")


_LIABILITY = re.compile(
    r"\b(?:carriers?|providers?|t-mobile|operators?)\b[^.!?]{0,60}"
    r"\b(?:not|nor|no)\b(?: be)?(?: held)? ?(?:liable|responsible|liability|responsibility)\b"
    r"[^.!?]{0,60}(?:delay|undeliver|not delivered|fail)"
    r"|\b(?:operadores|operadoras)\b[^.!?]{0,40}\bno\b[^.!?]{0,20}\bresponsables?\b"
    r"|\boperateurs\b[^.!?]{0,40}\bpas\b[^.!?]{0,20}\bresponsables?\b"
)


@rule(
    "TERMS-CARRIER-LIABILITY",
    "Carriers not liable",
    problem="The terms do not say that carriers are not liable for delayed messages.",
    fix='Add "Carriers are not liable for delayed or undelivered messages."',
    severity=Severity.WARNING,
    kinds=TERMS,
    number_types=US_AND_CANADA,
    source=BOILERPLATE,
)
def carrier_liability(subject: Subject) -> Iterator[Hit]:
    """Look for the carriers' own exclusion, not the sender's."""
    if not _LIABILITY.search(subject.masked):
        yield MISSING


_PROVIDER = (
    r"(?:(?:wireless|mobile|phone|cell(?:ular)?|service|telephone)(?: service| phone)?"
    r" (?:provider|carrier|operator|company)|carrier|operador\w*|operateur)"
)
_PLAN = re.compile(
    rf"\b{_PROVIDER}\b[^.!?]{{0,80}}\b(?:plans?|questions?|details|pricing|fees|rates)\b"
    rf"|\b(?:plans?|questions?|details|pricing)\b[^.!?]{{0,100}}\b{_PROVIDER}\b"
)


@rule(
    "TERMS-PLAN-QUESTIONS",
    "Points to the wireless provider",
    problem="The terms do not point to the wireless provider for questions on the plan.",
    fix="Add that plan questions go to the wireless provider.",
    severity=Severity.ADVICE,
    kinds=TERMS,
    source=BOILERPLATE,
)
def plan_questions(subject: Subject) -> Iterator[Hit]:
    """Look for the provider near the plan or questions."""
    if not _PLAN.search(subject.masked):
        yield MISSING


@rule(
    "TERMS-PRIVACY-LINK",
    "Link to privacy policy",
    problem="The terms do not link the privacy policy.",
    fix="Link the privacy policy.",
    kinds=TERMS,
    prevents=("TermsAndConditionsMissingPrivacyPolicyLink",),
    source=BOILERPLATE,
)
def privacy_link(subject: Subject) -> Iterator[Hit]:
    """Look for an address that leads to the privacy policy."""
    if links.target(subject, "privacy") is None:
        yield MISSING


_CONTEST = re.compile(
    r"\b(?:sweepstakes?|contests?|giveaways?|prizes?|raffles?|sorteos?"
    r"|text [a-z0-9]+ to (?:enter|win)|(?:chance|enter) to win)\b"
)
_NO_CONTEST = re.compile(r"\b(?:no|not|never|without)(?: [a-z]+){0,2} ?$")
_CONTEST_RULES = re.compile(
    r"\bofficial rules\b|\b(?:contest|sweepstakes?|giveaway) rules\b|/rules"
)


@rule(
    "TERMS-SWEEPSTAKES",
    "Contest terms when needed",
    problem="The text speaks of a contest but names no official rules.",
    fix="Add or link the official rules.",
    severity=Severity.WARNING,
    kinds=TERMS,
    prevents=("TermsAndConditionsMissingSweepstakesTerms",),
    source="US carriers' vetting of campaigns",
)
def sweepstakes(subject: Subject) -> Iterator[Hit]:
    """Point at the contest when the terms give no rules for it."""
    if _CONTEST_RULES.search(subject.masked):
        return
    for found in _CONTEST.finditer(subject.masked):
        if not _NO_CONTEST.search(subject.masked, max(found.start() - 40, 0), found.start()):
            yield Hit(*found.span())
            return
