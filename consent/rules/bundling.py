"""Rules on what may share one consent: texts alone, and one kind of message a box."""

import re
from collections.abc import Iterator

from consent.content import UseCase
from consent.rules.base import Hit, Severity, TextKind, rule
from consent.rules.subject import Subject

_TEXT = r"(?:texts?|sms|mms|txts?|text messages?|text messaging|text alerts)"
_OTHER = (
    r"(?:e-?mails?|(?:phone |voice |automated |telephone |prerecorded )?calls?|voicemails?"
    r"|(?:direct |postal )?mail|telephone|phone|whatsapp(?: messages)?|push notifications?"
    r"|correos?(?: electronicos?)?|llamadas|courriels?|appels)"
)
_JOIN = r"(?: messages?| alerts?)?(?:,| and/or| and| or| as well as| &| /|/|&| plus| y| o| et| ou)+"
_BETWEEN = r" ?(?:(?:by|via|through|marketing|promotional|automated|the|your|my|by way of) ){0,3}"
_CHANNELS = re.compile(
    rf"\b(?:{_TEXT}{_JOIN}{_BETWEEN}{_OTHER}|{_OTHER}{_JOIN}{_BETWEEN}{_TEXT}"
    rf"|{_TEXT},? {_OTHER},? (?:and|or|&) {_OTHER})\b"
)
_AGREEING = re.compile(
    r"\b(?:agree|consent|opt[- ]?in|sign(?:ing)? up|subscrib\w+|authori[sz]\w+|receiv\w+|get"
    r"|contact(?:ed)? (?:me|by|you|via)|contact me|permission|allow|accept|acepto|recibir|accepte"
    r"|recevoir|may we)\b"
)
# Ways to reach the business are no second channel of the consent.
_SUPPORT = re.compile(
    r"\b(?:reply|text|txt|send|responda|call|email|e-mail|contact) (?:us|help|stop|support|our"
    r"|at|\d)"
    r"|\b(?:help|stop)\b[\"']?,? (?:or|and)\b|\bquestions\b"
)
_SEPARATE = re.compile(r"\b(?:not|never|no|without)(?: [a-z]+){0,3} ?$")
_TERMS_WORD = r"(?:terms|t&cs?|conditions|privacy policy|privacy notice|user agreement|terminos)"
_TERMS = re.compile(
    rf"\b(?:agree|accept|consent|agreeing|accepting|acepto|j'accepte)(?:s|ed)? (?:to )?"
    rf"(?:(?:the|our|these|its|all|los|les|_+|site|website|[a-z]+'s?) ){{0,3}}{_TERMS_WORD}"
    rf"(?:(?!\. )[^!?]){{0,80}}?(?:,| and| &| as well as| y| et) ?(?:also |i |to |you )*"
    rf"(?:agree |consent )?(?:to )?(?:receiv|get|opt|be (?:texted|contacted)|recibir|recevoir"
    rf"|{_TEXT}\b)"
    rf"|\b{_TEXT}\b[^.!?]{{0,120}}\b(?:and|&) (?:i |you |also |hereby )*"
    rf"(?:agree(?: to)?|accept|consent to) (?:(?:the|our|these|its|all|_+) ){{0,2}}{_TERMS_WORD}"
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
    for start, _end, sentence in subject.sentences():
        for found in _CHANNELS.finditer(sentence):
            before = sentence[: found.start()]
            asked = _AGREEING.search(before) and not _SEPARATE.search(before)
            if asked and not _SUPPORT.search(
                sentence[max(found.start() - 12, 0) : found.end() + 4]
            ):
                yield Hit(
                    start + found.start(),
                    start + found.end(),
                    message="One consent covers texts and another channel.",
                )
                break
        for found in _TERMS.finditer(sentence):
            yield Hit(
                start + found.start(),
                start + found.end(),
                message="One consent covers texts and the acceptance of terms.",
            )
            break


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
    purposes = [m for m in subject.purposes if m[0] != "other"]
    if len({group for group, _, _ in purposes}) < 2:
        return
    for start, end, sentence in subject.sentences():
        named = [m for m in purposes if start <= m[1] < end]
        kinds = {group for group, _, _ in named}
        if len(kinds) > 1 and _AGREEING.search(sentence):
            severity = Severity.BLOCKER if "charity" in kinds else None
            yield Hit(named[0][1], named[-1][2], severity=severity)
