"""Rules on the automatic replies: opt-in confirmation, opt-out confirmation and HELP."""

import re
from collections.abc import Iterator

from consent import gsm
from consent.content import NumberType, UseCase
from consent.rendering.replies import OPT_OUT_LIMIT
from consent.rules.base import (
    ALL_NUMBERS,
    ALL_USE_CASES,
    MISSING,
    US_AND_CANADA,
    Hit,
    Severity,
    TextKind,
    rule,
)
from consent.rules.call_to_action import has_support_url
from consent.rules.subject import Subject

OPTIN = frozenset({TextKind.OPTIN_CONFIRMATION})
OPTOUT = frozenset({TextKind.OPTOUT_CONFIRMATION})
HELP = frozenset({TextKind.HELP_REPLY})
# The carriers answer STOP to a toll-free number themselves, with a text nobody can change.
OWN_OPTOUT_TEXT = ALL_NUMBERS - {NumberType.TOLL_FREE}


@rule(
    "OPTIN-CONFIRM",
    "First message after opt-in is complete",
    problem="The opt-in confirmation is not complete.",
    fix='For example: "Acme: You are subscribed to order texts. Msg frequency varies. Msg & data '
    'rates may apply. Reply HELP for help, STOP to cancel."',
    kinds=OPTIN,
    severity_by_use_case={UseCase.OTP: Severity.ADVICE},
    prevents=("OptInMessageMissing", "5107", "851", "30540"),
    source="AWS: opt-out information in the opt-in confirmation; US carriers' vetting",
)
def optin_confirmation(subject: Subject) -> Iterator[Hit]:
    """Report each of five parts that is missing under a code of its own."""
    parts = (
        ("BRAND", subject.names_brand, "does not name the sender"),
        ("FREQUENCY", subject.frequency, "does not say how often messages come"),
        ("RATES", _rates_known(subject), "does not say that message and data rates may apply"),
        ("HELP", subject.help, "does not name the keyword HELP"),
        ("STOP", subject.stop, "does not say how to opt out"),
    )
    for name, present, problem in parts:
        if not present:
            yield Hit(code=f"OPTIN-CONFIRM-{name}", message=f"The opt-in confirmation {problem}.")


def _rates_known(subject: Subject) -> bool:
    """Return whether the cost is disclosed, or no American carrier demands it."""
    return subject.rates is not None or subject.context.number_type not in US_AND_CANADA


@rule(
    "OPTOUT-CONFIRM-BRAND",
    "Names the brand",
    problem="The opt-out confirmation does not name the brand.",
    fix="Add the brand.",
    kinds=OPTOUT,
    number_types=OWN_OPTOUT_TEXT,
    prevents=("OptOutMessageMissingBrandName", "851"),
    source="US carriers' vetting of campaigns",
)
def optout_brand(subject: Subject) -> Iterator[Hit]:
    """Look for any of the sender's names."""
    if not subject.names_brand:
        yield MISSING


_DONE = re.compile(
    r"\b(?:un-?subscribed|de-?subscribed|opted[- ]out"
    r"|unsubscribe (?:request )?(?:is |was )?(?:successful|confirmed|complete)\w*"
    r"|opt[- ]?out (?:request )?(?:is |was "
    r"|has been )?(?:now )?(?:confirmed|complete\w*|received|processed|successful)|removed"
    r"|cancel+ed|stopped"
    r"|requests? to (?:cancel|stop|opt[- ]?out|unsubscribe|end) (?:has been|was|is) (?:now )?"
    r"(?:processed|complete\w*|confirmed|honou?red)"
    r"|unenrolled|(?:no longer|not) (?:be )?subscribed|(?:off|out of) (?:our|the|this)"
    r" (?:\w+ )?list"
    r"|(?:dado|dada) de baja|darse de baja con exito|se (?:ha )?cancel\w+|ha cancelado"
    r"|desinscrit\w*|desabonne\w*|desuscrit\w*|cancelad[oa]|eliminad[oa])\b"
    r"|\b(?:texts|messages|alerts|codes|subscription) (?:(?:have|has) )?(?:been )?ended\b"
)
# Neither a wish nor an offer says that it happened.
_NOT_DONE = re.compile(
    r"(?:\b(?:not|never)|n't|\b(?:to|can|may|could|would|if you|once|when|want to|wish to|like to)"
    r"(?: be| get)?)(?: [a-z]+){0,2} ?$"
)


def _says_done(subject: Subject) -> bool:
    """Return whether the text says that the opt-out happened."""
    return any(
        found[0].startswith("no")
        or not _NOT_DONE.search(subject.masked, max(found.start() - 30, 0), found.start())
        for found in _DONE.finditer(subject.masked)
    )


