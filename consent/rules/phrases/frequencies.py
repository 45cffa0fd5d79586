"""Finds the message frequency: "varies", or a count for a period or an event."""

import re

NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|un[oae]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez"
    r"|deux|trois|quatre|cinq|sept|huit|neuf|dix)(?:\s?\(\d{1,3}\))?"
)
_NOUN = (
    r"(?:text ?messages?|msgs?|messages?|texts?|txts?|sms|mms|alerts?|reminders?|notifications?"
    r"|codes?|updates?|passcodes?|surveys?|newsletters?|offers?|(?:mensajes?|msjs?"
    r"|textos?)(?: de texto"
    r"| sms)?|alertas?|recordatorios?|codigos?|avisos?|alertes?|rappels?|messages? textes?)"
)
_TIME = (
    r"(?:days?|nights?|weeks?|wks?|weekdays?|weekends?|months?|mos?|mths?|mnths?|quarters?|years?"
    r"|yrs?|hours?|seasons?|billing cycles?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?"
    r"|saturdays?|sundays?|dias?|semanas?|mes(?:es)?|anos?|jours?|semaines?|mois|ans?)\b"
)
_EVENT = (
    r"(?:log-?ins?|sign-?ins?|sessions?|requests?|orders?|deliver(?:y|ies)|appointments?|visits?"
    r"|transactions?|attempts?|users?|purchases?|bookings?|events?|shipments?|calls?|codes?)\b"
)
_PER = r"(?:per|each|every|for each|for every|in any|in each|with each|with every|on each"
_PER += r"|upon each|at each|after each|before each|por cada|por|cada|al|a la|par|chaque)"
# "a text per your request" counts nothing.
_OBJECT = r"(?!(?:your|our|my|the|its|su|tu|votre|notre)\b)(?:[a-z-]{1,20} )?[a-z-]{2,20}"
_OFTEN = r"(?:daily|weekly|monthly|bi-?weekly|bi-?monthly|fortnightly|quarterly|yearly|annually)\b"
_A_TIME = r"(?:an?|in an?|during an?)(?: calendar| given| single| typical)? "

# Everything that goes with the word itself: "Msg freq. varies", "Frequency: 4/month".
_NAMED = re.compile(
    r"\b(?:freq(?:uenc(?:y|ies)|uence)?|frecuencia)\b(?:\.(?= ?(?:may |will )?[vd]))?"
    r"[^.!?;]{0,70}?\b(?:var(?:y|ies|iable|ia|iar|iara|ie"
    r"|ies|ier|iera|ient)|depend\w*|based (?:on|upon)|determined|differs?|fluctuat\w*|dependra"
    rf"|(?:may|can|might|could) change|{NUMBER}|once|twice|{_OFTEN[:-2]})\b"
    r"|\b(?:vary|varies) in frequency\b|\b(?:varying|variable) (?:msg |message |messaging "
    r"|text )?freq"
)
_NUMBER_OF = re.compile(
    rf"\b(?:number|amount|volume|cantidad|numero|nombre) (?:of|de) (?:[a-z]+ ){{0,2}}{_NOUN}\b"
    r"[^.!?]{0,40}\b(?:var(?:y|ies|ia|iar|ie|ier)|depend\w*)\b"
    r"|\b(?:message|msg|text|messaging) volume[^.!?]{0,20}\b(?:vary|varies|depends?)\b"
)
_COUNT = re.compile(
    rf"\b(?<![$€£\d.,])(?:{NUMBER}|an?\b)(?:\s?(?:-|to|or|and|a|o|ou|y)\s?{NUMBER})?\+? ?"
    rf"(?:[a-z'-]{{1,20}} ){{0,4}}?{_NOUN}"
    r"(?:\s?/\s?(?!mms|sms|data|text|call|e-?mail|alert|msg)[a-z]{2,}"
    rf"|,? (?:(?:sent|received|delivered|maximum|max|at most|envoyes?|enviados?) )?{_A_TIME}{_TIME}"
    rf"|,? (?:(?:sent|received|delivered|maximum|max|at most|envoyes?|enviados?) )?{_PER} {_OBJECT}"
    rf"|,? {_OFTEN}"
    r"|,? (?:only|total|in total|en total|au total|mensuale?s|semanale?s|diari[oa]s|mensuels?"
    r"|hebdomadaires?|quotidiens?)\b)"
)
_TIMES = re.compile(
    rf"\b(?<![$€£\d.,]){NUMBER}x?(?:\s?(?:-|to)\s?{NUMBER}x?)?"
    rf"(?:\s?/\s?(?:day|week|wk|month|mo|mth|login|year|yr)\b|(?: times)? (?:per|a|each|every)"
    rf" (?:{_TIME}|{_EVENT}))"
    rf"|\b(?:once|twice|{NUMBER} (?:times?|veces|fois)|una vez|several times|a few times)"
    rf"(?: or (?:once|twice|{NUMBER} times?))?"
    rf" (?:an?|per|each|every|for each|for every|por|al|a la|cada|par|chaque)"
    rf" (?:[a-z]+ )?(?:{_TIME}|{_EVENT})"
)
_REGULAR = re.compile(
    r"\b(?:daily|weekly|monthly|bi-?weekly|fortnightly) (?:[a-z]+ )?"
    r"(?:msgs?|messages?|texts?|sms|alerts?|text messages?)\b"
    r"|\b(?:msgs|messages|texts|alerts|sms) (?:(?:are|will be) )?(?:(?:sent|delivered) )?(?:out )?"
    r"(?:about |approximately |roughly )?(?:once |twice )?(?:daily|weekly|monthly)\b"
    rf"|\b(?:msgs|messages|texts|alerts|text) (?:you |(?:go|come|are sent) (?:out )?)?"
    rf"(?:every|each) {_TIME}"
    r"|\b(?:one[- ]time|single) "
    r"(?:(?!(?:by|via|per|in|to|for|and|or|codes?|pass[a-z]+)\b)[a-z-]+ )?"
    r"(?:text )?(?:message|text|msg|sms)\b"
    r"|\b(?:each|every) time[^.!?]{0,60}\b(?:one|1|an?|single)\b [a-z -]{0,24}?"
    r"(?:text|message|code|sms|passcode)\b"
    r"|\b(?:mensajes|textos|alertas)(?: de texto)? (?:semanales|mensuales|diari[oa]s)\b"
    r"|\b(?:messages|textos|alertes)(?: textes?)? (?:hebdomadaires|mensuels|quotidiens)\b"
)


def frequency(folded: str) -> tuple[int, int] | None:
    """Return the span of a message frequency, or None."""
    found = None
    near = folded.find("fre")
    if near >= 0:
        found = _NAMED.search(folded, max(near - 30, 0))
    for pattern in (_COUNT, _TIMES, _REGULAR, _NUMBER_OF):
        found = found or pattern.search(folded)
    return found.span() if found else None
