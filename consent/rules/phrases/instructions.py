"""Finds the instructions to text STOP or HELP, and tells the keywords from ordinary words."""

import re
from collections.abc import Iterator

_VERB = re.compile(
    r"\b(?:reply|replying|replies|text|texting|txt|txting|send|sending|respond|responding|rply"
    r"|type|typing|say|saying|message|messaging|enter|sms"
    r"|responda|responde|respondiendo|responder|conteste|contesta|contestando|envie|envia|enviando"
    r"|enviar|mande|manda|mandando|escriba|escribe|escribiendo|textea|textee|texto"
    r"|repondez|repondre|repondant|reponds|envoyez|envoyer|envoyant|envoie|textez|texter|textant"
    r"|ecrivez|tapez)\b"
)
_LEAVE_WORD = re.compile(
    r"\b(?:opt(?:ing|ed)?[- ]?out|unsubscribe|unsubscribing|cancel|end|quit|leave|darse de baja"
    r"|cancelar|vous desabonner|desabonnement|desinscription|baja)\b"
)
_STOP = re.compile(r"\b(?:stop|alto|parar|arret)\b(?!=)")
_HELP = re.compile(r"\b(?:help|ayuda|aide)\b(?![=@])")
_CLOSED = r"^[\"'*)\]>_]*(?:,? (?:anytime|at any ?time|at any moment|now|en cualquier momento"
_CLOSED += r"|a tout moment))?"
_TO_LEAVE = re.compile(
    _CLOSED + r",?(?: to|-to| 2| in order to| if you (?:want|wish|would like) to| para| pour| :|:"
    r"| -| =| \(to) ?(?:stop|end|cancel|quit|opt|unsub|leave|discontinue|remove|withdraw|revoke"
    r"|no longer|be removed|decline|terminate|cease|get out"
    r"|cancelar|salir|terminar|dar(?:se|te|me)|dejar|anular|no recibir|detener|optar|finalizar"
    r"|parar|desuscribir|desinscribir|excluir"
    r"|arreter|annuler|vous |se |te |desabonn|desinscri|desactiver|ne plus|mettre fin|cesser"
    r"|retirer|quitter|resilier)"
)
_TO_ASK = re.compile(
    _CLOSED + r",?(?: for| 4| to (?:get|receive|request)| if you (?:need|want)| with| para| pour"
    r"| :|:| -| =) ?(?:more |further |additional |any |customer |technical |the |obtener |recibir "
    r"|obtenir |recevoir |mas |plus |de l'|de |d'|l'|la |una |une |some ){0,3}"
    r"(?:help|info|support|assist|details|more|care|service|questions|contact"
    r"|ayuda|asistencia|informacion|soporte|aide|assistance|renseignements)"
)
# A keyword in lower case must stand close to its verb, or it is an ordinary word.
_CLOSE = re.compile(
    r"^(?: (?:back|us|with|the|a|word|key ?word|message|by|now|anytime|at any ?time"
    r"|(?:to|from|al?|au|to:) (?:this|any|our|these|each|the|that|este|cualquier|nuestro|ce|notre)"
    r"(?: [a-z]+){0,2}? (?:text|message|msg|sms|number|mensaje|texto|numero|numeros|messages"
    r"|texts|sms|mensajes)|to \d{5,6},?|al \d{5,6},?|au \d{5,6},?"
    r"|con|la|palabra|el|mensaje|mot|le|avec|un|une|par|simplement|simply|just"
    r"|[\"'*]{0,2}(?:stop|help|info|end|quit|cancel|ayuda|aide|alto|arret)[\"'*]{0,2}"
    r"(?: (?:for|para|pour) (?:help|info|ayuda|(?:obtenir )?(?:de )?l'aide|aide))?,?|or|and|o|y|et"
    r"|ou|and/or)){0,8} ?[\"'*(\[<:]*$"
)
_LISTED = re.compile(r"(?:^|[.,;:|/&(\[•*\"'>!?-]|\b(?:or|and|y|o|et|ou|e|with|word)) ?$")
_PLAIN_VERB = re.compile(
    r"\s(?:receiving|getting|these|those|our|all|the|future|further|any|sending|texting|messag\w+"
    r"|you|us|me|your|my|recibir|de recibir)\b"
)
_REFUSED = re.compile(
    r"(?:\b(?:cannot|can't|can not|do not|don't|does not|doesn't|unable to|not able to|won't"
    r"|will not|no need to|need not|never|not possible to|shouldn't|should not|may not|no longer"
    r"|not required to|instead of|rather than|without|no|ne)|n't)"
    r"(?: (?!hesitate|forget|stop|longer)[a-z]+){0,2}"
    r"(?:(?: to)? (?:opt[- ]?out|unsubscribe|cancel|leave) by)?[\s\"']*$"
)
_NOT_POSSIBLE = re.compile(
    r"^[\"'*)\]]* (?:will not|won't|does not|doesn't|do not|does nothing|is not|isn't|are not"
    r"|cannot|can't|no|has no|is disabled|is ignored|will be ignored|n'est pas|no es|no esta)"
    r"(?: (?:work|effect|supported|accepted|available|stop|end|cancel|be|opt|monitored|longer"
    r"|recogni\w+|enabled|possible|funciona|sera)\b|\b)"
)
_SENTENCE = re.compile(r"[.!?](?=[\s\"')])")
_REACH = 45


