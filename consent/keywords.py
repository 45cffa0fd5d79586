"""Decides what an inbound text asks for: stop, help, start, or something a person must read."""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum


class Keyword(StrEnum):
    """The meaning of one inbound text."""

    STOP = "stop"
    HELP = "help"
    START = "start"
    UNCLEAR_STOP = "unclear_stop"
    OTHER = "other"


# English words that revoke consent by themselves under FCC rules, the carrier's own words, and
# the customary Spanish, French and Portuguese ones.
STOP_WORDS = frozenset({
    "stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout",
    "opt-out", "opt out", "remove", "td",
    "alto", "parar", "para", "detener", "cancelar", "baja", "salir", "fin", "no mas",
    "arret", "arreter", "desabonner", "desinscription", "annuler",
    "sair",
})  # fmt: skip
HELP_WORDS = frozenset({"help", "info", "support", "ayuda", "informacion", "aide", "ajuda"})
START_WORDS = frozenset({
    "start", "unstop", "subscribe", "join", "iniciar", "comenzar", "commencer", "debut",
})  # fmt: skip
# These mean "start" only as the answer to a question that is still open.
YES_WORDS = frozenset({"yes", "y", "si", "oui"})
_SLIP = re.compile(r"stpo|sotp|stp|stop{2,}|dtop|atop")

_POLITE = ("please", "pls", "plz", "por favor", "thanks", "thank you", "svp")
_MAX_WORDS = 25
_MAX_CHARACTERS = 2000

_MSG = r"(?:text(?:s|ing)?|messag(?:es?|ing)|msgs?|msging|sms|send(?:ing)?|contact(?:ing)?)"
_PLAIN_STOP = re.compile(
    r"\b(?:"
    rf"(?:stop|quit|cease) (?:(?:all|the|these|those|your|any|with|of) ){{0,3}}{_MSG}\b"
    r"|(?:do not|don'?t) (?:ever )?(?:text|message|contact|send)\b"
    r"|(?:take|remove|delete) (?:me|my (?:number|name|phone)) (?:off|from)\b"
    r"|unsubscribe\b"
    r"|opt(?: me)?[ -]?out\b"
    r"|no (?:more|longer)\b.{0,15}\b(?:texts?|messages?|msgs?|sms)\b"
    r"|leave me alone\b"
    r"|wrong (?:number|person)\b"
    r"|revoke (?:my )?consent\b"
    r"|i (?:do not|don'?t) want\b.{0,20}\b(?:texts?|messages?|msgs?)\b"
    r"|no quiero\b.{0,15}\bmensajes?\b"
    r"|no me (?:manden|mande|escriban|escriba|envien|envie)\b"
    r"|dejen? de (?:enviar|escribir|mandar)"
    r"|arretez? de m"
    r")"
)
# "don't stop texting me" asks for the opposite of what its words match.
_NEGATED = re.compile(
    r"\b(?:do not|don'?t|never|can'?t|cannot|won'?t|not)(?: want)?(?: you)?(?: to)? "
    r"(?:stop|quit|cease|unsubscribe|opt|remove|revoke|cancel|end)\b"
)
# "para" (for) and "fin" (end) are too common inside sentences, so they count only alone.
_STOP_INSIDE = re.compile(
    r"\b(?:stop(?:all)?|unsubscrib\w*|cancel|end|quit|revoke|opt[ -]?out|remove|alto|parar"
    r"|detener|cancelar|baja|no mas|arret(?:er|ez)?|desabonner|desinscription|annuler|sair)\b"
)
_HELP_INSIDE = re.compile(
    r"^help\b|\b(?:need|want|get|send) (?:some |more )?help\b|\bhelp me\b"
    r"|\b(?:can|could) (?:you|someone|anyone) help\b|\bnecesito ayuda\b|\bbesoin d'aide\b"
)


def is_yes(text: str) -> bool:
    """Return whether the whole text is a YES, which means something only to an open question."""
    return normalise(text) in YES_WORDS


def normalise(text: str) -> str:
    """Return the text as keywords are compared: folded, accent-free, bare at both ends.

    Zero-width and other format characters are dropped, curly apostrophes become straight, and
    one polite word at either end is taken away.
    """
    folded = unicodedata.normalize("NFKC", text[:_MAX_CHARACTERS]).casefold()
    folded = folded.replace("’", "'").replace("‘", "'")
    bare = "".join(
        c for c in unicodedata.normalize("NFD", folded)
        if unicodedata.category(c) not in {"Mn", "Cf"}
    )  # fmt: skip
    return _without_courtesy(_trim(" ".join(bare.split())))


def meaning(
    text: str, *, program_keywords: Collection[str] = frozenset(), open_question: bool = False
) -> Keyword:
    """Return what the sender of an inbound text wants.

    STOP wins over everything else. UNCLEAR_STOP names an opt-out word with another object
    ("cancel my order"): suppress nothing, let a person read it. `program_keywords` are the
    tenant's own opt-in words; `open_question` says that a double opt-in question (or an opt-out)
    is open, so that YES, SI and OUI mean START.
    """
    words = normalise(text)
    if _is_stop(words):
        return Keyword.STOP
    if _STOP_INSIDE.search(words):
        return Keyword.UNCLEAR_STOP
    if words in HELP_WORDS or _HELP_INSIDE.search(words):
        return Keyword.HELP
    if _is_start(words, program_keywords, open_question):
        return Keyword.START
    return Keyword.OTHER


def is_reserved(keyword: str) -> bool:
    """Return whether a word already means STOP or HELP, so that nobody could opt in with it."""
    words = normalise(keyword)
    return words in STOP_WORDS or words in HELP_WORDS


def _is_stop(words: str) -> bool:
    """Return whether the words are an opt-out by themselves or say so in plain language."""
    if words in STOP_WORDS or _SLIP.fullmatch(words):
        return True
    tokens = words.split()
    if len(tokens) > 1 and len(set(tokens)) == 1 and tokens[0] in STOP_WORDS:
        return True
    if len(tokens) > _MAX_WORDS or _NEGATED.search(words):
        return False
    return _PLAIN_STOP.search(words) is not None


def _is_start(words: str, program_keywords: Collection[str], open_question: bool) -> bool:
    """Return whether the whole text is a word that opts in; never a word inside a sentence."""
    if words in START_WORDS or words in {normalise(keyword) for keyword in program_keywords}:
        return bool(words)
    return open_question and words in YES_WORDS


def _trim(words: str) -> str:
    """Drop everything but letters and digits from both ends."""
    start, end = 0, len(words)
    while start < end and not words[start].isalnum():
        start += 1
    while end > start and not words[end - 1].isalnum():
        end -= 1
    return words[start:end]


def _without_courtesy(words: str) -> str:
    """Take one polite word from the front or the back, when something is left."""
    for polite in _POLITE:
        if (
            words.startswith(polite)
            and _trim(words[len(polite) :])
            and not words[len(polite)].isalnum()
        ):
            return _trim(words[len(polite) :])
        if (
            words.endswith(polite)
            and _trim(words[: -len(polite)])
            and not words[-len(polite) - 1].isalnum()
        ):
            return _trim(words[: -len(polite)])
    return words