@rule(
    "OPTOUT-CONFIRM-DONE",
    "Says the opt-out happened",
    problem="The text does not say that the opt-out happened.",
    fix='Say "You are unsubscribed from ...".',
    kinds=OPTOUT,
    prevents=("OptOutMessageMissingConfirmation",),
    source="AWS: notify the consumer that they have opted out successfully",
)
def optout_done(subject: Subject) -> Iterator[Hit]:
    """Look for a word such as unsubscribed or opted out."""
    if not _says_done(subject):
        yield MISSING


_SENT = (
    r"(?:msgs?|messages?|texts?|sms|mms|alerts?|notifications?|communications?|reminders?|codes?"
    r"|offers?|promotions?|updates?|news\w*|surveys?|anything|nothing)"
)
_NO_MORE = re.compile(
    rf"\bno (?:more|further|additional|other|new|longer)(?: [a-z_-]+){{0,4}} {_SENT}\b"
    rf"|\bnothing (?:more|further|else)\b|\bno more\s*[.!]?$"
    r"|\bno longer (?:receive|get|be (?:sent|texted|contacted)|text|send|hear|contact)"
    r"|(?:\b(?:not|never)|n't) (?:be )?(?:receiv\w+|get(?:ting)?|sen[dt])\b[^.!?]{0,30}"
    rf"\b(?:{_SENT}|from us)\b"
    r"|(?:\b(?:not|never)|n't) (?:be )?(?:text|texted|texting|messaged?|hear|contact|contacted)\b"
    r"|\b(?:stop(?:ped)?|ceased?) (?:receiving|sending|texting|messaging)\b"
    rf"|\b(?:last|final) {_SENT} (?:you|we|from)\b"
    r"|\bya no (?:recib|le enviar|te enviar|enviar)|\bno (?:le |te |se (?:le )?)?(?:recibir|enviar)"
    r"|\bne (?:vous )?(?:recevrez|enverrons|sera)[^.!?]{0,30}\b(?:plus|aucun)"
    r"|\b(?:plus aucun|aucun autre|aucun) (?:message|texto|sms)"
)


@rule(
    "OPTOUT-CONFIRM-NO-MORE",
    "Says no more messages",
    problem="The text does not say that no more messages will follow.",
    fix='Add "You will receive no further messages."',
    kinds=OPTOUT,
    use_cases=ALL_USE_CASES - {UseCase.OTP},
    prevents=("OptOutMessageMissingConfirmation", "851"),
    source="AWS: no further messages following the confirmation message",
)
def optout_no_more(subject: Subject) -> Iterator[Hit]:
    """Look for the promise of silence; codes are exempt, since a new request is an opt-in."""
    if not _NO_MORE.search(subject.masked):
        yield MISSING


@rule(
    "OPTOUT-CONFIRM-160-GSM",
    "Under 160 GSM characters, no special characters",
    problem="The text does not fit one message of fewer than 160 GSM characters.",
    fix="Replace special characters and shorten the text.",
    kinds=OPTOUT,
    source="AWS: the message needs to be under 160 characters with no special characters",
)
def optout_fits(subject: Subject) -> Iterator[Hit]:
    """Check the raw text, since normalising would hide curly quotes and the like."""
    special = gsm.non_gsm_characters(subject.original)
    if special:
        at = subject.original.index(special[0])
        named = " ".join(special[:10])
        yield Hit(at, at + 1, raw=True, message=f"Not in the GSM alphabet: {named}")
    elif gsm.length(subject.original) > OPT_OUT_LIMIT:
        yield Hit(
            OPT_OUT_LIMIT,
            len(subject.original),
            raw=True,
            message=f"The text takes {gsm.length(subject.original)} characters; it must stay "
            "under 160.",
        )


_PROMOTION = re.compile(
    r"\b\d{1,3} ?(?:%|percent) ?(?:off)?|(?<!\w)[$€£]\d+ off\b"
    r"|\b(?:discounts?|coupons?|deals?|flash sale|sale|save \d+|save [$€£]\d|promo codes?|use code"
    r"|special offers?|offers?|exclusive|free (?:shipping|gift|trial|delivery)|shop now|shop|buy"
    r"|limited time|before you go|come back|we miss you|miss out|stay with us|if you stay"
    r"|change your mind and get|rewards?)\b"
)
_SCOPE = re.compile(
    r"\b(?:opted[- ]out (?:of|from)|unsubscribed from|no (?:more|further|longer)|not receive"
    r"|stop(?:ped)?|removed from|cancel+ed|only|(?:off|out of|left)(?: of)? (?:our|the|this)"
    r"|all messages or)\b[^.!?]{0,50}$"
)
_SHOP_URL = re.compile(r"/(?:[\w-]*(?:shop|deal|sale|store|offer|promo|coupon|save|buy|product)s?)")


