"""Rules on the terms page: the elements that carriers list, each in some accepted wording."""

import re
from collections.abc import Iterator

from consent.content import UseCase
from consent.rules import links, lists, purpose
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
    r"|alerts you|notif\w+ you|remind\w* you|keeps? you|inform you|updates you|provides?"
    r"|sign(?:ing|ed)? up (?:for|to)|opt(?:ing|ed)?[- ]in (?:to|for)|subscrib\w+ (?:to|for)"
    r"|(?:messages?|texts?|sms|alerts|communications) (?:may |will |can )?(?:include|are for"
    r"|(?:are )?(?:used|sent)|types|consist|contain|cover|concern|regarding|about|relate)\w*"
    r"|recibir\w*|recibe\w*|envi\w+|mandaremos|recevoir|recevrez|recevez|envoy\w+|enverrons)\b"
)


# Nobody joins for the confirmation of an opt-out.
_ABOUT_OPT_OUT = re.compile(
    r"\b(?:one|an?|single|final|last|additional|opt[- ]out|unsubscribe)(?: [a-z-]+){0,3}"
    r" (?:confirmation|confirming)(?: (?:text|sms|messages?|reply))*\b"
    r"|\b(?:order|instructions|information) to (?:stop|cancel|opt|unsubscribe)\b"
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
    for start, end, announced in lists.announced(subject):
        sentence = _ABOUT_OPT_OUT.sub(" _ ", _without_addresses(subject, start, end, announced))
        if _RECEIVING.search(sentence) and purpose.named(sentence):
            return
    yield MISSING


def _without_addresses(subject: Subject, start: int, end: int, announced: str) -> str:
    """Return a sentence with the words that announced it, but without URLs and e-mails."""
    return announced[: len(announced) - (end - start)] + subject.prose[start:end]


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


_CONFIRMED = re.compile(
    r"\bconfirm(?:s|ed|ing|ation|ations|acion\w*|e[rz]?|ons)?\b|\backnowledg\w+"
    r"|\b(?:final|last|one (?:more|last|final)) (?:text|sms|message|reply)\b"
)
# Other things are confirmed as well: the sign-up before, an order, an appointment.
_OTHER_CONFIRMED = re.compile(
    r"^[^.!?;]{0,30}\b(?:sign-?up|enrol\w*|opt[- ]in|order|appointment|booking|purchase|number"
    r"|inscripcion(?! cancelada)|your subscription by)\b"
)
_WHAT_CONFIRMED = re.compile(
    r"\b(?:order|appointment|booking|reservation|shipping|purchase|delivery|payment|opt[- ]in"
    r"|sign-?up) $"
)
_NO_MORE = re.compile(
    r"\b(?:no longer|no more|no further|no (?:additional|other|subsequent|future)"
    r"|(?:not|\w+n't) (?:be )?(?:receiv\w*|sen[dt]|text|get|messag\w*|contact\w*)[^.!?]{0,40}"
    r"\b(?:more|further|additional|again|any)|(?:stop|cease) (?:sending|receiving|texting"
    r"|messaging)|(?:no|not|nothing)[^.!?]{0,20}\b(?:after|thereafter|else)|ya no|no recibira"
    r"|no (?:le )?enviaremos|ne recevrez (?:plus|aucun)|plus aucun|aucun autre)\b"
)
_APART = 350


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
    """Look for the confirmation and, near it, the silence after it."""
    folded = subject.masked
    for found in _CONFIRMED.finditer(folded):
        start, end = found.span()
        other = _OTHER_CONFIRMED.match(folded[end : end + 60]) or _WHAT_CONFIRMED.search(
            folded, max(start - 20, 0), start
        )
        if not other and _NO_MORE.search(folded, max(start - _APART, 0), end + _APART):
            return
    yield MISSING


_REJOIN = re.compile(
    r"\b(?:re-?join\w*|re-?subscrib\w+|re-?enrol\w*|re-?activat\w+|re-?start|resume|unstop)\b"
    r"|\b(?:opt|sign|join|come|text)(?:ing)?(?: your(?:self)?)? back (?:in|up)\b"
    r"|\b(?:join|sign(?:ing)? up|opt(?:ing)?[- ]?in|subscrib\w+|enrol\w*|start (?:sending"
    r"|receiving))\b[^.!?]{0,50}\b(?:again|back(?![- ]in[- ]stock))\b"
    r"|\bsign up as you did\b"
    r"|\b(?:again|back(?![- ]in[- ]stock))\b[^.!?]{0,40}\b(?:join|sign up|opt[- ]?in|subscrib\w+"
    r"|text)\b"
    r"|\b(?:text(?:ing)?|reply(?:ing)?|send(?:ing)?|respond)\b[^.!?]{0,20}\bstart\b(?! \w+ing"
    r"| to (?:begin|shop|play|enter|take))"
    r"|\b(?:volver a|de nuevo|nuevamente|otra vez)\b[^.!?]{0,40}\b(?:unir\w*|suscri\w+|inscri\w+"
    r"|recibir)|\b(?:unir\w*|suscri\w+|inscri\w+)\b[^.!?]{0,40}\b(?:de nuevo|nuevamente|otra vez)\b"
    r"|\b(?:envie|envia|responda|envoyez|repondez)\b[^.!?]{0,15}\b(?:start|inicio|join)\b"
    r"|\b(?:reinscri\w+|reabonn\w+)|\binscri\w+ (?:a|de) nouveau\b"
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


_CARRIERS = (
    r"(?:carriers?|operators?|(?:wireless|mobile|cellular|telecom\w*|network|service)"
    r" (?:service )?(?:providers?|compan(?:y|ies)|networks?)|providers?|t-mobile|verizon|at&t"
    r"|operador(?:es|as?)?|compania\w* (?:de telefon\w+|telefonicas?|moviles)|proveedores?"
    r"|operateurs?|fournisseurs?)"
)
_NOT_LIABLE = (
    r"(?:(?:not|nor|no|never|n't|pas)\b[^.!?]{0,30}?(?:liable|responsible|liability|responsibility"
    r"|responsables?|accountable)|disclaims?\b[^.!?]{0,20}(?:liability|responsibility))"
)
_DELAYED = (
    r"(?:delay|undeliver|not (?:be )?delivered|fail|\blate\b|\blost\b|misdirect|interrupt|missed"
    r"|non-?deliver|retras|demora|no entreg|retard|non (?:livr|remis|distrib))"
)
_LIABILITY = re.compile(
    rf"\b{_CARRIERS}\b[^.!?]{{0,80}}?{_NOT_LIABLE}\b[^.!?]{{0,90}}?{_DELAYED}"
    rf"|\b(?:no|neither)(?: [a-z_,]+){{0,5}}?"
    rf" {_CARRIERS}\b[^.!?]{{0,80}}?\b(?:liable|responsible)\b[^.!?]{{0,90}}?{_DELAYED}"
    rf"|{_DELAYED}\w*\b[^.!?]{{0,60}}\bnot\b[^.!?]{{0,20}}\b(?:responsib|liab)\w+ of\b"
    rf"[^.!?]{{0,30}}\b{_CARRIERS}"
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
    folded = subject.masked
    spoken_of = "liab" in folded or "respons" in folded or "accountable" in folded
    if not (spoken_of and _LIABILITY.search(folded)):
        yield MISSING


_PROVIDER = (
    r"(?:(?:wireless|mobile|cell(?:ular)?|phone|service|telephone|network)"
    r"(?: (?:service|phone|telephone|network)){0,2} (?:provider|carrier|operator|company)|carrier"
    r"|operador\w*|operateur|proveedor(?: de [a-z]+){0,3}|compania (?:de telefon\w+|telefonica)"
    r"|fournisseur(?: de [a-z]+){0,2})"
)
_ABOUT_PLAN = r"(?:plans?|questions?|details|pricing|fees|rates|charges|costs?|forfait|tarifas)"
_PLAN = re.compile(
    rf"\b{_PROVIDER}\b[^.!]{{0,80}}\b{_ABOUT_PLAN}\b|\b{_ABOUT_PLAN}\b[^.!]{{0,100}}\b{_PROVIDER}\b"
)
# "Carrier charges" and "supported carriers" advise nobody.
_ADVICE = re.compile(
    r"\b(?:contact|check|ask|consult\w*|call|see|refer|speak|questions?|details|comuniquese"
    r"|pregunte"
    r"|contacte\w*|contactez|consultez|verifi\w+|review|visit|reach)\b"
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
    """Look for the advice to ask the provider about the plan or its charges."""
    folded = subject.masked
    for found in _PLAN.finditer(folded):
        if _ADVICE.search(folded, max(found.start() - 60, 0), found.end() + 20):
            return
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
_NO_CONTEST = re.compile(r"\b(?:no|not|never|without)(?: [a-z]+,?){0,4} ?$")
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
