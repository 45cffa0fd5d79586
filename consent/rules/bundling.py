"""Rules on what may share one consent: texts alone, and one kind of message a box."""

import re
from collections.abc import Iterator

from consent.content import UseCase
from consent.rules.base import Hit, Severity, TextKind, rule
from consent.rules.subject import Subject

_TEXT = (
    r"(?:text ?messages?|text ?messaging|text alerts|texts?|sms(?:/mms| and mms| & mms)?"
    r"(?: messages?)?|mms|txts?|mensajes de texto|mensajes sms|textos?|messages? textes?)"
)
_OTHER = (
    r"(?:e-?mails?|e-?mail (?:messages?|alerts?|updates?)|newsletters? by e-?mail"
    r"|(?:phone |voice |automated |telephone |prerecorded |pre-recorded |live |autodialed "
    r"|marketing |artificial voice |recorded ){0,4}calls?|voicemails?|robocalls?"
    r"|(?:direct |postal |us |regular )mail|mail(?!ing| order)|telephone|phone(?! number)"
    r"|whatsapp(?: messages?)?|messenger|push(?: notifications?)?|fax(?:es)?|social media"
    r"|(?:los |las |por |mis )?(?:correos?(?: electronicos?)?|llamadas?(?: telefonicas?"
    r"| automaticas)?|telefono|emails|notificaciones push)"
    r"|(?:des |les |par |d')?(?:courriels?|appels?(?: telephoniques)?|telephone|e-mails?))"
)
_JOIN = (
    r"(?: messages?| alerts?| updates?| notifications?)?"
    r"(?:,| and/or| and| or| as well as| plus| &| ?/|/|&| y/o| y| o| e| et/ou| et| ou){1,2}"
)
_BETWEEN = (
    r" ?(?:(?:by|via|through|marketing|promotional|automated|autodialed|recurring|the|your|my|me"
    r"|by way of|to|receive|receiving|por|de|par|des|les|los|las|pre-?recorded|artificial|voice"
    r"|live|over|on|in) ){0,4}"
)
_CHANNELS = re.compile(
    rf"\b(?:{_TEXT}{_JOIN}{_BETWEEN}{_OTHER}|{_OTHER}{_JOIN}{_BETWEEN}{_TEXT}"
    rf"|{_TEXT},? {_OTHER},? (?:and|or|&) {_OTHER}"
    rf"|(?:text|texting|sms) (?:me |you )?(?:and|or|and/or|&|/) ?(?:call|e-?mail)(?:ing)?"
    rf" (?:me|you)"
    rf"|(?:call|e-?mail)(?:ing)?(?: me| you)?,? (?:and|or|and/or|&|/) ?(?:text|texting|sms)"
    rf"(?:ing)?(?: me| you)?)\b"
)
# Cheap to look for before the pattern: no consent covers another channel without one of these.
_CHANNEL_WORDS = ("mail", "call", "phone", "whatsapp", "messenger", "push", "fax", "voice",
                  "social", "correo", "llamada", "telefono", "courriel", "appel")  # fmt: skip
_TERMS_WORDS = ("terms", "condition", "privacy", "policies", "agreement", "t&c", "t & c",
                "terminos", "condicion", "politica", "modalites", "politique")  # fmt: skip
_ACCEPTING = re.compile(r"agree|accept|consent|acept|acknowledge|read")
_AGREEING = re.compile(
    r"\b(?:agree\w*|consent\w*|opt(?:ing)?[- ]?in|sign(?:ing)? (?:me )?up|subscrib\w+"
    r"|authori[sz]\w+|receiv\w+|get|contact(?:ed)? (?:me|by|you|via|through)|contact me|contacted"
    r"|permission|allow|accept|may we|can we|send me|reach (?:me|you)|stay in touch|keep me"
    r"|acept[oa]|autoriz[oa]|recib\w+|accept(?:e|ez)|consens|recevoir|contact(?:er|ar)\w*"
    r"|envoyez|envien\w*"
    r"|(?:this|these|it|consent|communications?|contacts?|messages) (?:may |can |will |could )?"
    r"(?:includes?|covers?|extends? to))\b"
)
# Ways to reach the business, and to leave, are no second channel of the consent.
_SUPPORT = re.compile(
    r"\b(?:reply|responda|respond|call|email|e-mail|contact) (?:us|help|stop|support|our|at|\d)"
    r"|\b(?:text|txt|send) (?:help|stop)\b"
    r"|\b(?:help|stop)\b[\"']?,? (?:or|and)\b|\bquestions\b|\bby replying\b"
    r"|\b(?:opt[- ]?out|unsubscribe|revoke|withdraw|cancel)\b[^.!?]{0,40}$"
)
_SEPARATE = re.compile(
    r"\b(?:not|never|no|without|separate\w*|instead of|unlike|apart from)(?: [a-z]+){0,3} ?$"
)
_TERMS_WORD = (
    r"(?:terms|t ?& ?cs?|conditions|privacy (?:policy|notice|statement)|user agreement|policies"
    r"|rental agreement|service agreement|terminos|condiciones|politica de privacidad|modalites"
    r"|politique de confidentialite)"
)
_OF = (
    r"(?:(?:the|our|these|its|all|los|las|les|nos|nuestros|tus|sus|aux|_{1,60}|site|website|full"
    r"|[a-z]{1,20}'s?|following|above|with|both|sms|mobile|text|messaging|program|service) ){0,6}"
)
_TERMS = re.compile(
    rf"\b(?:agree|accept|consent|agreeing|accepting|acept[oa]s?|j'accepte|acceptez|read)(?:s|ed)? "
    rf"(?:to |with |and agree to |and accept )?{_OF}{_TERMS_WORD}"
    rf"(?:(?!\. )[^!?]){{0,90}}?(?:,| and| &| as well as| y| et) ?(?:also |i |to |you |de ){{0,3}}"
    rf"(?:agree |consent |opt[- ]?in |authori[sz]e |acept[oa] |consent to )?(?:to )?"
    rf"(?:receiv|get |getting|opt[- ]?in|be (?:texted|contacted)|recib|recevoir|{_TEXT}\b)"
    rf"|\b(?:{_TEXT}|receiv(?:e|ing))\b(?:(?!\. )[^!?]){{0,140}}?(?:,| and| &| y| et) "
    rf"(?:i |you |also |hereby |to ){{0,3}}"
    rf"(?:agree(?: to)?|accept|consent to|acknowledge|have read|acept[oa]s?|acceptez|accepte)"
    rf"(?: (?:and|to|with|agree|accept|that i have read)){{0,4}} {_OF}{_TERMS_WORD}"
)


