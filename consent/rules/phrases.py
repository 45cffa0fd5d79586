"""The phrase sets: how people write the disclosures that carriers look for.

All patterns run on folded text (see normalise.py) and are linear: every repetition is bounded
or cannot overlap with its neighbour.
"""

import re
from collections.abc import Iterator

NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?:\s?\(\d{1,3}\))?"
)
_NOUN = (
    r"(?:msgs?|messages?|texts?|sms|mms|alerts?|reminders?|notifications?|codes?|updates?|emails?"
    r"|surveys?|newsletters?|offers?)"
)
_MSG = r"(?:msgs?|messages?|messaging|texts?|text messages?|sms|txts?)"
_TIME = (
    r"(?:day|night|week|wk|weekday|weekend|month|mo|mth|mnth|quarter|year|yr|hour|season|"
    r"billing cycle)s?\b"
)
_MODAL = r"(?:(?:may|might|will|can|could) )?"

FREQUENCY = re.compile(
    rf"\b{_MSG}\.? ?(?:frequency|freq)\b\.?(?: (?:of|for) (?:[a-z]+ ){{0,3}}{_NOUN})?[:\-]? ?"
    rf"{_MODAL}(?:vary|varies|vari|depends?|be based on|is based on|based on)\b"
    rf"|\b(?:frequency|freq)\b\.? ?(?:of (?:[a-z]+ ){{0,3}}{_NOUN} )?{_MODAL}"
    r"(?:vary|varies|depends?)\b"
    r"|\b(?:varying|variable) (?:msg |message |messaging |text )?frequenc(?:y|ies)\b"
    rf"|\bnumber of (?:[a-z]+ ){{0,2}}{_NOUN}\b[^.!?]{{0,40}}\b(?:vary|varies|depends?)\b"
    rf"|\b(?:{NUMBER}|an?)(?:\s?(?:-|to|or|and)\s?{NUMBER})?\+? (?:[a-z'-]{{1,20}} ){{0,3}}{_NOUN}"
    r"(?:\s?/\s?(?:[a-z]{2,})"
    rf"|,? (?:sent |received |in )?(?:an?|in a) (?:calendar |given |single )?{_TIME}"
    r"|,? (?:sent |received )?(?:per|each|every|for each|for every|in any|in each)"
    r" (?:[a-z-]{1,20} )?[a-z-]{2,20}"
    r"|,? (?:daily|weekly|monthly|quarterly|yearly|annually|only|total|in total)\b)"
    rf"|(?<![$€£\d.,]){NUMBER}x?\s?/\s?(?:day|week|wk|month|mo|mth)\b"
    rf"|\b(?:once|twice|{NUMBER} times?)(?: or (?:once|twice|{NUMBER} times?))?"
    rf" (?:an?|per|each|every) {_TIME}"
    r"|\b(?:daily|weekly|monthly|bi-?weekly|fortnightly)"
    r" (?:[a-z]+ )?(?:msgs?|messages?|texts?|sms|alerts?)\b"
    r"|\b(?:msgs|messages|texts|alerts) (?:are sent |sent )?(?:daily|weekly|monthly)\b"
    r"|\bone[- ]time (?:text |sms )?(?:message|text|msg|sms)\b"
    # Spanish and French.
    r"|\bfrecuencia de (?:los )?(?:mensajes|textos|sms) (?:puede )?(?:varia|variar|variable)\b"
    rf"|\b(?:hasta )?{NUMBER} (?:mensajes?|textos?) (?:por|al|a la|cada) (?:dia|semana|mes|ano)\b"
    r"|\bfrequence des (?:messages|textos|sms) (?:peut |est )?(?:varie|varier|variable)\b"
    rf"|\b{NUMBER} (?:messages?|textos?) par (?:jour|semaine|mois|an)\b"
)

RATES = re.compile(
    r"\b(?:msgs?|messages?|messaging|texts?|text messages?|text messaging|txt|sms)\b\.?"
    r"\s?(?:and|&|\+|/|or|,)\s?(?:standard )?data\s?(?:rates?|charges?|fees?|costs?)?\s?"
    r"(?:may|might|will|can|could)?\s?(?:still )?(?:apply|be (?:applied|charged|incurred))\b"
    r"|\bdata\s?(?:and|&|\+|/)\s?(?:msg|message|messaging|text|sms)s? (?:rates?|charges?|fees?) "
    rf"{_MODAL}(?:apply|be applied)\b"
    r"|\b(?:std|standard)\.? (?:msgs?|messages?|messaging|texts?|txt|sms)\b.{0,15}"
    rf"(?:rates?|charges?|fees?) {_MODAL}apply\b"
    r"|\b(?:rates?|charges?|fees?) for (?:msgs|messages|texts) and data "
    rf"{_MODAL}(?:apply|be applied)\b"
    r"|\b(?:pueden?|podrian?) aplicar(?:se)? (?:tarifas|cargos) (?:de|por) "
    r"(?:mensajes?|sms)(?: de texto)? y datos"
    r"|\b(?:se )?apli(?:can|quen) (?:tarifas|cargos) (?:de|por) (?:mensajes?|sms) y datos"
    r"|(?:tarifas|cargos) (?:de|por) (?:mensajes?|sms)(?: de texto)? y datos"
    r"(?: se)? (?:pueden|podrian) aplicar(?:se)?"
    r"|\bdes frais (?:de |d'|pour les )(?:messagerie|messages?|sms|textos?) et (?:de )?donnees "
    r"(?:peuvent|pourraient) s'appliquer"
)
RATES_VERBATIM = re.compile(r"(?<!\bno )\bmessage and data rates may apply\b")