@rule(
    "OPTOUT-CONFIRM-NO-MARKETING",
    "No promotion, no persuasion",
    problem="The opt-out confirmation promotes or persuades.",
    fix="Keep only the confirmation (and, if wanted, how to rejoin).",
    kinds=OPTOUT,
    number_types=US_AND_CANADA,
    source="47 CFR 64.1200(a)(12): a confirmation only, without marketing",
)
def optout_no_marketing(subject: Subject) -> Iterator[Hit]:
    """Find promotion, except where it names what was opted out of."""
    for found in _PROMOTION.finditer(subject.prose):
        if not _SCOPE.search(subject.prose[max(found.start() - 70, 0) : found.start()]):
            yield Hit(*found.span())
            return
    for url in subject.urls:
        if _SHOP_URL.match(url.path):
            yield Hit(url.start, url.end)
            return


_BACK_IN = re.compile(
    r"\b(?:opt|sign|join|subscribe)\w*(?: up| in)? (?:back|again)\b|\bback in\b"
    r"|\bre-?(?:join|subscribe|start|activate|enrol)"
    r"|\b(?:request\w*|ask\w* for|get\w*) (?:a |another |your )?(?:new |next )?"
    r"(?:code|passcode|password|otp|pin)\b"
    r"|\b(?:reply|text|send|replying|texting)\b[^.!?]{0,20}\b(?:start|unstop|join|yes|resume)\b"
    r"|\b(?:para volver|volver a|pida|solicite|pour revenir|vous reinscrire|demandez|demandant)\b"
)


@rule(
    "OTP-STOP-REPLY",
    "OTP reply to STOP",
    problem="The reply to STOP of a code program is not complete.",
    fix='You are unsubscribed from {brand} OTP. Opt back in by replying "{keyword}" or requesting '
    "a new code to login. Reply HELP for help or call {phone}",
    kinds=OPTOUT,
    number_types=frozenset({NumberType.TEN_DLC, NumberType.SHORT_CODE}),
    use_cases=frozenset({UseCase.OTP}),
    source="AWS: opt-out of 2FA and OTP programs",
)
def otp_stop_reply(subject: Subject) -> Iterator[Hit]:
    """Demand brand, opt-out, the way back, and HELP or a telephone number."""
    keyword_help = re.search(r"\bhelp\b", subject.masked)
    parts = (
        ("BRAND", subject.names_brand, "does not name the brand"),
        ("DONE", _says_done(subject), "does not say that the person is unsubscribed"),
        ("REJOIN", _BACK_IN.search(subject.masked), "does not say how to opt back in"),
        ("HELP", keyword_help or subject.phones, "gives neither HELP nor a telephone number"),
    )
    missing = [problem for _, present, problem in parts if not present]
    if missing:
        yield Hit(message=f"The reply {', '.join(missing)}.")


@rule(
    "HELP-BRAND",
    "Names the program",
    problem="The HELP reply does not name the program.",
    fix="Start with the program name.",
    kinds=HELP,
    prevents=("HelpMessageMissingBrandName",),
    source="AWS: respond to HELP with the program name",
)
def help_brand(subject: Subject) -> Iterator[Hit]:
    """Look for any of the sender's names."""
    if not subject.names_brand:
        yield MISSING


_LEADS = re.compile(
    r"\b(?:visit|chat|go to|see|contact|questions?|assistance|reach)\b[^.!?]{0,40}$"
)
# The numbers of three digits behind which a city, a help line or an operator answers.
_SHORT_LINE = re.compile(r"\b(?:call|dial|phone|text) [2-8]11\b")
_LEGAL = re.compile(r"terms|privacy|policy|legal|stop|unsub")


def _care_page(subject: Subject) -> bool:
    """Return whether an address leads to help; that of the terms does not."""
    return has_support_url(subject) or any(
        _LEADS.search(subject.masked, max(url.start - 60, 0), url.start)
        and not _LEGAL.search(f"{url.host}{url.path}")
        for url in subject.urls
    )


@rule(
    "HELP-CONTACT",
    "Gives a way to reach a person",
    problem="The HELP reply gives no way to reach a person.",
    fix="Add a phone number or e-mail address.",
    kinds=HELP,
    prevents=("HelpMessageMissingSupportContact", "30486", "851"),
    source="AWS: respond to HELP with information about how to contact the sender",
)
def help_contact(subject: Subject) -> Iterator[Hit]:
    """Accept a number, an e-mail or a support address; warn of another e-mail than registered."""
    called = subject.phones or subject.emails or _SHORT_LINE.search(subject.masked)
    if not (called or _care_page(subject)):
        yield MISSING
        return
    registered = subject.context.support_email.casefold()
    for start, end in subject.emails:
        if registered and subject.text.folded[start:end] != registered:
            yield Hit(
                start,
                end,
                severity=Severity.WARNING,
                message="This is not the registered support e-mail address.",
            )


@rule(
    "HELP-STOP",
    "Mentions STOP",
    problem="The HELP reply does not mention STOP.",
    fix='Add "Reply STOP to cancel."',
    severity=Severity.ADVICE,
    kinds=HELP,
    source="US carriers' customary template",
)
def help_stop(subject: Subject) -> Iterator[Hit]:
    """Look for an instruction to text STOP."""
    if subject.stop is None:
        yield MISSING