@rule(
    "CTA-SEPARATE-CONSENT",
    "SMS consent not bundled",
    problem="One consent covers texts and something else.",
    fix="Give texts their own box; keep e-mail, calls and terms acceptance in other boxes.",
    kinds=frozenset({TextKind.WEB, TextKind.POS, TextKind.FLYER, TextKind.VERBAL}),
    prevents=("30556", "30548"),
    source="US carriers: consent to texts cannot be part of other agreements",
)
def separate(subject: Subject) -> Iterator[Hit]:
    """Find consent sentences that also cover another channel or the acceptance of terms."""
    folded = subject.masked
    other = any(map(folded.__contains__, _CHANNEL_WORDS))
    terms = any(map(folded.__contains__, _TERMS_WORDS))
    if not other and not terms:
        return
    for start, _end, sentence in subject.sentences():
        found = _channels(sentence) if other else None
        if found:
            yield Hit(
                start + found.start(),
                start + found.end(),
                message="One consent covers texts and another channel.",
            )
        both = terms and any(map(sentence.__contains__, _TERMS_WORDS))
        found = _TERMS.search(sentence) if both and _ACCEPTING.search(sentence) else None
        if found:
            yield Hit(
                start + found.start(),
                start + found.end(),
                message="One consent covers texts and the acceptance of terms.",
            )


def _channels(sentence: str) -> re.Match[str] | None:
    """Return where a sentence asks consent to texts and another channel together."""
    agreeing = _AGREEING.search(sentence)
    if agreeing is None:
        return None
    for found in _CHANNELS.finditer(sentence):
        before = sentence[max(found.start() - 40, 0) : found.start()]
        asked = agreeing.start() < found.end() and not _SEPARATE.search(before)
        around = sentence[max(found.start() - 40, 0) : found.end() + 4]
        if asked and not _SUPPORT.search(around):
            return found
    return None


@rule(
    "CTA-USECASE-SPLIT",
    "Offer a choice of message kinds",
    problem="One consent covers several kinds of messages.",
    fix="One unticked box per kind: codes, shipping, offers.",
    severity=Severity.WARNING,
    kinds=frozenset({TextKind.WEB, TextKind.POS}),
    use_cases=frozenset({UseCase.MIXED, UseCase.MARKETING, UseCase.CHARITY}),
    prevents=("30548",),
    source="AWS: offer a choice of message kinds; UK consent must be granular",
)
def one_kind_a_box(subject: Subject) -> Iterator[Hit]:
    """Find consent sentences with purposes of several groups; donations and notices block."""
    purposes = [m for m in subject.purposes if m[0] in _KINDS]
    if len({group for group, _, _ in purposes}) < 2:
        return
    for start, end, sentence in subject.sentences():
        named = [m for m in purposes if start <= m[1] < end]
        kinds = {group for group, _, _ in named}
        if len(kinds) > 1 and _AGREEING.search(sentence) and not _CHOICE.search(sentence):
            severity = Severity.BLOCKER if "charity" in kinds else None
            yield Hit(named[0][1], named[-1][2], severity=severity)


# Surveys belong to whatever they ask about; "alerts" and "news" go with any kind.
_KINDS = frozenset({"marketing", "otp", "charity", "transactional", "care"})
_CHOICE = re.compile(
    r"\b(?:choose|select|pick|check)\b[^.!?]{0,40}\b(?:kinds?|types?|which|each|all that apply)\b"
    r"|\[ ?\][^\[\]]{3,200}\[ ?\]|☐[^☐]{3,200}☐"
)