def stop_instruction(folded: str, plain: str) -> tuple[int, int] | None:
    """Return the span of an instruction to text STOP, or None.

    `plain` is the same text with its case, which tells the keyword from the ordinary word.
    """
    if "stop" in folded or "alto" in folded or "parar" in folded or "arret" in folded:
        for found in _STOP.finditer(folded):
            span = _instruction(found, folded, plain, _TO_LEAVE, leaving=True)
            if span:
                return span
    return None


def help_instruction(folded: str, plain: str) -> tuple[int, int] | None:
    """Return the span of an instruction to text HELP, or None."""
    if "help" in folded or "ayuda" in folded or "aide" in folded:
        for found in _HELP.finditer(folded):
            span = _instruction(found, folded, plain, _TO_ASK, leaving=False)
            if span:
                return span
    return None


def _instruction(
    word: re.Match[str], folded: str, plain: str, aim: re.Pattern[str], *, leaving: bool
) -> tuple[int, int] | None:
    """Return the span of the instruction around a keyword, or None when it is none."""
    start, end = word.span()
    after = folded[end : end + 45]
    if _NOT_POSSIBLE.match(after):
        return None
    begin = max(start - _REACH, 0)
    for cut in _SENTENCE.finditer(folded, begin, start):
        begin = cut.end()
    loud = _is_loud(folded, plain, start, end, begin)
    for verb in _VERB.finditer(folded, begin, start):
        between = folded[verb.end() : start]
        if not (loud or (_CLOSE.match(between) and not _PLAIN_VERB.match(after))):
            continue
        if not leaving and between.rstrip("\"'*").endswith((" for ", " for")):
            continue
        return None if _is_refused(folded, verb.start()) else (verb.start(), end)
    aimed = aim.match(after)
    if aimed and (loud or _LISTED.search(folded, max(start - 6, 0), start)):
        return None if _is_refused(folded, start) else (start, end + aimed.end())
    if leaving and loud:
        for leave in _LEAVE_WORD.finditer(folded, begin, start):
            return None if _is_refused(folded, leave.start()) else (leave.start(), end)
    return None


def _is_loud(folded: str, plain: str, start: int, end: int, begin: int) -> bool:
    """Return whether the word stands out as a keyword: in capitals among small ones, or quoted."""
    before = folded[max(start - 2, 0) : start]
    quoted = before[-1:] in {'"', "'", "*", "<", "(", "[", "_"} and before[:1] not in {"s", "n"}
    return quoted or (plain[start:end].isupper() and not _is_shouted(plain[begin:start], plain))


def _is_shouted(before: str, plain: str) -> bool:
    """Return whether the words around are in capitals too, so that capitals say nothing."""
    return before.isupper() if any(map(str.isalpha, before)) else plain.isupper()


def _is_refused(folded: str, position: int) -> bool:
    return _REFUSED.search(folded, max(position - 40, 0), position) is not None


def keywords(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the words STOP and HELP, whatever they mean."""
    for pattern in (_STOP, _HELP):
        yield from (found.span() for found in pattern.finditer(folded))