_STOP_VERB = (
    r"\b(?:reply|replying|text|texting|txt|txting|send|sending|respond|responding|rply|type|typing"
    r"|say|saying)\b"
)
_QUOTE = r"[\"'*<(\[]*"
_STOP = re.compile(
    rf"(?P<loose>{_STOP_VERB}[^.!?]{{0,40}}?{_QUOTE}(?P<word>\bstop\b(?![=])))"
    r"|\bstop\b[\"'*)\]]*(?: anytime| at any time)?,? to "
    r"(?:stop|end|cancel|quit|opt[- ]?out|unsubscribe|unsub|leave)\b"
    r"|\bopt(?:ing)?[- ]?out\b[^.!?]{0,25}?[\"'*:]\s?\bstop\b(?![=])"
    r"|\b(?:responda|responde|respondiendo|envie|envia|enviando)\b[^.]{0,15}[\"']*"
    r"\b(?:stop|alto|parar)\b"
    r"|\b(?:repondez|envoyez|textez) [\"'*]*(?:stop|arret)\b"
    r"|\b(?:stop|alto)\b[\"'*]* para (?:cancelar|salir|terminar|darse de baja|no recibir)\b"
    r"|\b(?:stop|arret)\b[\"'*]* pour (?:arreter|annuler|vous desabonner|se desabonner)\b"
)
_HELP = re.compile(
    r"(?P<loose>\b(?:reply|replying|text|texting|txt|send|sending|message|respond|responding|rply"
    rf"|type|say)\b[^.!?]{{0,40}}?{_QUOTE}(?P<word>\bhelp\b(?![=])))"
    r"|\bhelp\b[\"'*)\]]* (?:for|4) (?:more |further |additional )?"
    r"(?:help|info|information|assistance|support|details|more)\b"
    r"|\bhelp\b[\"'*)\]]* to (?:get|receive) (?:help|support|assistance|info)\b"
    r"|\b(?:responda|responde|envie|envia) (?:con )?(?:la palabra )?[\"'*]*(?:help|ayuda)\b"
    r"|\b(?:repondez|envoyez|textez) [\"'*]*(?:help|aide)\b"
    r"|\b(?:help|ayuda)\b[\"'*]* para (?:obtener |recibir )?(?:ayuda|informacion|mas)\b"
    r"|\b(?:help|aide)\b[\"'*]* pour (?:obtenir )?(?:de l'|l')?(?:aide|info)"
)
# A keyword in lower case must stand close to its verb, or it is an ordinary word.
_CLOSE = re.compile(
    r"^\w+(?: (?:back|us|with|the|word|key ?word|to (?:this|any|our) (?:message|text|number)s?"
    r"|\d{5,6}|(?:stop|help|info|end)[\"']?(?: for (?:help|info))?,?|or|and)){0,6} ?[\"'*(\[<]*$"
)
_PLAIN_VERB = re.compile(
    r"\s(?:receiving|getting|these|those|our|all|the|future|further|any|sending|texting|messag\w+"
    r"|you|us|me|your|my)\b"
)
_REFUSED = re.compile(
    r"\b(?:cannot|can't|can not|do not|don't|does not|doesn't|unable to|not able to|won't"
    r"|will not|no need to|need not|never|not possible to|shouldn't|may not)"
    r"(?: (?!hesitate|forget)[a-z]+){0,2}[\s\"']*$"
)
_USELESS = re.compile(
    r"^[\"'*)\]]* (?:will not|won't|does not|doesn't|do not|is not|isn't|are not|cannot|can't|no)"
    r" (?:work|supported|accepted|available|stop|end|cancel|be |opt|monitored|longer)"
)


def stop_instruction(folded: str, plain: str) -> tuple[int, int] | None:
    """Return the span of an instruction to text STOP, or None.

    `plain` is the same text with its case, which tells the keyword from the ordinary word.
    """
    return next(_instructions(_STOP, folded, plain), None)


def help_instruction(folded: str, plain: str) -> tuple[int, int] | None:
    """Return the span of an instruction to text HELP, or None."""
    return next(_instructions(_HELP, folded, plain), None)


def _instructions(pattern: re.Pattern[str], folded: str, plain: str) -> Iterator[tuple[int, int]]:
    """Yield the matches that really tell people to text the keyword."""
    position = 0
    while found := pattern.search(folded, position):
        position = found.start() + 1
        if _REFUSED.search(folded, max(found.start() - 40, 0), found.start()):
            continue
        if _USELESS.match(folded[found.end() : found.end() + 40]):
            continue
        if found["loose"] is None or _is_keyword(found, folded, plain):
            yield found.span()


def _is_keyword(found: re.Match[str], folded: str, plain: str) -> bool:
    """Return whether the word is the keyword, not the verb "stop" or the noun "help"."""
    start, end = found.span("word")
    before = folded[found.start() : start]
    shouted = plain[start:end].isupper() and not plain[found.start() : start].isupper()
    quoted = before[-1:] in {'"', "'", "*", "<", "(", "["} and before[-2:-1] != "s"
    if shouted or quoted:
        return not before.rstrip("\"'*").endswith(" for ")
    return _CLOSE.match(before) is not None and not _PLAIN_VERB.match(folded[end : end + 12])


def frequency(folded: str) -> tuple[int, int] | None:
    """Return the span of a message frequency, or None."""
    found = FREQUENCY.search(folded)
    return found.span() if found else None


def rates(folded: str) -> tuple[int, int] | None:
    """Return the span of a cost disclosure in any accepted form, or None."""
    for found in RATES.finditer(folded):
        if _word_before(folded, found.start()) not in {"no", "without"}:
            return found.span()
    return None


def _word_before(folded: str, position: int) -> str:
    """Return the word that ends before a position."""
    words = folded[max(position - 20, 0) : position].split()
    return words[-1] if words else ""
